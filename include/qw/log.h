/* The process's own log: one line a message on standard error, with a syslog prefix under systemd.
 * Only daemon, server and cli may use it (style.md 16). */
#ifndef QW_LOG_H
#define QW_LOG_H

enum qw_log_level { QW_LOG_ERROR = 3, QW_LOG_WARNING = 4, QW_LOG_INFO = 6 };

void qw_log(enum qw_log_level level, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
