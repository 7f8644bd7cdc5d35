/* distribution/reference, normalize.go: docker.io and library/ are added, and the tag latest. */
#include "image_name.h"

#include <string.h>

#include "rules_priv.h"

static const char id_prefix[] = "sha256:";

size_t qw_image_repository_len(const char *reference)
{
    const char *slash = strrchr(reference, '/');
    const char *last = slash ? slash + 1 : reference;
    const size_t up_to_digest = strcspn(reference, "@");

    /* a slash behind the digest is none of a reference */
    if (up_to_digest < (size_t)(last - reference))
        return up_to_digest;
    return (size_t)(last - reference) + strcspn(last, ":@");
}

/* The part before the first slash is a registry when it looks like a host. */
static bool has_registry(const char *name)
{
    const size_t len = strcspn(name, "/");

    if (name[len] != '/')
        return false;
    if (len == strlen("localhost") && strncmp(name, "localhost", len) == 0)
        return true;
    for (size_t i = 0; i < len; i++) {
        if (name[i] == '.' || name[i] == ':' || (name[i] >= 'A' && name[i] <= 'Z'))
            return true;
    }
    return false;
}

static const char *repository_of(struct qw_findings *findings, const char *name)
{
    static const char old_hub[] = "index.docker.io/";

    if (strncmp(name, old_hub, strlen(old_hub)) == 0)
        name += strlen(old_hub);
    else if (has_registry(name) && strncmp(name, "docker.io/", strlen("docker.io/")) != 0)
        return name;
    if (strncmp(name, "docker.io/", strlen("docker.io/")) == 0)
        name += strlen("docker.io/");
    return qw_findings_format(findings, "docker.io/%s%s", strchr(name, '/') ? "" : "library/",
                              name);
}

struct qw_image_name qw_image_name_of(struct qw_findings *findings, const char *reference)
{
    const size_t len = qw_image_repository_len(reference);
    const char *rest = reference + len;
    const char *digest = strchr(rest, '@');
    struct qw_image_name name = {.full = reference, .repository = "", .tag = ""};

    name.is_id = strncmp(reference, id_prefix, strlen(id_prefix)) == 0;
    if (name.is_id || *reference == '\0')
        return name;
    name.repository =
        repository_of(findings, qw_findings_format(findings, "%.*s", (int)len, reference));
    name.has_digest = digest != NULL;
    if (!name.has_digest)
        name.tag = *rest == ':' ? rest + 1 : "latest";
    name.full = name.has_digest || *rest == ':'
                    ? qw_findings_format(findings, "%s%s", name.repository, rest)
                    : qw_findings_format(findings, "%s:latest", name.repository);
    return name;
}
