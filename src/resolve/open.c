/* The questions that are under way: the engine asks quaywarden back about each of them, and no
 * others are its own. */
#include <string.h>

#include "resolve_priv.h"

void resolve_open_init(struct resolve_open *open)
{
    (void)pthread_mutex_init(&open->lock, NULL);
}

void resolve_open_done(struct resolve_open *open)
{
    (void)pthread_mutex_destroy(&open->lock);
}

void resolve_open_add(struct resolve_open *open, struct resolve_question *question)
{
    (void)pthread_mutex_lock(&open->lock);
    question->next = open->first;
    open->first = question;
    (void)pthread_mutex_unlock(&open->lock);
}

void resolve_open_remove(struct resolve_open *open, const struct resolve_question *question)
{
    struct resolve_question **link = &open->first;

    (void)pthread_mutex_lock(&open->lock);
    while (*link != NULL && *link != question)
        link = &(*link)->next;
    if (*link != NULL)
        *link = question->next;
    (void)pthread_mutex_unlock(&open->lock);
}

static bool is_question(const struct resolve_question *question, const char *method,
                        const char *uri)
{
    return strcmp(method, question->is_head ? "HEAD" : "GET") == 0 &&
           strcmp(uri, question->path) == 0;
}

bool qw_resolver_asks(struct qw_resolver *resolver, const char *method, const char *uri)
{
    const struct resolve_question *question;
    struct resolve_open *open;

    if (!qw_resolver_has_engine(resolver))
        return false;
    open = &resolver->open;
    (void)pthread_mutex_lock(&open->lock);
    question = open->first;
    while (question != NULL && !is_question(question, method, uri))
        question = question->next;
    (void)pthread_mutex_unlock(&open->lock);
    return question != NULL;
}
