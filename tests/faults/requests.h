/* What is asked while calls fail, and the engine that is asked in turn. */
#ifndef FAULTS_REQUESTS_H
#define FAULTS_REQUESTS_H

#include "../unit/gate_engine_fixture.h"

struct request {
    const char *name;
    struct question question;
    const char *envelope; /* instead of the question: as it stands */
    bool is_response;     /* the envelope is of an AuthZRes */
    bool is_allowed;
    bool is_recorded;       /* when it is allowed; a denial always is */
    bool passes_unrecorded; /* when it is allowed and cannot be recorded */
};

/* The folder that the requests mount, and a policy file that allows its `data`. */
struct scene {
    char folder[32];
    const char *policy;
};

void scene_open(struct scene *scene);
void scene_close(const struct scene *scene);

/* Freed by the test. */
char *scene_envelope(const struct scene *scene, const struct request *request);

extern const struct request requests[];
extern const size_t n_requests;
extern const struct script engine_rows[];
extern const size_t n_engine_rows;

#endif
