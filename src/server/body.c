#include <stdlib.h>
#include <string.h>

#include "server_priv.h"

#include "qw/limits.h"

/* The first allocation: a create body with its envelope fits (under 4 KiB,
 * tests/bench/create.json), and a Content-Length that lies costs no more than this. */
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

/* True when the budget has room for EXTRA bytes more, which are then charged. */
static bool charge(struct server_budget *budget, size_t extra)
{
    if (atomic_fetch_add(&budget->used, extra) + extra <= budget->max)
        return true;
    atomic_fetch_sub(&budget->used, extra);
    return false;
}

static void drop(struct server_body *body)
{
    free(body->data);
    body->data = NULL;
    atomic_fetch_sub(&body->budget->used, body->cap);
    body->len = body->cap = 0;
}

static enum qw_err grow(struct server_body *body, size_t cap)
{
    char *data;

    if (!charge(body->budget, cap - body->cap))
        return qw_diag_set(&body->why, QW_ERR_NO_MEMORY,
                           "there are too many large requests at once");
    data = realloc(body->data, cap);
    if (data == NULL) {
        atomic_fetch_sub(&body->budget->used, cap - body->cap);
        return qw_diag_set(&body->why, QW_ERR_NO_MEMORY, "out of memory");
    }
    body->data = data;
    body->cap = cap;
    return QW_OK;
}

void server_body_refuse(struct server_body *body)
{
    (void)qw_diag_set(&body->why, QW_ERR_TOO_LARGE,
                      "the authorization request is larger than %zu MiB", QW_LIMIT_ENVELOPE >> 20);
}

static enum qw_err reserve(struct server_body *body, size_t needed)
{
    if (needed > QW_LIMIT_ENVELOPE || body->announced > QW_LIMIT_ENVELOPE)
        server_body_refuse(body);
    if (body->why.err != QW_OK || needed <= body->cap)
        return body->why.err;
    return grow(body, next_cap(body, needed));
}

void server_body_add(struct server_body *body, const char *bytes, size_t len)
{
    if (reserve(body, body->len + len) != QW_OK) {
        body->discarded += body->len + len;
        drop(body);
        return;
    }
    memcpy(body->data + body->len, bytes, len);
    body->len += len;
}

void server_body_done(struct server_body *body)
{
    drop(body);
}

bool server_body_is_hopeless(const struct server_body *body)
{
    return body->discarded > QW_LIMIT_DISCARD || body->announced > QW_LIMIT_DISCARD;
}
