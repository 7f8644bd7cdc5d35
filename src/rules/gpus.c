/* Requests for GPUs.  A request without a driver goes to the one that serves its capabilities:
 * nvidia for `gpu`.  The driver joins the ids with commas, so that one id can name several. */
#include <string.h>

#include "gpus.h"

#include "qw/word.h"
enum { ALL_GPUS = -1 };

struct gpu_limits {
    const struct qw_setting *ids; /* empty: any */
    int64_t max;                  /* 0: no maximum */
};

static struct gpu_limits limits_of(const struct qw_settings *settings)
{
    return (struct gpu_limits){
        .ids = &settings->values[QW_SETTING_DEVICES_GPU_IDS],
        .max = settings->values[QW_SETTING_DEVICES_GPU_MAX].number,
    };
}

static const char *driver_of(const struct qw_device_request *request)
{
    if (*request->driver)
        return request->driver;
    return request->asks_for_gpu ? "nvidia" : "";
}

static bool is_cdi(const struct qw_device_request *request)
{
    return strcmp(request->driver, "cdi") == 0;
}

static struct qw_finding finding_at(const struct qw_json *at, const char *value)
{
    return (struct qw_finding){
        .at = at,
        .value = value,
        .docker = "drop --gpus, or ask for less",
        .compose = "drop the device reservation, or ask for less",
        .remedies = {{.kind = QW_REMEDY_DROP, .at = at}},
    };
}

static void judge_driver(const struct qw_device_request *request,
                         const struct qw_settings *settings, struct qw_findings *findings)
{
    const char *driver = driver_of(request);
    const struct qw_finding finding = finding_at(request->at, driver);

    if (!request->asks_for_gpu && !is_cdi(request)) {
        qw_finding_add(findings, &finding,
                       "asks for no GPU, and what else the driver would hand out is not judged.");
        return;
    }
    if (!qw_setting_has_word(settings, QW_SETTING_DEVICES_GPU_DRIVERS, driver))
        qw_finding_add(findings, &finding,
                       "asks the device driver %s, which is not on the policy's list: it hands "
                       "out devices, and some mount files of the host as well.",
                       qw_findings_show(findings, driver));
}

static void judge_options(const struct qw_device_request *request, struct qw_findings *findings)
{
    const struct qw_finding finding = finding_at(request->at, NULL);

    if (request->options.n_items > 0)
        qw_finding_add(findings, &finding,
                       "gives options to the device driver, and what they do is not judged.");
}

static bool is_listed(const struct qw_setting *ids, struct qw_bytes id)
{
    for (size_t i = 0; i < ids->n_words; i++) {
        if (qw_word_equal(id, ids->words[i]))
            return true;
    }
    return false;
}

static void judge_id(const struct qw_text *text, const struct qw_device_request *request,
                     const struct gpu_limits *limits, struct qw_findings *findings)
{
    const struct qw_finding finding = finding_at(request->at, text->value);
    const char *rest = text->value;
    struct qw_bytes id;

    while (qw_word_next_option(&rest, &id)) {
        if (is_listed(limits->ids, id))
            continue;
        qw_finding_add(findings, &finding,
                       "asks for the GPU %s, which is not on the policy's list.",
                       qw_findings_show(findings, text->value));
        return;
    }
}

/* The vendors' drivers pass an id with an equals sign or a slash on as the name of a CDI device, of
 * any vendor and class (moby, daemon/devices_nvidia_linux.go from 29.2). */
static void judge_cdi_names(const struct qw_device_request *request,
                            const struct qw_settings *settings, struct qw_findings *findings)
{
    if (is_cdi(request) || qw_setting_has_word(settings, QW_SETTING_DEVICES_GPU_DRIVERS, "cdi"))
        return;
    for (size_t i = 0; i < request->ids.n_items; i++) {
        const struct qw_text *id = &request->ids.items[i];
        const struct qw_finding finding = finding_at(request->at, id->value);

        if (strpbrk(id->value, "=/") != NULL)
            qw_finding_add(findings, &finding,
                           "asks for the CDI device %s, whose specification can bring in any file "
                           "and device of the host.",
                           qw_findings_show(findings, id->value));
    }
}

static void judge_ids(const struct qw_device_request *request, const struct gpu_limits *limits,
                      struct qw_findings *findings)
{
    const struct qw_finding finding = finding_at(request->at, NULL);

    if (limits->ids->n_words == 0)
        return;
    for (size_t i = 0; i < request->ids.n_items; i++)
        judge_id(&request->ids.items[i], request, limits, findings);
    if (request->count != 0 || request->ids.n_items == 0)
        qw_finding_add(findings, &finding,
                       "asks for a number of GPUs, and the policy gives them out by id only.");
}

