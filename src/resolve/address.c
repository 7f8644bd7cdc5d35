#include <string.h>

#include "place.h"

const char *resolve_address_path(const char *engine)
{
    static const char scheme[] = "unix:";
    const char *path = engine + strlen(scheme);

    if (strncmp(engine, scheme, strlen(scheme)) != 0)
        return NULL;
    if (strncmp(path, "//", 2) == 0)
        path += 2;
    /* "unix://run/docker.sock" would be a host called run. */
    return path[0] == '/' && path[1] != '/' && path[1] != '\0' ? path : NULL;
}
