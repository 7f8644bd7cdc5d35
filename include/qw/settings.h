/* What a compiled policy holds for the rules: modes and settings. */
#ifndef QW_SETTINGS_H
#define QW_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qw/rule_names.h"

enum qw_rule_id {
#define QW_X(id, name) QW_RULE_##id,
    QW_RULES(QW_X)
#undef QW_X
        QW_RULE_COUNT
};

enum qw_setting_id {
#define QW_X(rule, id, name, type, help) QW_SETTING_##rule##_##id,
    QW_SETTINGS(QW_X)
#undef QW_X
        QW_SETTING_COUNT
};

/* The zero value is the strictest. */
enum qw_mode { QW_MODE_ENFORCE = 0, QW_MODE_AUDIT, QW_MODE_OFF };

enum qw_setting_type {
    QW_SETTING_TYPE_BOOL,
    QW_SETTING_TYPE_INTEGER,
    QW_SETTING_TYPE_WORDS, /* array of strings */
    QW_SETTING_TYPE_PATHS, /* array of {"path": ..., "access": "ro" | "rw"} */
    QW_SETTING_TYPE_SIZE,  /* number: bytes; a number, or a string as the docker CLI takes it */
    QW_SETTING_TYPE_CPUS,  /* number: billionths of a CPU; a number, or a string "1.5" */
};

enum qw_access { QW_ACCESS_READ_ONLY, QW_ACCESS_READ_WRITE };

struct qw_path_rule {
    const char *path;
    enum qw_access access;
};

/* One value; the member that its type names.  The zero value is the strictest: false, 0, nothing
 * allowed. */
struct qw_setting {
    bool is_true;
    int64_t number;
    const char *const *words;
    size_t n_words;
    const struct qw_path_rule *paths;
    size_t n_paths;
};

/* What a compiled policy holds for the rules.  Strings belong to the policy. */
struct qw_settings {
    enum qw_mode modes[QW_RULE_COUNT];
    struct qw_setting values[QW_SETTING_COUNT];
};

struct qw_setting_row {
    enum qw_rule_id rule;
    enum qw_setting_type type;
    const char *name; /* as in a policy; a dot stands for a nested object: "gpus.drivers" */
    const char *help;
};

/* Static storage; ID must be in range. */
const struct qw_setting_row *qw_setting_row_get(enum qw_setting_id id);

/* As policies, records and reports write them; NULL for a number that is none. */
const char *qw_mode_name(enum qw_mode mode);       /* "enforce", "audit", "off" */
const char *qw_access_name(enum qw_access access); /* "ro", "rw" */

/* QW_SETTING_COUNT for a name that is none. */
enum qw_setting_id qw_setting_from_name(enum qw_rule_id rule, const char *name);

#endif
