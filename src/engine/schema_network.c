/* Networks and endpoints: api/types/network @ v20.10.24 to HEAD, CheckDuplicate up to 28. */
#include "engine_priv.h"

static const struct qw_field endpoint_ipam_fields[] = {
    {"IPv4Address", QW_FIELD_STRING, 0, NULL},
    {"IPv6Address", QW_FIELD_STRING, 0, NULL},
    {"LinkLocalIPs", QW_FIELD_STRINGS, 0, NULL},
};

static const struct qw_schema endpoint_ipam = QW_SCHEMA("EndpointIPAMConfig", endpoint_ipam_fields);

static const struct qw_field endpoint_fields[] = {
    {"Aliases", QW_FIELD_STRINGS, 0, NULL},
    {"DNSNames", QW_FIELD_STRINGS, 0, NULL},
    {"DriverOpts", QW_FIELD_MAP_OF_STRINGS, 0, NULL},
    {"EndpointID", QW_FIELD_STRING, 0, NULL},
    {"Gateway", QW_FIELD_STRING, 0, NULL},
    {"GlobalIPv6Address", QW_FIELD_STRING, 0, NULL},
    {"GlobalIPv6PrefixLen", QW_FIELD_INTEGER, 0, NULL},
    {"GwPriority", QW_FIELD_INTEGER, 0, NULL},
    {"IPAddress", QW_FIELD_STRING, 0, NULL},
    {"IPAMConfig", QW_FIELD_STRUCT, 0, &endpoint_ipam},
    {"IPPrefixLen", QW_FIELD_INTEGER, 0, NULL},
    {"IPv6Gateway", QW_FIELD_STRING, 0, NULL},
    {"Links", QW_FIELD_STRINGS, 0, NULL},
    {"MacAddress", QW_FIELD_STRING, 0, NULL},
    {"NetworkID", QW_FIELD_STRING, 0, NULL},
};

const struct qw_schema qw_schema_endpoint = QW_SCHEMA("EndpointSettings", endpoint_fields);

static const struct qw_field networking_fields[] = {
    {"EndpointsConfig", QW_FIELD_MAP_OF_STRUCTS, 0, &qw_schema_endpoint},
};

const struct qw_schema qw_schema_networking = QW_SCHEMA("NetworkingConfig", networking_fields);

static const struct qw_field ipam_config_fields[] = {
    {"AuxiliaryAddresses", QW_FIELD_MAP_OF_STRINGS, 0, NULL},
    {"Gateway", QW_FIELD_STRING, 0, NULL},
    {"IPRange", QW_FIELD_STRING, 0, NULL},
    {"Subnet", QW_FIELD_STRING, 0, NULL},
};

static const struct qw_schema ipam_config = QW_SCHEMA("IPAMConfig", ipam_config_fields);

static const struct qw_field ipam_fields[] = {
    {"Config", QW_FIELD_STRUCTS, 0, &ipam_config},
    {"Driver", QW_FIELD_STRING, 0, NULL},
    {"Options", QW_FIELD_MAP_OF_STRINGS, 0, NULL},
};

static const struct qw_schema ipam = QW_SCHEMA("IPAM", ipam_fields);

static const struct qw_field config_reference_fields[] = {
    {"Network", QW_FIELD_STRING, 0, NULL},
};

static const struct qw_schema config_reference =
    QW_SCHEMA("ConfigReference", config_reference_fields);

static const struct qw_field network_create_fields[] = {
    {"Attachable", QW_FIELD_BOOL, 0, NULL},
    {"CheckDuplicate", QW_FIELD_BOOL, 0, NULL},
    {"ConfigFrom", QW_FIELD_STRUCT, 0, &config_reference},
    {"ConfigOnly", QW_FIELD_BOOL, 0, NULL},
    {"Driver", QW_FIELD_STRING, 0, NULL},
    {"EnableIPv4", QW_FIELD_BOOL, 0, NULL},
    {"EnableIPv6", QW_FIELD_BOOL, 0, NULL},
    {"Ingress", QW_FIELD_BOOL, 0, NULL},
    {"Internal", QW_FIELD_BOOL, 0, NULL},
    {"IPAM", QW_FIELD_STRUCT, 0, &ipam},
    {"Labels", QW_FIELD_MAP_OF_STRINGS, 0, NULL},
    {"Name", QW_FIELD_STRING, 0, NULL},
    {"Options", QW_FIELD_MAP_OF_STRINGS, 0, NULL},
    {"Scope", QW_FIELD_STRING, 0, NULL},
};

const struct qw_schema qw_schema_network_create =
    QW_SCHEMA("network create", network_create_fields);

static const struct qw_field network_connect_fields[] = {
    {"Container", QW_FIELD_STRING, 0, NULL},
    {"EndpointConfig", QW_FIELD_STRUCT, 0, &qw_schema_endpoint},
};

const struct qw_schema qw_schema_network_connect =
    QW_SCHEMA("network connect", network_connect_fields);
