/* The audit log as anybody can read it. */
#ifndef FAULTS_RECORDS_H
#define FAULTS_RECORDS_H

#include <stddef.h>
#include <sys/types.h>

struct records {
    size_t n_allow;
    size_t n_deny;
    size_t n_bad;  /* neither records nor torn ones */
    size_t n_gaps; /* whose number is not the one behind the last */
    long long last_seq;
};

/* Where the log ended, and with which number. */
struct mark {
    off_t size;
    long long seq;
};

/* The whole lines of the file at PATH that stand behind FROM. */
struct records records_since(const char *path, struct mark from);

#endif