/* How many GPUs the ids name; ALL_GPUS when one of them means every one. */
static int64_t count_ids(const struct qw_texts *ids)
{
    int64_t count = 0;

    for (size_t i = 0; i < ids->n_items; i++) {
        const char *rest = ids->items[i].value;
        struct qw_bytes id;

        while (qw_word_next_option(&rest, &id)) {
            if (qw_word_equal(id, "all"))
                return ALL_GPUS;
            count++;
        }
    }
    return count;
}

/* Several requests add up.  RET_TOTAL stays at or under the maximum, so that it cannot overflow. */
static void judge_count(const struct qw_device_request *request, const struct gpu_limits *limits,
                        int64_t *total, struct qw_findings *findings)
{
    const struct qw_finding finding = finding_at(request->at, NULL);
    const int64_t by_id = count_ids(&request->ids);

    if (limits->max <= 0)
        return;
    if (request->count < 0 || by_id < 0) {
        qw_finding_add(findings, &finding, "asks for all GPUs; the policy's maximum is %lld.",
                       (long long)limits->max);
        return;
    }

    const int64_t room = limits->max - *total;
    const int64_t wanted = request->count > by_id ? request->count : by_id;

    if (wanted > room) {
        qw_finding_add(findings, &finding,
                       "asks for %lld GPUs beside %lld of other requests; the policy's maximum is "
                       "%lld.",
                       (long long)wanted, (long long)*total, (long long)limits->max);
        return;
    }
    *total += wanted;
}

/* A variable by its name, or a mount by its place in the container. */
static struct qw_finding finding_on_ask(const struct qw_text *ask, struct qw_findings *findings)
{
    const char *shown = qw_findings_show(findings, ask->value);
    struct qw_finding finding = finding_at(ask->at, NULL);

    if (*ask->value == '/') {
        finding.docker = qw_findings_format(findings, "drop the -v or --mount at %s", shown);
        finding.compose = qw_findings_format(findings, "remove %s from volumes:", shown);
        return finding;
    }
    finding.docker = qw_findings_format(findings, "drop -e %s", shown);
    finding.compose = qw_findings_format(findings, "remove %s from environment:", shown);
    return finding;
}

static void judge_asks(const struct qw_texts *asks, const char *objection,
                       struct qw_findings *findings)
{
    for (size_t i = 0; i < asks->n_items; i++) {
        const struct qw_finding finding = finding_on_ask(&asks->items[i], findings);

        qw_finding_add(findings, &finding,
                       "holds %s, a request for devices to the NVIDIA runtime%s.",
                       qw_findings_show(findings, asks->items[i].value), objection);
    }
}

/* The NVIDIA runtime takes these for requests of its own.  Which GPUs they name is never looked at,
 * so that they pass only where any would. */
static void judge_nvidia(const struct qw_devices *devices, const struct gpu_limits *limits,
                         const struct qw_settings *settings, struct qw_findings *findings)
{
    if (!qw_setting_has_word(settings, QW_SETTING_DEVICES_GPU_DRIVERS, "nvidia"))
        judge_asks(&devices->nvidia_env, ", which is not on the policy's list", findings);
    else if (limits->ids->n_words > 0 || limits->max > 0)
        judge_asks(&devices->nvidia_env, " past the policy's limits: use --gpus", findings);
    else if (!qw_setting_has_word(settings, QW_SETTING_DEVICES_GPU_DRIVERS, "cdi"))
        judge_asks(&devices->nvidia_cdi,
                   " by CDI name, whose specification can bring in any file and device of the host",
                   findings);
}

/* A container holds its image's variables too, and most images for GPUs set some: they count where
 * the runtime reads them.  An engine that is not known may have any runtime for its default. */
static bool reads_variables(const struct qw_workload *workload)
{
    static const char *const deaf[] = {"runc", "io.containerd.runc.v2"};
    const struct qw_engine_facts *engine = &workload->facts->engine;
    const char *runtime = workload->runtime.value;

    if (workload->kind != QW_WORKLOAD_CONTAINER)
        return true;
    if (*runtime == '\0' && engine->fact.state == QW_FACT_KNOWN && engine->default_runtime != NULL)
        runtime = engine->default_runtime;
    for (size_t i = 0; i < sizeof deaf / sizeof deaf[0]; i++) {
        if (strcmp(runtime, deaf[i]) == 0)
            return false;
    }
    return true;
}

void qw_gpus_judge(const struct qw_workload *workload, const struct qw_settings *settings,
                   struct qw_findings *findings)
{
    const struct qw_devices *devices = &workload->devices;
    const struct gpu_limits limits = limits_of(settings);
    int64_t total = 0;

    for (size_t i = 0; i < devices->n_requests; i++) {
        const struct qw_device_request *request = &devices->requests[i];

        judge_driver(request, settings, findings);
        judge_options(request, findings);
        judge_cdi_names(request, settings, findings);
        judge_ids(request, &limits, findings);
        judge_count(request, &limits, &total, findings);
    }
    if (reads_variables(workload))
        judge_nvidia(devices, &limits, settings, findings);
}
