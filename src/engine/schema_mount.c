/* HostConfig.Mounts: api/types/mount/mount.go @ v20.10.24 to HEAD. */
#include "engine_priv.h"

static const struct qw_field driver_config_fields[] = {
    {"Name", QW_FIELD_STRING, 0, NULL},
    {"Options", QW_FIELD_MAP_OF_STRINGS, 0, NULL},
};

static const struct qw_schema driver_config = QW_SCHEMA("Driver", driver_config_fields);

static const struct qw_field bind_options_fields[] = {
    {"CreateMountpoint", QW_FIELD_BOOL, 0, NULL},
    {"NonRecursive", QW_FIELD_BOOL, 0, NULL},
    {"Propagation", QW_FIELD_STRING, 0, NULL},
    {"ReadOnlyForceRecursive", QW_FIELD_BOOL, 0, NULL},
    {"ReadOnlyNonRecursive", QW_FIELD_BOOL, 0, NULL},
};

static const struct qw_schema bind_options = QW_SCHEMA("BindOptions", bind_options_fields);

static const struct qw_field volume_options_fields[] = {
    {"DriverConfig", QW_FIELD_STRUCT, 0, &driver_config},
    {"Labels", QW_FIELD_MAP_OF_STRINGS, 0, NULL},
    {"NoCopy", QW_FIELD_BOOL, 0, NULL},
    {"Subpath", QW_FIELD_STRING, 0, NULL},
};

static const struct qw_schema volume_options = QW_SCHEMA("VolumeOptions", volume_options_fields);

static const struct qw_field image_options_fields[] = {
    {"Subpath", QW_FIELD_STRING, 0, NULL},
};

static const struct qw_schema image_options = QW_SCHEMA("ImageOptions", image_options_fields);

static const struct qw_field tmpfs_options_fields[] = {
    {"Mode", QW_FIELD_INTEGER, 0, NULL},
    {"Options", QW_FIELD_LIST_OF_STRINGS, 0, NULL},
    {"SizeBytes", QW_FIELD_INTEGER, 0, NULL},
};

static const struct qw_schema tmpfs_options = QW_SCHEMA("TmpfsOptions", tmpfs_options_fields);

static const struct qw_field mount_fields[] = {
    {"BindOptions", QW_FIELD_STRUCT, 0, &bind_options},
    {"ClusterOptions", QW_FIELD_STRUCT, 0, &qw_schema_empty},
    {"Consistency", QW_FIELD_STRING, 0, NULL},
    {"ImageOptions", QW_FIELD_STRUCT, 0, &image_options},
    {"ReadOnly", QW_FIELD_BOOL, 0, NULL},
    {"Source", QW_FIELD_STRING, 0, NULL},
    {"Target", QW_FIELD_STRING, 0, NULL},
    {"TmpfsOptions", QW_FIELD_STRUCT, 0, &tmpfs_options},
    {"Type", QW_FIELD_STRING, 0, NULL},
    {"VolumeOptions", QW_FIELD_STRUCT, 0, &volume_options},
};

const struct qw_schema qw_schema_mount = QW_SCHEMA("Mount", mount_fields);
