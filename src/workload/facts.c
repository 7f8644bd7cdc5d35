#include "qw/facts.h"

#include <string.h>

const struct qw_volume_facts *qw_facts_volume(const struct qw_facts *facts, const char *name)
{
    for (size_t i = 0; i < facts->n_volumes; i++) {
        if (strcmp(facts->volumes[i].name, name) == 0)
            return &facts->volumes[i];
    }
    return NULL;
}

const struct qw_other_container *qw_facts_other(const struct qw_facts *facts, const char *name)
{
    for (size_t i = 0; i < facts->n_others; i++) {
        if (strcmp(facts->others[i].name, name) == 0)
            return &facts->others[i];
    }
    return NULL;
}

const struct qw_path_facts *qw_facts_path(const struct qw_facts *facts, const char *path)
{
    for (size_t i = 0; i < facts->n_paths; i++) {
        if (strcmp(facts->paths[i].path, path) == 0)
            return &facts->paths[i];
    }
    return NULL;
}

const struct qw_target_facts *qw_facts_target(const struct qw_facts *facts, const char *target)
{
    for (size_t i = 0; i < facts->n_targets; i++) {
        if (strcmp(facts->targets[i].target, target) == 0)
            return &facts->targets[i];
    }
    return NULL;
}

const struct qw_fact *qw_facts_path_fact(const struct qw_facts *facts, const char *path)
{
    static const struct qw_fact unasked = {.state = QW_FACT_UNASKED};
    static const struct qw_fact missed = {.state = QW_FACT_FAILED,
                                          .why = "nobody has looked where that path leads"};
    const struct qw_path_facts *known = qw_facts_path(facts, path);

    if (known != NULL)
        return &known->fact;
    return facts->is_resolved ? &missed : &unasked;
}
