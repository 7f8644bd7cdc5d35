/* What the files of this module share. */
#ifndef QW_AUDIT_PRIV_H
#define QW_AUDIT_PRIV_H

#include "qw/audit.h"

/* The first bytes of every record; the number that follows is its `seq`. */
#define AUDIT_LINE_START "{\"v\":1,\"seq\":"

/* What ends a line that was not written whole: even one that lacks only its newline is then no
 * JSON, and cannot be read as a request that was allowed. */
#define AUDIT_TORN_END " (torn)\n"

/* What stands behind a text that was cut. */
#define AUDIT_CUT_MARK "...(cut)"

/* text.c: TEXT (NULL is "") as a JSON string of at most QW_LIMIT_AUDIT_TEXT bytes between its
 * quotation marks and the mark of a cut. */
void audit_add_text(struct qw_buffer *buffer, const char *text);

/* text.c: a request target; the values of query parameters that carry environment or build
 * arguments become "(hidden)". */
void audit_add_uri(struct qw_buffer *buffer, const char *uri);

/* record.c: what follows the number of a record, up to and with its newline. */
void audit_add_after_seq(struct qw_buffer *buffer, const struct qw_record *record);

/* record.c: the same of what is known of the engine. */
void audit_add_engine_after_seq(struct qw_buffer *buffer, const struct qw_engine_record *record);

/* tail.c: the number of the last record of an existing file, torn ones included; 0 when there is
 * none.  QW_ERR_IO, QW_ERR_NO_MEMORY. */
QW_MUST_USE enum qw_err audit_last_seq(int fd, uint64_t *ret_seq);

/* tail.c: true when the last byte is no newline, or cannot be read. */
bool audit_ends_torn(int fd);

#endif
