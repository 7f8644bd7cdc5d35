/* How a policy comes to be: sources (a level or a file) are read into layers, layers are merged
 * into a draft, the draft is dumped, amended by what only this machine knows, and kept. */
#ifndef QW_POLICY_PRIV_H
#define QW_POLICY_PRIV_H

#include "layer.h"
#include "qw/bytes.h"
#include "qw/limits.h"

/* The texts and trees of a whole chain: a tree takes a few times the bytes of its text. */
#define QW_POLICY_SCRATCH_MAX ((size_t)QW_LIMIT_POLICY_DEPTH * 4 * QW_LIMIT_POLICY)

/* --- Sources and chains: source.c, chain.c, level.c. ------------------------------------------ */

struct qw_policy_source {
    const char *label;    /* for people: the path as given, or the level's name */
    const char *identity; /* for finding circles: the real path, or the level's name */
    const char *path;     /* as given, absolute and clean; NULL for a level */
    struct qw_bytes bytes;
};

/* The layers of a chain, the first source's own first. */
struct qw_policy_chain {
    const struct qw_policy_source *sources[QW_LIMIT_POLICY_DEPTH];
    const struct qw_policy_layer *layers[QW_LIMIT_POLICY_DEPTH];
    size_t n_layers;
};

/* What a name or path stands for; paths are relative to the working directory. */
QW_MUST_USE enum qw_err qw_policy_source_open(struct qw_arena *arena, const char *name_or_path,
                                              const struct qw_policy_source **ret_source,
                                              struct qw_diag *diag);
QW_MUST_USE enum qw_err qw_policy_chain_read(struct qw_arena *arena,
                                             const struct qw_policy_source *first,
                                             struct qw_policy_chain *ret_chain,
                                             struct qw_diag *diag);

/* An embedded level: generated from policy/ (cmake/QwEmbed.cmake), in order of strictness. */
struct qw_policy_embedded {
    const char *name;
    const unsigned char *data;
    size_t len;
};
extern const struct qw_policy_embedded qw_policy_embedded[];
extern const size_t qw_policy_n_embedded;

/* True for what can only be a file's name. */
bool qw_policy_is_path(const char *name_or_path);

/* "restricted" or "restricted@1"; NULL when there is no such level or version. */
const struct qw_policy_embedded *qw_policy_level_find(const char *name);

/* The sentence for a name that is no level's. */
enum qw_err qw_policy_level_unknown(struct qw_arena *arena, const char *name, struct qw_diag *diag);

/* --- The draft: merge.c, dump.c, own.c, amend.c, group.c, policy.c. --------------------------- */

struct qw_policy_draft {
    struct qw_settings settings;
    enum qw_action actions[QW_OP_COUNT];
    unsigned fixed_holes; /* bits 1 << enum qw_hole_id */
};

/* Lays the layers of CHAIN over the strictest settings there are, the most distant first. */
QW_MUST_USE enum qw_err qw_policy_merge(struct qw_arena *arena, const struct qw_policy_chain *chain,
                                        struct qw_policy_draft *ret_draft);

/* Adds the draft as a policy file without `extends`: reading that again gives the same draft. */
void qw_policy_draft_dump(const struct qw_policy_draft *draft, struct qw_buffer *buffer);

/* quaywarden's own files and folders, absolute, clean, each once. */
struct qw_policy_own {
    const char **paths;
    size_t n_paths;
};

/* Those of OPTIONS (may be NULL) and the files of CHAIN with their folders. */
QW_MUST_USE enum qw_err qw_policy_own_collect(struct qw_arena *arena,
                                              const struct qw_policy_options *options,
                                              const struct qw_policy_chain *chain,
                                              struct qw_policy_own *ret_own);

/* PATH from the root on, without ".", ".." and empty parts; NULL when memory is short. */
const char *qw_policy_path_clean(struct qw_arena *arena, const char *path);

/* Adds what is true of this machine alone: the numbers of denied groups, quaywarden's own paths. */
QW_MUST_USE enum qw_err qw_policy_amend(struct qw_arena *arena, const struct qw_policy_own *own,
                                        struct qw_policy_draft *draft, struct qw_diag *diag);

/* The number of a group of this host.  QW_ERR_NOT_FOUND for a name that it does not know. */
QW_MUST_USE enum qw_err qw_policy_group_number(struct qw_arena *arena, const char *name,
                                               unsigned long *ret_number);

/* Reads, merges and keeps a policy whose first source is FIRST.  ARENA is scratch. */
QW_MUST_USE enum qw_err qw_policy_compile(struct qw_arena *arena,
                                          const struct qw_policy_source *first,
                                          const struct qw_policy_options *options,
                                          struct qw_policy **ret_policy, struct qw_diag *diag);

#endif
