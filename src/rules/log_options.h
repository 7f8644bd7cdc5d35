/* Options of log drivers by name and value. */
#ifndef QW_RULES_LOG_OPTIONS_H
#define QW_RULES_LOG_OPTIONS_H

/* Why the option NAME with VALUE is not ordinary, as a clause that follows "is"; NULL when it is.
 * Static storage. */
const char *qw_log_option_objection(const char *name, const char *value);

#endif
