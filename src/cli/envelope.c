#include <stdio.h>
#include <string.h>

#include "cli_priv.h"

/* An API version that all engines since 20.10 speak. */
#define CREATE_URI "/v1.41/containers/create"

/* Standard base64 with padding, as Go's encoding/json writes []byte. */
static void add_base64(char *ret_text, const char *bytes, size_t len)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    for (size_t i = 0; i < len; i += 3) {
        size_t left = len - i;
        unsigned group = (unsigned)(unsigned char)bytes[i] << 16;

        if (left > 1)
            group |= (unsigned)(unsigned char)bytes[i + 1] << 8;
        if (left > 2)
            group |= (unsigned)(unsigned char)bytes[i + 2];
        *ret_text++ = letters[group >> 18];
        *ret_text++ = letters[group >> 12 & 0x3f];
        *ret_text++ = left > 1 ? letters[group >> 6 & 0x3f] : '=';
        *ret_text++ = left > 2 ? letters[group & 0x3f] : '=';
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
    add_base64(text + head_len, body.data, body.len);
    memcpy(text + head_len + encoded_len, end, sizeof end);
    return (struct qw_bytes){text, head_len + encoded_len + sizeof end - 1};
}
