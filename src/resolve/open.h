/* The questions that are under way: the engine asks quaywarden back about each of them, and a
 * question about any file of a container is its own only then. */
#ifndef QW_RESOLVE_OPEN_H
#define QW_RESOLVE_OPEN_H

#include <pthread.h>
#include <stdbool.h>

struct resolve_question {
    const char *path; /* with its query, as it is sent */
    bool is_head;     /* else GET */
    struct resolve_question *next;
};

struct resolve_open {
    pthread_mutex_t lock;
    struct resolve_question *first;
};

void resolve_open_init(struct resolve_open *open);
void resolve_open_done(struct resolve_open *open);

/* QUESTION is borrowed until it is removed. */
void resolve_open_add(struct resolve_open *open, struct resolve_question *question);
void resolve_open_remove(struct resolve_open *open, const struct resolve_question *question);

#endif
