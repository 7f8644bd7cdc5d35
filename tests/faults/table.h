/* Which calls fail, and how. */
#ifndef FAULTS_TABLE_H
#define FAULTS_TABLE_H

#include "inject.h"

struct fault_family {
    const char *name;
    const struct fault *faults;
    size_t n_faults;
};

/* While requests are answered. */
extern const struct fault_family fault_families[];
extern const size_t n_fault_families;

/* While the server starts. */
extern const struct fault_family fault_start;

#endif
