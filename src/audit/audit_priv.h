/* What the files of this module share. */
#ifndef QW_AUDIT_PRIV_H
#define QW_AUDIT_PRIV_H

#include "qw/audit.h"

/* The first bytes of every record; the number that follows is its `seq`. */
#define AUDIT_LINE_START "{\"v\":1,\"seq\":"

/* What stands behind a text that was cut. */
#define AUDIT_CUT_MARK "...(cut)"

/* text.c: TEXT (NULL is "") as a JSON string of at most QW_LIMIT_AUDIT_TEXT bytes between its
 * quotation marks and the mark of a cut. */
void audit_add_text(struct qw_buffer *buffer, const char *text);

/* text.c: a request target; the values of query parameters that carry environment or build
 * arguments become "(hidden)". */
void audit_add_uri(struct qw_buffer *buffer, const char *uri);

/* tail.c: what the end of an existing file tells. */
struct audit_tail {
    uint64_t seq;   /* of the last whole record; 0 when there is none */
    bool ends_torn; /* the last byte is no newline */
};

/* QW_ERR_IO, QW_ERR_NO_MEMORY. */
QW_MUST_USE enum qw_err audit_read_tail(int fd, struct audit_tail *ret_tail);

#endif
