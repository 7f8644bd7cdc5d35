/* What one level or file says itself: layer.c, rules.c, setting.c, word.c, operations.c,
 * engine.c. */
#ifndef QW_POLICY_LAYER_H
#define QW_POLICY_LAYER_H

#include "place.h"
#include "qw/policy.h"

/* How closely an entry of `operations` names an operation: the closer one wins. */
enum qw_policy_reach {
    QW_POLICY_REACH_NONE = 0,
    QW_POLICY_REACH_CLASS,
    QW_POLICY_REACH_GLOB,
    QW_POLICY_REACH_EXACT
};

struct qw_policy_claim {
    enum qw_policy_reach reach;
    enum qw_action action;
};

struct qw_policy_layer {
    const char *name;    /* NULL when it gives none */
    const char *extends; /* NULL when it extends nothing */
    const struct qw_json *extends_at;
    bool has_mode[QW_RULE_COUNT];
    enum qw_mode modes[QW_RULE_COUNT];
    bool has_value[QW_SETTING_COUNT];
    struct qw_setting values[QW_SETTING_COUNT];
    struct qw_policy_claim claims[QW_OP_COUNT];
    unsigned fixed_holes; /* bits 1 << enum qw_hole_id */
};

/* True for 1 to 64 letters, digits, dots, underscores and hyphens. */
bool qw_policy_name_is_plain(const char *name);

/* layer.c, rules.c, setting.c, operations.c, engine.c: each reads its part of LAYER. */
QW_MUST_USE enum qw_err qw_policy_layer_read(const struct qw_policy_reader *reader,
                                             const struct qw_json *root,
                                             struct qw_policy_layer *layer);
QW_MUST_USE enum qw_err qw_policy_rules_read(const struct qw_policy_reader *reader,
                                             const struct qw_policy_place *place,
                                             struct qw_policy_layer *layer);
QW_MUST_USE enum qw_err qw_policy_setting_read(const struct qw_policy_reader *reader,
                                               const struct qw_policy_place *place,
                                               enum qw_setting_id id,
                                               struct qw_setting *ret_setting);
QW_MUST_USE enum qw_err qw_policy_operations_read(const struct qw_policy_reader *reader,
                                                  const struct qw_policy_place *place,
                                                  struct qw_policy_layer *layer);
QW_MUST_USE enum qw_err qw_policy_engine_read(const struct qw_policy_reader *reader,
                                              const struct qw_policy_place *place,
                                              struct qw_policy_layer *layer);

/* word.c: what the words of a setting may be.  RET_WORD is the canonical spelling. */
QW_MUST_USE enum qw_err qw_policy_word_read(const struct qw_policy_reader *reader,
                                            const struct qw_policy_place *place,
                                            enum qw_setting_id id, const char **ret_word);

/* quantity.c: a size in bytes, a number of CPUs in billionths; false for what is none. */
bool qw_policy_parse_size(const struct qw_json *node, int64_t *ret_bytes);
bool qw_policy_parse_cpus(const struct qw_json *node, int64_t *ret_nano);

/* True for an absolute path without `.`, `..`, empty parts, wildcards or variables. */
bool qw_policy_path_is_plain(const char *path);

#endif
