/* References to images, as the engine completes them. */
#ifndef QW_RULES_IMAGE_NAME_H
#define QW_RULES_IMAGE_NAME_H

#include "qw/rules.h"

struct qw_image_name {
    const char *full;       /* "docker.io/library/nginx:latest", "quay.io/app@sha256:..." */
    const char *repository; /* "docker.io/library/nginx" */
    const char *tag;        /* "latest" when none is written; "" beside a digest */
    bool has_digest;
    bool is_id; /* "sha256:...": the image itself, of no repository */
};

/* REFERENCE as written.  Never fails: see qw_findings_format(). */
struct qw_image_name qw_image_name_of(struct qw_findings *findings, const char *reference);

/* The length of the repository in REFERENCE or in a pattern for one: up to a tag or digest. */
size_t qw_image_repository_len(const char *reference);

#endif
