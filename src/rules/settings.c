/* The settings of the rules: their rows, and look-ups in a compiled policy. */
#include <string.h>

#include "rules_priv.h"

static const struct qw_setting_row rows[] = {
#define QW_X(rule, id, name, type, help) \
    [QW_SETTING_##rule##_##id] = {QW_RULE_##rule, QW_SETTING_TYPE_##type, name, help},
    QW_SETTINGS(QW_X)
#undef QW_X
};

const struct qw_setting_row *qw_setting_row_get(enum qw_setting_id id)
{
    return &rows[id];
}

enum qw_setting_id qw_setting_from_name(enum qw_rule_id rule, const char *name)
{
    for (enum qw_setting_id id = 0; id < QW_SETTING_COUNT; id++) {
        if (rows[id].rule == rule && strcmp(rows[id].name, name) == 0)
            return id;
    }
    return QW_SETTING_COUNT;
}

const char *qw_mode_name(enum qw_mode mode)
{
    static const char *const names[] = {
        [QW_MODE_ENFORCE] = "enforce", [QW_MODE_AUDIT] = "audit", [QW_MODE_OFF] = "off"};

    return (size_t)mode < sizeof(names) / sizeof(names[0]) ? names[mode] : NULL;
}

const char *qw_access_name(enum qw_access access)
{
    static const char *const names[] = {
        [QW_ACCESS_READ_ONLY] = "ro", [QW_ACCESS_READ_WRITE] = "rw"};

    return (size_t)access < sizeof(names) / sizeof(names[0]) ? names[access] : NULL;
}

bool qw_setting_has_word(const struct qw_settings *settings, enum qw_setting_id id,
                         const char *word)
{
    const struct qw_setting *setting = &settings->values[id];

    for (size_t i = 0; i < setting->n_words; i++) {
        if (strcmp(setting->words[i], word) == 0)
            return true;
    }
    return false;
}
