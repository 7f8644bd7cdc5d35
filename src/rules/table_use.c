/* The half of the rule table that is about the use of the host and about images; see table.c. */
#include "table.h"

const struct qw_rule qw_rules_of_use[QW_RULE_COUNT] = {
    [QW_RULE_HOST_INTERFACE] =
        {
            IDENTITY(HOST_INTERFACE),
            .title = "Ports are published on chosen interfaces",
            .why = "A port on every interface is open to every network that the host is in, and "
                   "past the host's own firewall rules.",
            .docker = "give an address: -p 127.0.0.1:8080:80",
            .compose = "give an address: \"127.0.0.1:8080:80\"",
            .cis = "5.14 5.9",
            .pss = "",
            .applies = CREATE | CONTAINER | SERVICE,
            .judge = qw_rule_host_interface,
        },
    [QW_RULE_MEMORY_LIMIT] =
        {
            IDENTITY(MEMORY_LIMIT),
            .title = "Memory is limited",
            .why = "A container without a limit can take all memory, and the kernel then ends "
                   "other services of the host.",
            .docker = "add --memory 512m",
            .compose = "add mem_limit: 512m",
            .cis = "5.11",
            .pss = "",
            .applies = CREATE | CONTAINER | SERVICE | UPDATE,
            .judge = qw_rule_memory_limit,
        },
    [QW_RULE_CPU_LIMIT] =
        {
            IDENTITY(CPU_LIMIT),
            .title = "CPUs are limited",
            .why = "A container without a limit can keep every CPU busy, so that nothing else on "
                   "the host gets on.",
            .docker = "add --cpus 1",
            .compose = "add cpus: 1",
            .cis = "5.12",
            .pss = "",
            .applies = CREATE | CONTAINER | SERVICE | UPDATE,
            .judge = qw_rule_cpu_limit,
        },
    [QW_RULE_PIDS_LIMIT] =
        {
            IDENTITY(PIDS_LIMIT),
            .title = "Processes are limited",
            .why = "A container without a limit can start processes until the host can start none.",
            .docker = "add --pids-limit 200",
            .compose = "add pids_limit: 200",
            .cis = "5.29",
            .pss = "",
            .applies = CREATE | CONTAINER | SERVICE | UPDATE,
            .judge = qw_rule_pids_limit,
        },
    [QW_RULE_ULIMITS] =
        {
            IDENTITY(ULIMITS),
            .title = "Ulimits stay under the maximum",
            .why = "Open files and processes are counted by the kernel for the whole host.",
            .docker = "drop --ulimit, or give less",
            .compose = "drop ulimits, or give less",
            .cis = "5.19",
            .pss = "",
            .applies = CREATE | CONTAINER | SERVICE,
            .judge = qw_rule_ulimits,
        },
    [QW_RULE_RESTART_POLICY] =
        {
            IDENTITY(RESTART_POLICY),
            .title = "Containers do not restart without end",
            .why = "A container that starts again for ever hides its failure and outlives the look "
                   "of whoever started it.",
            .docker = "drop --restart, or use --restart on-failure:5",
            .compose = "drop restart, or use restart: on-failure:5",
            .cis = "5.15",
            .pss = "",
            .applies = CREATE | CONTAINER | SERVICE | UPDATE,
            .judge = qw_rule_restart_policy,
        },
    [QW_RULE_HEALTHCHECK] =
        {
            IDENTITY(HEALTHCHECK),
            .title = "Something tells that a container is well",
            .why = "Without a health check a container that hangs counts as one that runs.",
            .docker = "add --health-cmd with a command that fails when the service does",
            .compose = "add healthcheck: with a test: that fails when the service does",
            .cis = "5.27 4.6",
            .pss = "",
            .applies = CREATE | CONTAINER | SERVICE,
            .needs = QW_NEED_IMAGE,
            .judge = qw_rule_healthcheck,
        },
    [QW_RULE_DEFAULT_NETWORK] =
        {
            IDENTITY(DEFAULT_NETWORK),
            .title = "Containers do not share the default bridge",
            .why = "On the default bridge every container reaches every other one, whoever started "
                   "it.",
            .docker = "make a network and join it: --network NAME",
            .compose = "make a network and join it: networks: [NAME]",
            .cis = "5.30",
            .pss = "",
            .applies = CREATE | CONTAINER,
            .judge = qw_rule_default_network,
        },
    [QW_RULE_IMAGE_REFERENCE] =
        {
            IDENTITY(IMAGE_REFERENCE),
            .title = "Only allowed images are used, by names that stay what they are",
            .why = "An image is a program that somebody else wrote, and a tag such as latest names "
                   "another one tomorrow.",
            .docker = "name an allowed image with its version or digest",
            .compose = "name an allowed image with its version or digest",
            .cis = "4.2 4.5 5.28",
            .pss = "",
            .applies = CREATE | CONTAINER | SERVICE,
            .needs = QW_NEED_IMAGE,
            .judge = qw_rule_image_reference,
        },
    [QW_RULE_IMAGE_CONTENT] =
        {
            IDENTITY(IMAGE_CONTENT),
            .title = "Images hold no secrets, no root and no tools to build with",
            .why = "What is in an image is read by everybody who can pull it and used by whoever "
                   "breaks in.",
            .docker =
                "use an image built in stages, with a USER, that gets its secrets when it runs",
            .compose =
                "use an image built in stages, with a USER, that gets its secrets when it runs",
            .cis = "4.1 4.9 4.10",
            .pss = "",
            .applies = CREATE | CONTAINER | SERVICE,
            .needs = QW_NEED_IMAGE | QW_NEED_HISTORY,
            .judge = qw_rule_image_content,
        },
    [QW_RULE_REQUIRED_LABELS] =
        {
            IDENTITY(REQUIRED_LABELS),
            .title = "Containers carry the labels that the policy asks for",
            .why = "Labels tell whom to ask about a container, and what it is for.",
            .docker = "add --label KEY=VALUE",
            .compose = "add labels: with KEY: VALUE",
            .cis = "",
            .pss = "",
            .applies = CREATE | CONTAINER | SERVICE,
            .needs = QW_NEED_IMAGE,
            .judge = qw_rule_required_labels,
        },
};
