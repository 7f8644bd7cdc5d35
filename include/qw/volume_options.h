/* What the options of a volume say, as the engine's local driver reads them. */
#ifndef QW_VOLUME_OPTIONS_H
#define QW_VOLUME_OPTIONS_H

#include <stdbool.h>

#include "qw/workload_values.h"

/* The value of an option, "" when it is not given.  Keys compare exactly. */
const char *qw_volume_option(const struct qw_pairs *options, const char *name);

/* True when the mount options hold bind or rbind: then the kernel ignores `type`, and `device` is a
 * path of the host. */
bool qw_volume_is_bind(const struct qw_pairs *options);

/* True for the driver that mounts by options itself; an empty name, or NULL, is the default, local.
 */
bool qw_volume_driver_is_local(const char *driver);

/* True for a name as the engine makes one up for a volume that has none: 64 hexadecimal digits. */
bool qw_volume_name_is_made_up(const char *name);

/* The path of the host that a volume of DRIVER with OPTIONS is, as it was given; NULL for a volume
 * that is none. */
const char *qw_volume_host_path(const char *driver, const struct qw_pairs *options);

#endif
