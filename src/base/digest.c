#include "qw/digest.h"

#include <openssl/evp.h>

enum { SHA256_BYTES = 32, NIBBLE_BITS = 4, NIBBLE_MASK = 0x0F };

enum qw_err qw_digest_sha256(const void *data, size_t len, struct qw_digest *ret_digest)
{
    static const char hexadecimal[] = "0123456789abcdef";
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned n_bytes = 0;

    if (EVP_Digest(data, len, bytes, &n_bytes, EVP_sha256(), NULL) != 1 || n_bytes != SHA256_BYTES)
        return QW_ERR_INTERNAL;

    for (size_t i = 0; i < SHA256_BYTES; i++) {
        ret_digest->text[2 * i] = hexadecimal[bytes[i] >> NIBBLE_BITS];
        ret_digest->text[2 * i + 1] = hexadecimal[bytes[i] & NIBBLE_MASK];
    }
    ret_digest->text[QW_DIGEST_TEXT_SIZE - 1] = '\0';
    return QW_OK;
}
