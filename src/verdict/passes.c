/* A command that would pass: the person's own request, amended until no enforced finding is left,
 * and what had to go on the way. */
#include <string.h>

#include "command_priv.h"
#include "qw/show.h"
#include "verdict_priv.h"

enum {
    ROUNDS = 4,         /* a remedy may bring up another rule's finding, hardly a third's */
    LEFT_OUT_MAX = 600, /* bytes of the text's 4096 */
    PATH_MAX_SHOWN = 120,
};

struct search {
    struct qw_arena *arena;
    const struct qw_settings *settings;
    const struct qw_operation *operation;
    const struct qw_facts *facts; /* of the request: what it still says is still so */
    enum qw_workload_kind kind;
    const struct qw_json **dropped;
    size_t n_dropped;
    struct qw_buffer left_out;
    size_t n_more; /* what was left out and is not told */
};

static void search_done(struct search *search)
{
    qw_buffer_done(&search->left_out);
}

/* Adds ITEM to the list unless it is full; the first that does not fit ends it. */
static void tell(struct search *search, const char *item)
{
    if (search->n_more || search->left_out.len + strlen(item) > LEFT_OUT_MAX) {
        search->n_more++;
        return;
    }
    if (search->left_out.len)
        qw_buffer_add_text(&search->left_out, ", ");
    qw_buffer_add_text(&search->left_out, item);
}

static bool was_dropped(const struct search *search, const struct qw_json *node)
{
    for (size_t i = 0; i < search->n_dropped; i++) {
        if (search->dropped[i] == node)
            return true;
    }
    return false;
}

/* "HostConfig.Binds[0]", with what the caller chose of it escaped. */
static void add_path(struct qw_buffer *item, const char *path)
{
    qw_text_add_plain(item, path, PATH_MAX_SHOWN);
}

/* FINDING->value is NULL for secrets (include/qw/rules.h). */
static enum qw_err tell_dropped(struct search *search, const struct qw_finding *finding,
                                const struct qw_json *dropped)
{
    const bool has_value = finding->value != NULL && finding->value[0] &&
                           qw_json_type(dropped) != QW_JSON_BOOL; /* its field says it all */
    struct qw_buffer item QW_CLEANUP(qw_buffer_done) = QW_BUFFER(LEFT_OUT_MAX);

    add_path(&item, finding->field);
    if (has_value) {
        const char *shown = qw_show(search->arena, finding->value);

        if (shown == NULL)
            return QW_ERR_NO_MEMORY;
        qw_buffer_addf(&item, " %s", shown);
    }
    if (item.err == QW_ERR_NO_MEMORY)
        return item.err;
    tell(search, item.data != NULL ? item.data : "");
    return QW_OK;
}

static enum qw_err drop(struct search *search, const struct qw_finding *finding,
                        const struct qw_remedy *remedy)
{
    enum qw_err err;

    if (remedy->at != NULL && was_dropped(search, remedy->at))
        return QW_OK;
    err = qw_remedy_apply(search->arena, search->operation->body, search->kind, remedy);
    if (err != QW_OK)
        return err;
    search->dropped[search->n_dropped++] = remedy->at;
    return tell_dropped(search, finding, remedy->at);
}

static enum qw_err amend_for(struct search *search, const struct qw_finding *finding)
{
    enum qw_err err = QW_ERR_NOT_FOUND; /* no remedy at all */

    for (size_t i = 0; i < QW_FINDING_REMEDIES; i++) {
        const struct qw_remedy *remedy = &finding->remedies[i];

        if (remedy->kind == QW_REMEDY_NONE)
            break;
        if (remedy->kind == QW_REMEDY_DROP)
            err = drop(search, finding, remedy);
        else
            err = qw_remedy_apply(search->arena, search->operation->body, search->kind, remedy);
        if (err != QW_OK)
            break;
    }
    return err;
}

/* Room for the nodes that FINDINGS may drop beside those that were. */
static enum qw_err make_room(struct search *search, const struct qw_findings *findings)
{
    const size_t n = search->n_dropped + findings->n_items * QW_FINDING_REMEDIES;
    const struct qw_json **grown = qw_arena_alloc(search->arena, n + 1, sizeof(const void *));

    if (grown == NULL)
        return QW_ERR_NO_MEMORY;
    for (size_t i = 0; i < search->n_dropped; i++)
        grown[i] = search->dropped[i];
    search->dropped = grown;
    return QW_OK;
}

static enum qw_err amend(struct search *search, const struct qw_findings *findings)
{
    enum qw_err err = make_room(search, findings);

