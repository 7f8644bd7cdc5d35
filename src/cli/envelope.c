#include <stdio.h>
#include <string.h>

#include "cli_priv.h"

/* An API version that all engines since 20.10 speak. */
#define CREATE_URI "/v1.41/containers/create"

static unsigned byte_at(struct qw_bytes bytes, size_t i)
{
    return i < bytes.len ? (unsigned char)bytes.data[i] : 0;
}

/* Standard base64 with padding, as Go's encoding/json writes []byte. */
static void add_base64(char *ret_text, struct qw_bytes bytes)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    enum { GROUP_BYTES = 3, GROUP_LETTERS = 4, LETTER_BITS = 6, LETTER_MASK = 0x3f };

    for (size_t i = 0; i < bytes.len; i += GROUP_BYTES) {
        size_t n_letters = bytes.len - i < GROUP_BYTES ? bytes.len - i + 1 : GROUP_LETTERS;
        unsigned group =
            byte_at(bytes, i) << 16 | byte_at(bytes, i + 1) << 8 | byte_at(bytes, i + 2);

        memset(ret_text, '=', GROUP_LETTERS);
        for (size_t j = 0; j < n_letters; j++)
            ret_text[j] = letters[group >> ((GROUP_BYTES - j) * LETTER_BITS) & LETTER_MASK];
        ret_text += GROUP_LETTERS;
    }
}

struct qw_bytes cli_envelope_of_create(struct qw_arena *arena, struct qw_bytes body)
{
    static const char format[] =
        "{\"RequestMethod\":\"POST\",\"RequestUri\":\"" CREATE_URI "\",\"RequestHeaders\":"
        "{\"Content-Type\":\"application/json\",\"Content-Length\":\"%zu\"},\"RequestBody\":\"";
    static const char end[] = "\"}";
    char *head = qw_arena_format(arena, format, body.len);
    size_t head_len = head != NULL ? strlen(head) : 0;
    size_t encoded_len = (body.len + 2) / 3 * 4;
    char *text =
        head != NULL ? qw_arena_alloc(arena, head_len + encoded_len + sizeof end, 1) : NULL;

    if (text == NULL)
        return (struct qw_bytes){0};
    memcpy(text, head, head_len);
    add_base64(text + head_len, body);
    memcpy(text + head_len + encoded_len, end, sizeof end);
    return (struct qw_bytes){text, head_len + encoded_len + sizeof end - 1};
}
