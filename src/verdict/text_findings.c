/* Findings as a person reads them: what is wrong, and under it what to change. */
#include <string.h>

#include "verdict_priv.h"

enum {
    FIELD_MAX = 160, /* bytes of a path in a sentence */
    REST_LINE = 80,  /* room kept for the line that counts what is left out */
};

/* The findings of one mode, and how far they are told. */
struct listing {
    const struct qw_findings *findings;
    enum qw_mode mode;
    size_t width; /* of the column with the rules' names */
};

/* The first finding of the listing's mode from INDEX on; n_items when there is none. */
static size_t next_of(const struct listing *listing, size_t index)
{
    while (index < listing->findings->n_items &&
           listing->findings->items[index].mode != listing->mode)
        index++;
    return index;
}

static const struct qw_finding *finding_at(const struct listing *listing, size_t index)
{
    return index < listing->findings->n_items ? &listing->findings->items[index] : NULL;
}

static const char *either(const char *own, const char *rule)
{
    return own != NULL ? own : rule;
}

/* "docker: ... | compose: ... | CIS 5.5" */
static void add_fix(struct qw_buffer *buffer, const struct qw_finding *finding)
{
    const struct qw_rule *rule = qw_rule_get(finding->rule);
    const struct {
        const char *label;
        const char *text;
    } parts[] = {
        {"docker: ", either(finding->docker, rule->docker)},
        {"compose: ", either(finding->compose, rule->compose)},
        {"CIS ", rule->cis},
    };
    const char *separator = "";

    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i].text == NULL || !parts[i].text[0])
            continue;
        qw_buffer_addf(buffer, "%s%s%s", separator, parts[i].label, parts[i].text);
        separator = " | ";
    }
}

static bool same_text(const char *one, const char *other)
{
    return one == other || (one != NULL && other != NULL && strcmp(one, other) == 0);
}

/* A fix that would repeat the one above word for word is not told again. */
static bool has_same_fix(const struct qw_finding *finding, const struct qw_finding *previous)
{
    return previous != NULL && previous->rule == finding->rule &&
           same_text(previous->docker, finding->docker) &&
           same_text(previous->compose, finding->compose);
}

static void add_block(struct qw_buffer *buffer, const struct listing *listing,
                      const struct qw_finding *finding, const struct qw_finding *previous)
{
    const bool is_first = previous == NULL || previous->rule != finding->rule;
    const int width = (int)listing->width;

    qw_buffer_addf(buffer, "  %-*s", width, is_first ? qw_rule_get(finding->rule)->name : "");
    if (finding->field != NULL && finding->field[0]) {
        qw_text_add_plain(buffer, finding->field, FIELD_MAX);
        qw_buffer_add_text(buffer, " ");
    }
    qw_buffer_addf(buffer, "%s\n", finding->text);
    if (has_same_fix(finding, previous))
        return;
    qw_buffer_addf(buffer, "  %-*s", width, "");
    add_fix(buffer, finding);
    qw_buffer_add_text(buffer, "\n");
}

static size_t count_from(const struct listing *listing, size_t index)
{
    size_t count = 0;

    for (index = next_of(listing, index); index < listing->findings->n_items;
         index = next_of(listing, index + 1))
        count++;
    return count;
}

static size_t width_of(const struct listing *listing)
{
    size_t width = 0;

    for (size_t i = next_of(listing, 0); finding_at(listing, i) != NULL;
         i = next_of(listing, i + 1)) {
        const size_t len = strlen(qw_rule_get(finding_at(listing, i)->rule)->name);

        width = len > width ? len : width;
    }
    return width + 2;
}

static void add_rest(struct qw_buffer *buffer, size_t n_rest)
{
    if (n_rest)
        qw_buffer_addf(buffer, "  and %zu more finding%s: quaywarden check --json lists all\n",
                       n_rest, n_rest == 1 ? "" : "s");
}

void qw_text_add_findings(struct qw_buffer *buffer, const struct qw_findings *findings,
                          enum qw_mode mode, size_t room)
{
    struct listing listing = {.findings = findings, .mode = mode};
    const struct qw_finding *previous = NULL;
    const size_t end = buffer->len + room;
    size_t index = next_of(&listing, 0);

    listing.width = width_of(&listing);
    while (index < findings->n_items) {
        struct qw_buffer block QW_CLEANUP(qw_buffer_done) = QW_BUFFER(room);
        const size_t next = next_of(&listing, index + 1);
        const size_t kept = next < findings->n_items ? REST_LINE : 0;

        add_block(&block, &listing, finding_at(&listing, index), previous);
        if (block.err != QW_OK || buffer->len + block.len + kept > end)
            break;
        qw_buffer_add(buffer, block.data, block.len);
        previous = finding_at(&listing, index);
        index = next;
    }
    add_rest(buffer, count_from(&listing, index));
}

void qw_text_add_rules(struct qw_buffer *buffer, const struct qw_findings *findings,
                       enum qw_mode mode)
{
    bool has_rule[QW_RULE_COUNT] = {false};
    const char *separator = "";

    for (size_t i = 0; i < findings->n_items; i++) {
        const struct qw_finding *finding = &findings->items[i];

        if (finding->mode != mode || has_rule[finding->rule])
            continue;
        has_rule[finding->rule] = true;
        qw_buffer_addf(buffer, "%s%s", separator, qw_rule_get(finding->rule)->name);
        separator = ", ";
    }
}

enum qw_rule_id qw_text_first_rule(const struct qw_findings *findings, enum qw_mode mode)
{
    for (size_t i = 0; i < findings->n_items; i++) {
        if (findings->items[i].mode == mode)
            return findings->items[i].rule;
    }
    return QW_RULE_COUNT;
}