    for (size_t i = 0; i < findings->n_items && err == QW_OK; i++) {
        if (findings->items[i].mode == QW_MODE_ENFORCE)
            err = amend_for(search, &findings->items[i]);
    }
    return err;
}

static enum qw_err judge_again(struct search *search, struct qw_findings *ret_findings)
{
    struct qw_workload workload;
    enum qw_err err = qw_workload_read(search->arena, search->operation, &workload, NULL);

    if (err != QW_OK)
        return err;
    workload.facts = search->facts;
    return qw_rules_judge(search->arena, &workload, search->settings, ret_findings);
}

/* QW_ERR_NOT_FOUND when enforced findings are left after the last round. */
static enum qw_err amend_until_passing(struct search *search, const struct qw_findings *first)
{
    struct qw_findings findings = *first;

    for (size_t round = 0; round < ROUNDS; round++) {
        enum qw_err err = amend(search, &findings);

        if (err == QW_OK)
            err = judge_again(search, &findings);
        if (err != QW_OK)
            return err;
        if (!qw_findings_deny(&findings))
            return QW_OK;
    }
    return QW_ERR_NOT_FOUND;
}

static enum qw_err tell_unsaid(struct search *search, const struct qw_command *command)
{
    const size_t n_kept =
        command->n_unsaid < QW_COMMAND_UNSAID ? command->n_unsaid : QW_COMMAND_UNSAID;

    for (size_t i = 0; i < n_kept; i++) {
        struct qw_buffer path QW_CLEANUP(qw_buffer_done) = QW_BUFFER(QW_LIMIT_COMMAND);
        struct qw_buffer item QW_CLEANUP(qw_buffer_done) = QW_BUFFER(LEFT_OUT_MAX);

        qw_json_add_path(&path, command->unsaid[i]);
        add_path(&item, path.data != NULL ? path.data : "");
        qw_buffer_add_text(&item, " (not shown in a command)");
        if (path.err == QW_ERR_NO_MEMORY || item.err == QW_ERR_NO_MEMORY)
            return QW_ERR_NO_MEMORY;
        tell(search, item.data != NULL ? item.data : "");
    }
    search->n_more += command->n_unsaid - n_kept;
    return QW_OK;
}

static enum qw_err copy_out(struct qw_arena *arena, const struct qw_buffer *buffer,
                            const char **ret_text)
{
    if (buffer->err == QW_ERR_NO_MEMORY)
        return buffer->err;
    *ret_text = NULL;
    if (!buffer->len)
        return QW_OK;
    *ret_text = qw_arena_copy(arena, buffer->data, buffer->len);
    return *ret_text != NULL ? QW_OK : QW_ERR_NO_MEMORY;
}

static enum qw_err finish(struct search *search, struct qw_passing *ret_passing)
{
    struct qw_buffer text QW_CLEANUP(qw_buffer_done) = QW_BUFFER(QW_LIMIT_COMMAND);
    struct qw_command command;
    struct qw_passing passing = {0};

    if (!qw_command_write(&text, search->operation, &command))
        return text.err == QW_ERR_NO_MEMORY ? text.err : QW_ERR_NOT_FOUND;

    enum qw_err err = tell_unsaid(search, &command);

    if (err == QW_OK)
        err = copy_out(search->arena, &text, &passing.command);
    if (search->n_more)
        qw_buffer_addf(&search->left_out, " and %zu more", search->n_more);
    if (err == QW_OK)
        err = copy_out(search->arena, &search->left_out, &passing.left_out);
    if (err == QW_OK)
        *ret_passing = passing;
    return err;
}

enum qw_err qw_verdict_find_passing(struct qw_arena *arena, const struct qw_settings *settings,
                                    const struct qw_verdict_input *input,
                                    const struct qw_findings *findings,
                                    struct qw_passing *ret_passing)
{
    struct search search QW_CLEANUP(search_done) = {
        .arena = arena,
        .settings = settings,
        .operation = input->operation,
        .facts = input->workload->facts,
        .kind = input->workload->kind,
        .left_out = QW_BUFFER((size_t)LEFT_OUT_MAX * 2),
    };

    if (input->operation->body == NULL)
        return QW_OK;

    enum qw_err err = amend_until_passing(&search, findings);

    if (err == QW_OK)
        err = finish(&search, ret_passing);
    /* Whatever else went wrong: the denial stands, and offers no command. */
    return err == QW_ERR_NO_MEMORY ? err : QW_OK;
}
