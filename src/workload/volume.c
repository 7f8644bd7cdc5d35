#include "workload_priv.h"

struct qw_volume qw_workload_read_volume(struct qw_reader *reader, const struct qw_json *body)
{
    struct qw_volume volume = {0};

    volume.driver = qw_reader_text(reader, qw_json_get(body, "Driver"));
    volume.options = qw_reader_pairs(reader, qw_json_get(body, "DriverOpts"));
    volume.cluster_spec = qw_reader_object(reader, qw_json_get(body, "ClusterVolumeSpec"));
    return volume;
}

void qw_workload_read_volume_body(struct qw_reader *reader, const struct qw_operation *operation,
                                  struct qw_workload *workload)
{
    workload->volume = qw_workload_read_volume(reader, qw_reader_object(reader, operation->body));
}
