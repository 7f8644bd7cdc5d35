#include <stdlib.h>
#include <string.h>

#include "server_priv.h"

#include "qw/limits.h"

/* The first allocation: a create body with its envelope fits (4 KiB measured, bench/payload), and a
 * Content-Length that lies costs no more than this. */
enum { FIRST_MAX = 64 * 1024, FIRST_MIN = 4096 };

static size_t min_size(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Twice what arrived, so that memory follows the bytes and not what the header says. */
static size_t next_cap(const struct server_body *body, size_t needed)
{
    size_t cap = 2 * body->cap;

    if (body->cap == 0)
        cap = body->announced > 0 ? min_size(body->announced, FIRST_MAX) : FIRST_MIN;
    if (body->announced >= needed)
        cap = min_size(cap, body->announced);
    if (cap < needed)
        cap = needed;
    return min_size(cap, QW_LIMIT_ENVELOPE);
}

static enum qw_err reserve(struct server_body *body, size_t needed)
{
    size_t cap;
    char *data;

    if (needed > QW_LIMIT_ENVELOPE)
        return QW_ERR_TOO_LARGE;
    if (needed <= body->cap)
        return QW_OK;
    cap = next_cap(body, needed);
    data = realloc(body->data, cap);
    if (data == NULL)
        return QW_ERR_NO_MEMORY;
    body->data = data;
    body->cap = cap;
    return QW_OK;
}

void server_body_add(struct server_body *body, const char *bytes, size_t len)
{
    if (body->err == QW_OK && body->announced > QW_LIMIT_ENVELOPE)
        body->err = QW_ERR_TOO_LARGE;
    if (body->err == QW_OK)
        body->err = reserve(body, body->len + len);
    if (body->err != QW_OK) {
        free(body->data);
        body->data = NULL;
        body->discarded += body->len + len;
        body->len = body->cap = 0;
        return;
    }
    memcpy(body->data + body->len, bytes, len);
    body->len += len;
}

void server_body_done(struct server_body *body)
{
    free(body->data);
    *body = (struct server_body){0};
}

bool server_body_is_hopeless(const struct server_body *body)
{
    return body->discarded > QW_LIMIT_DISCARD || body->announced > QW_LIMIT_DISCARD;
}
