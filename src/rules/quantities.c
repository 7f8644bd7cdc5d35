#include "quantities.h"

#include "rules_priv.h"

static const struct unit {
    int64_t size;
    const char *word;
    const char *letter;
} units[] = {
    {INT64_C(1) << 40, "TiB", "t"},
    {INT64_C(1) << 30, "GiB", "g"},
    {INT64_C(1) << 20, "MiB", "m"},
    {INT64_C(1) << 10, "KiB", "k"},
    {1, "bytes", "b"},
};

/* The largest unit that divides BYTES; the last one of size 1 always does. */
static const struct unit *unit_of(int64_t bytes)
{
    const struct unit *unit = units;

    while (bytes % unit->size != 0)
        unit++;
    return unit;
}

const char *qw_show_size(struct qw_findings *findings, int64_t bytes)
{
    const struct unit *unit = unit_of(bytes);

    return qw_findings_format(findings, "%lld %s", (long long)(bytes / unit->size), unit->word);
}

const char *qw_show_size_about(struct qw_findings *findings, int64_t bytes)
{
    const int64_t tenths_in_one = 10;
    const struct unit *unit = units;
    int64_t whole;
    int64_t tenths;

    while (bytes < unit->size && unit->size > 1)
        unit++;
    whole = bytes / unit->size;
    tenths = (bytes % unit->size * tenths_in_one + unit->size - 1) / unit->size;
    if (tenths == 0 || unit->size == 1)
        return qw_findings_format(findings, "%lld %s", (long long)whole, unit->word);
    whole += tenths / tenths_in_one;
    return qw_findings_format(findings, "%lld.%lld %s", (long long)whole,
                              (long long)(tenths % tenths_in_one), unit->word);
}

const char *qw_write_size(struct qw_findings *findings, int64_t bytes)
{
    const struct unit *unit = unit_of(bytes);

    return qw_findings_format(findings, "%lld%s", (long long)(bytes / unit->size), unit->letter);
}

const char *qw_write_cpus(struct qw_findings *findings, int64_t nano)
{
    const int64_t whole = INT64_C(1000000000);
    int64_t part = nano % whole;
    int digits = 9;

    if (part <= 0)
        return qw_findings_format(findings, "%lld", (long long)(nano / whole));
    for (; part % 10 == 0; part /= 10)
        digits--;
    return qw_findings_format(findings, "%lld.%0*lld", (long long)(nano / whole), digits,
                              (long long)part);
}

const char *qw_show_cpus(struct qw_findings *findings, int64_t nano)
{
    return qw_findings_format(findings, "%s CPUs", qw_write_cpus(findings, nano));
}

const char *qw_show_count(struct qw_findings *findings, int64_t count)
{
    return qw_findings_format(findings, "%lld", (long long)count);
}
