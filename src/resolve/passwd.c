/* /etc/passwd and /etc/group as moby's GetExecUser reads them (moby/sys, user/user.go; 20.10 to 27:
 * runc's libcontainer/user).  What is no number there is 0, which makes a malformed line root's;
 * the first line that matches wins.  To it a number is never a name; to GetAdditionalGroups it is.
 *
 * Versions differ in what white space they take off a line, and Go knows more of it than ASCII: a
 * file with a line that begins with white space or ends beyond ASCII is not judged at all. */
#include <stdio.h>
#include <string.h>

#include "answers.h"
#include "qw/word.h"

enum { FIELD_NAME = 0, FIELD_UID = 2, FIELD_GID = 2, FIELD_USER_GID = 3, FIELD_MEMBERS = 3 };

static const int64_t ID_MAX = 2147483647;
static const int64_t ID_OUT_OF_RANGE = -1;

static bool is_space(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static bool is_beyond_ascii(char byte)
{
    return (unsigned char)byte >= 0x80;
}

/* The next line, without what all versions take off its end; false behind the last one. */
static bool next_line(struct qw_bytes *rest, struct qw_bytes *ret_line)
{
    const char *end;
    size_t len;

    if (rest->len == 0)
        return false;
    end = memchr(rest->data, '\n', rest->len);
    len = end != NULL ? (size_t)(end - rest->data) : rest->len;
    *ret_line = (struct qw_bytes){.data = rest->data, .len = len};
    len += end != NULL;
    *rest = (struct qw_bytes){.data = rest->data + len, .len = rest->len - len};
    while (ret_line->len > 0 && is_space(ret_line->data[ret_line->len - 1]))
        ret_line->len--;
    return true;
}

static enum qw_err check_lines(struct qw_bytes file, struct qw_diag *diag)
{
    struct qw_bytes line;

    while (next_line(&file, &line)) {
        if (line.len == 0)
            continue;
        if (is_space(line.data[0]) || is_beyond_ascii(line.data[0]) ||
            is_beyond_ascii(line.data[line.len - 1]))
            return qw_diag_set(diag, QW_ERR_ENGINE,
                               "the container's passwd or group file has a line that engines read "
                               "differently");
    }
    return QW_OK;
}

/* The part number INDEX between separators; false when there are not so many. */
static bool part_of(struct qw_bytes text, char separator, size_t index, struct qw_bytes *ret_part)
{
    for (;; index--) {
        const char *end = text.len > 0 ? memchr(text.data, separator, text.len) : NULL;
        const size_t len = end != NULL ? (size_t)(end - text.data) : text.len;

        if (index == 0) {
            *ret_part = (struct qw_bytes){.data = text.data, .len = len};
            return true;
        }
        if (end == NULL)
            return false;
        text = (struct qw_bytes){.data = end + 1, .len = text.len - len - 1};
    }
}

static bool bytes_equal(struct qw_bytes left, struct qw_bytes right)
{
    return left.len == right.len && (left.len == 0 || memcmp(left.data, right.data, left.len) == 0);
}

/* strconv.Atoi, whose error is ignored: 0 for what is no number. */
static int64_t number_in(struct qw_bytes line, size_t field)
{
    struct qw_bytes text;
    int64_t number = 0;
    size_t i = 0;

    if (!part_of(line, ':', field, &text) || text.len == 0)
        return 0;
    i = text.data[0] == '+' || text.data[0] == '-';
    for (size_t at = i; at < text.len; at++) {
        if (text.data[at] < '0' || text.data[at] > '9')
            return 0;
    }
    for (; i < text.len; i++) {
        number = number * 10 + (text.data[i] - '0');
        if (number > ID_MAX)
            return ID_OUT_OF_RANGE;
    }
    return text.data[0] == '-' && number != 0 ? ID_OUT_OF_RANGE : number;
}

/* A line of passwd or group that USER's part means: by number when it is one, else by name. */
struct wanted {
    enum qw_identity kind;
    int64_t number;
    struct qw_bytes name;
};

static bool matches(struct qw_bytes line, const struct wanted *wanted)
{
    struct qw_bytes name;

    if (wanted->kind == QW_IDENTITY_NUMBER)
        return number_in(line, FIELD_UID) == wanted->number;
    return part_of(line, ':', FIELD_NAME, &name) && bytes_equal(name, wanted->name);
}

static bool first_match(struct qw_bytes file, const struct wanted *wanted,
                        struct qw_bytes *ret_line)
{
    while (next_line(&file, ret_line)) {
        if (ret_line->len > 0 && matches(*ret_line, wanted))
            return true;
    }
    return false;
}

static struct wanted wanted_of(enum qw_identity kind, int64_t number, const char *name)
{
    return (struct wanted){
        .kind = kind, .number = number, .name = {.data = name, .len = strlen(name)}};
}

static enum qw_err check_range(int64_t id, struct qw_diag *diag)
{
    return id != ID_OUT_OF_RANGE
               ? QW_OK
               : qw_diag_set(diag, QW_ERR_ENGINE,
                             "the container's passwd or group file gives an id out of range");
}

static bool is_member(struct qw_bytes line, struct qw_bytes name)
{
    struct qw_bytes members;
    struct qw_bytes member;

    if (!part_of(line, ':', FIELD_MEMBERS, &members) || members.len == 0)
        return false;
    for (size_t i = 0; part_of(members, ',', i, &member); i++) {
        if (bytes_equal(member, name))
            return true;
    }
    return false;
}

static size_t count_lines(struct qw_bytes file)
{
    struct qw_bytes line;
    size_t n_lines = 0;

    while (next_line(&file, &line))
        n_lines++;
    return n_lines;
}

/* Every group that lists NAME.  A line that newer versions take for a comment counts: one group too
 * many denies, one too few would not. */
/* The engine looks the number of the primary group up as a name, too. */
static bool is_named(struct qw_bytes line, int64_t gid)
{
    enum { DIGITS = 24 };
    char text[DIGITS];
    struct qw_bytes name;

    (void)snprintf(text, sizeof text, "%lld", (long long)gid);
    return part_of(line, ':', 0, &name) && qw_word_equal(name, text);
}

/* Of a user without a NAME only those that its group's number names. */
static enum qw_err add_groups(struct qw_arena *arena, struct qw_bytes file, struct qw_bytes name,
                              struct qw_account_facts *account, struct qw_diag *diag)
{
    int64_t *groups = qw_arena_alloc(arena, count_lines(file) + 1, sizeof *groups);
    struct qw_bytes line;

    if (groups == NULL)
        return qw_diag_set(diag, QW_ERR_NO_MEMORY, "%s", qw_err_text(QW_ERR_NO_MEMORY));
    account->groups = groups;
    while (next_line(&file, &line)) {
        const int64_t gid = number_in(line, FIELD_GID);

        if (!(name.len > 0 && is_member(line, name)) && !is_named(line, account->gid))
            continue;
        if (check_range(gid, diag) != QW_OK)
            return QW_ERR_ENGINE;
        groups[account->n_groups++] = gid;
    }
    return QW_OK;
}

static enum qw_err not_found(struct qw_diag *diag, const char *what)
{
    return qw_diag_set(diag, QW_ERR_NOT_FOUND, "the container's files know no such %s", what);
}

/* The user's line of passwd gives uid, gid and the name that group lists. */
static enum qw_err find_user(struct qw_bytes passwd, const struct qw_user *user,
                             struct qw_account_facts *account, struct qw_bytes *ret_name,
                             struct qw_diag *diag)
{
    const struct wanted wanted = wanted_of(user->user, user->uid, user->user_name);
    struct qw_bytes line;

    *ret_name = (struct qw_bytes){.data = "", .len = 0};
    if (!first_match(passwd, &wanted, &line)) {
        account->uid = user->uid;
        return user->user == QW_IDENTITY_NUMBER ? QW_OK : not_found(diag, "user");
    }
    (void)part_of(line, ':', FIELD_NAME, ret_name);
    account->uid = number_in(line, FIELD_UID);
    account->gid = number_in(line, FIELD_USER_GID);
    return check_range(account->uid == ID_OUT_OF_RANGE ? account->uid : account->gid, diag);
}

/* A group that is named takes the place of the line's, and of all supplementary ones. */
static enum qw_err find_group(struct qw_bytes group, const struct qw_user *user,
                              struct qw_account_facts *account, struct qw_diag *diag)
{
    const struct wanted wanted = wanted_of(user->group, user->gid, user->group_name);
    struct qw_bytes line;

    if (user->group == QW_IDENTITY_NUMBER) {
        account->gid = user->gid;
        return QW_OK;
    }
    if (!first_match(group, &wanted, &line))
        return not_found(diag, "group");
    account->gid = number_in(line, FIELD_GID);
    return check_range(account->gid, diag);
}

enum qw_err resolve_read_account(struct qw_arena *arena, const struct resolve_account_files *files,
                                 const struct qw_user *user, struct qw_account_facts *ret_account,
                                 struct qw_diag *diag)
{
    struct qw_account_facts account = {.fact = {.state = QW_FACT_KNOWN}};
    struct qw_bytes name;
    enum qw_err err = check_lines(files->passwd, diag);

    if (err == QW_OK)
        err = check_lines(files->group, diag);
    if (err == QW_OK)
        err = find_user(files->passwd, user, &account, &name, diag);
    if (err != QW_OK)
        return err;
    if (user->group != QW_IDENTITY_ABSENT)
        err = find_group(files->group, user, &account, diag);
    if (user->group != QW_IDENTITY_ABSENT)
        name = (struct qw_bytes){.data = ""};
    if (err == QW_OK)
        err = add_groups(arena, files->group, name, &account, diag);
    if (err == QW_OK)
        *ret_account = account;
    return err;
}

/* Two lines may have the name: any of them may be the one that counts. */
static bool is_other_group(struct qw_bytes file, const struct qw_group *group)
{
    const struct qw_bytes word = {.data = group->text.value, .len = strlen(group->text.value)};
    struct qw_bytes line;
    struct qw_bytes name;

    while (group->kind == QW_IDENTITY_NUMBER && next_line(&file, &line)) {
        if (part_of(line, ':', FIELD_NAME, &name) && bytes_equal(name, word) &&
            number_in(line, FIELD_GID) != group->gid)
            return true;
    }
    return false;
}

enum qw_err resolve_read_added_groups(struct qw_arena *arena, struct qw_bytes file,
                                      const struct qw_groups *groups,
                                      struct qw_added_group_facts *ret_facts, struct qw_diag *diag)
{
    bool *is_other = qw_arena_alloc(arena, groups->n_items + 1, sizeof *is_other);
    const enum qw_err err = check_lines(file, diag);

    if (is_other == NULL)
        return qw_diag_set(diag, QW_ERR_NO_MEMORY, "%s", qw_err_text(QW_ERR_NO_MEMORY));
    if (err != QW_OK)
        return err;
    for (size_t i = 0; i < groups->n_items; i++)
        is_other[i] = is_other_group(file, &groups->items[i]);
    *ret_facts =
        (struct qw_added_group_facts){.fact = {.state = QW_FACT_KNOWN}, .is_other = is_other};
    return QW_OK;
}
