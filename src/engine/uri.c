/* The URI algorithm of engine.md section 3: dockerd routes by the percent-decoded path after
 * stripping one version, and an address that it could read in another way than we do is refused. */
#include <string.h>

#include "engine_priv.h"
#include "qw/limits.h"

enum { HEX_DIGITS = 2, VERSION_PARTS = 2, VERSION_PART_MAX = 1000000 };

static int hex_digit(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F')
        return digit - 'A' + 10;
    return -1;
}

int qw_uri_hex_pair(const char *text)
{
    int high = hex_digit(text[0]);
    int low = high < 0 ? -1 : hex_digit(text[1]);

    return low < 0 ? -1 : high * 16 + low;
}

static bool is_control(char byte)
{
    unsigned char value = (unsigned char)byte;

    return value < 0x20 || value == 0x7f;
}

/* What is wrong with a request target before anything is decoded, or NULL. */
static const char *raw_offence(const char *uri)
{
    if (uri[0] != '/')
        return "it does not begin with a slash";
    if (uri[1] == '/')
        return "it begins with two slashes";
    for (const char *at = uri; *at != '\0'; at++) {
        if (is_control(*at) || *at == ' ')
            return "it holds a space or a control character";
        if (*at == '#')
            return "it holds a '#', behind which parsers differ";
        if (strncmp(at, "\xEF\xBF\xBD", 3) == 0)
            return "it holds U+FFFD, which stands for bytes that were lost";
    }
    return NULL;
}

/* Decodes the LEN bytes of RAW into DECODED, which has room for them and a NUL. */
static const char *decode_path(const char *raw, size_t len, char *decoded)
{
    size_t n_decoded = 0;

    for (size_t i = 0; i < len; i++) {
        char byte = raw[i];

        if (byte == '%') {
            int value = len - i > HEX_DIGITS ? qw_uri_hex_pair(raw + i + 1) : -1;

            if (value < 0)
                return "a '%' in its path is not followed by two hexadecimal digits";
            byte = (char)value;
            i += HEX_DIGITS;
        }
        if (is_control(byte) || byte == '\\')
            return "its path holds a control character or a backslash";
        decoded[n_decoded++] = byte;
    }
    decoded[n_decoded] = '\0';
    return NULL;
}

/* True for what dockerd answers with a redirection: empty, "." and ".." segments. */
static bool has_unclean_segment(const char *path)
{
    const char *segment = path + 1;

    for (;;) {
        size_t len = strcspn(segment, "/");
        bool is_last = segment[len] == '\0';

        if (len == 0)
            return !is_last;
        if (segment[0] == '.' && (len == 1 || (len == 2 && segment[1] == '.')))
            return true;
        if (is_last)
            return false;
        segment += len + 1;
    }
}

/* One number of a version; advances *AT.  False when there is none or it is absurd. */
static bool read_version_part(const char **at, unsigned *ret_part)
{
    const char *digit = *at;
    unsigned part = 0;

    if (*digit < '0' || *digit > '9')
        return false;
    for (; *digit >= '0' && *digit <= '9'; digit++) {
        part = part * 10 + (unsigned)(*digit - '0');
        if (part > VERSION_PART_MAX)
            return false;
    }
    *at = digit;
    *ret_part = part;
    return true;
}

/* Splits /v1.41/rest.  A path without such a prefix is left alone. */
static bool split_version(const char *path, struct qw_uri *uri)
{
    static const char marker[] = "/v";
    unsigned parts[VERSION_PARTS] = {0, 0};

    uri->path = path;
    if (strncmp(path, marker, sizeof(marker) - 1) != 0)
        return true;
    const char *at = path + sizeof(marker) - 1;
    size_t len = strspn(at, "0123456789.");
    if (len == 0 || at[len] != '/')
        return true;
    for (size_t i = 0;; i++) {
        unsigned part = 0;

        if (!read_version_part(&at, &part))
            return false;
        if (i < VERSION_PARTS)
            parts[i] = part;
        if (*at == '/')
            break;
        at++; /* a dot */
    }
    uri->path = at;
    uri->api_major = parts[0];
    uri->api_minor = parts[1];
    return true;
}

static bool version_is_too_old(const char *decoded, const struct qw_uri *uri)
{
    if (uri->path == decoded)
        return false; /* without a version the engine takes its newest */
    return uri->api_major < QW_API_MIN_MAJOR ||
           (uri->api_major == QW_API_MIN_MAJOR && uri->api_minor < QW_API_MIN_MINOR);
}

static enum qw_err refuse(struct qw_diag *diag, const char *offence)
{
    return qw_diag_set(diag, QW_ERR_URI, "the address could be read in more than one way: %s",
                       offence);
}

enum qw_err qw_uri_read(struct qw_arena *arena, const char *uri, struct qw_uri *ret_uri,
                        struct qw_diag *diag)
{
    const char *offence = raw_offence(uri);

    if (offence != NULL)
        return refuse(diag, offence);
    size_t len = strcspn(uri, "?");
    char *decoded = qw_arena_alloc(arena, len + 1, 1);
    if (decoded == NULL)
        return QW_ERR_NO_MEMORY;
    offence = decode_path(uri, len, decoded);
    if (offence != NULL)
        return refuse(diag, offence);
    if (has_unclean_segment(decoded))
        return refuse(diag, "its path has an empty, \".\" or \"..\" segment");
    struct qw_uri parts = {.query = uri[len] == '?' ? uri + len + 1 : ""};
    if (!split_version(decoded, &parts))
        return refuse(diag, "its API version is not two numbers");
    if (version_is_too_old(decoded, &parts))
        return qw_diag_set(diag, QW_ERR_API_VERSION,
                           "API version %u.%u is under %d.%d, where starting a container could "
                           "replace its configuration",
                           parts.api_major, parts.api_minor, QW_API_MIN_MAJOR, QW_API_MIN_MINOR);
    *ret_uri = parts;
    return QW_OK;
}
