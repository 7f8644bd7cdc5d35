/* Bodies of container, exec and volume creation: api/types/container/config.go, exec*.go and
 * api/types/volume @ v20.10.24 to HEAD; MacAddress up to 28, Detach of an exec up to 28. */
#include "engine_priv.h"

static const struct qw_field health_fields[] = {
    {"Interval", QW_FIELD_INTEGER, 0, NULL},      {"Retries", QW_FIELD_INTEGER, 0, NULL},
    {"StartInterval", QW_FIELD_INTEGER, 0, NULL}, {"StartPeriod", QW_FIELD_INTEGER, 0, NULL},
    {"Test", QW_FIELD_STRINGS, 0, NULL},          {"Timeout", QW_FIELD_INTEGER, 0, NULL},
};

const struct qw_schema qw_schema_health = QW_SCHEMA("HealthConfig", health_fields);

/* struct{}: of Volumes and ExposedPorts only the keys count. */
const struct qw_schema qw_schema_empty = {.name = "struct{}", .fields = NULL, .n_fields = 0};

/* Config with its two siblings.  An Entrypoint of [] clears the image's (engine.md 6). */
static const struct qw_field create_fields[] = {
    {"ArgsEscaped", QW_FIELD_BOOL, 0, NULL},
    {"AttachStderr", QW_FIELD_BOOL, 0, NULL},
    {"AttachStdin", QW_FIELD_BOOL, 0, NULL},
    {"AttachStdout", QW_FIELD_BOOL, 0, NULL},
    {"Cmd", QW_FIELD_STRING_OR_STRINGS, 0, NULL},
    {"Domainname", QW_FIELD_STRING, 0, NULL},
    {"Entrypoint", QW_FIELD_STRING_OR_STRINGS, QW_FIELD_EMPTY_MEANS, NULL},
    {"Env", QW_FIELD_STRINGS, 0, NULL},
    {"ExposedPorts", QW_FIELD_MAP_OF_STRUCTS, 0, &qw_schema_empty},
    {"Healthcheck", QW_FIELD_STRUCT, 0, &qw_schema_health},
    {"HostConfig", QW_FIELD_STRUCT, 0, &qw_schema_host_config},
    {"Hostname", QW_FIELD_STRING, 0, NULL},
    {"Image", QW_FIELD_STRING, 0, NULL},
    {"Labels", QW_FIELD_MAP_OF_STRINGS, 0, NULL},
    {"MacAddress", QW_FIELD_STRING, 0, NULL},
    {"NetworkDisabled", QW_FIELD_BOOL, 0, NULL},
    {"NetworkingConfig", QW_FIELD_STRUCT, 0, &qw_schema_networking},
    {"OnBuild", QW_FIELD_STRINGS, 0, NULL},
    {"OpenStdin", QW_FIELD_BOOL, 0, NULL},
    {"Shell", QW_FIELD_STRING_OR_STRINGS, 0, NULL},
    {"StdinOnce", QW_FIELD_BOOL, 0, NULL},
    {"StopSignal", QW_FIELD_STRING, 0, NULL},
    {"StopTimeout", QW_FIELD_INTEGER, 0, NULL},
    {"Tty", QW_FIELD_BOOL, 0, NULL},
    {"User", QW_FIELD_STRING, 0, NULL},
    {"Volumes", QW_FIELD_MAP_OF_STRUCTS, 0, &qw_schema_empty},
    {"WorkingDir", QW_FIELD_STRING, 0, NULL},
};

const struct qw_schema qw_schema_create = QW_SCHEMA("container create", create_fields);

/* A commit takes the same Config; the siblings that it ignores do no harm there. */
const struct qw_schema qw_schema_commit = QW_SCHEMA("commit", create_fields);

static const struct qw_field exec_create_fields[] = {
    {"AttachStderr", QW_FIELD_BOOL, 0, NULL},    {"AttachStdin", QW_FIELD_BOOL, 0, NULL},
    {"AttachStdout", QW_FIELD_BOOL, 0, NULL},    {"Cmd", QW_FIELD_STRINGS, 0, NULL},
    {"ConsoleSize", QW_FIELD_INTEGERS, 0, NULL}, {"Detach", QW_FIELD_BOOL, 0, NULL},
    {"DetachKeys", QW_FIELD_STRING, 0, NULL},    {"Env", QW_FIELD_STRINGS, 0, NULL},
    {"Privileged", QW_FIELD_BOOL, 0, NULL},      {"Tty", QW_FIELD_BOOL, 0, NULL},
    {"User", QW_FIELD_STRING, 0, NULL},          {"WorkingDir", QW_FIELD_STRING, 0, NULL},
};

const struct qw_schema qw_schema_exec_create = QW_SCHEMA("exec create", exec_create_fields);

/* A cluster volume is made whenever ClusterVolumeSpec is not null. */
static const struct qw_field volume_create_fields[] = {
    {"ClusterVolumeSpec", QW_FIELD_ANY, QW_FIELD_EMPTY_MEANS, NULL},
    {"Driver", QW_FIELD_STRING, 0, NULL},
    {"DriverOpts", QW_FIELD_MAP_OF_STRINGS, 0, NULL},
    {"Labels", QW_FIELD_MAP_OF_STRINGS, 0, NULL},
    {"Name", QW_FIELD_STRING, 0, NULL},
};

const struct qw_schema qw_schema_volume_create = QW_SCHEMA("volume create", volume_create_fields);
