/* user[:group] as runc's GetExecUser reads it (engine.md 5.3): split at ':', numbers by
 * strconv.Atoi, no trimming; and GroupAdd, whose entries are read as the group is. */
#include <string.h>

#include "workload_priv.h"

/* The largest id that the engine takes. */
static const int64_t ID_MAX = 2147483647;

struct identity {
    enum qw_identity kind;
    int64_t number;
};

static bool is_digits(struct qw_bytes text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
    return text.len > 0;
}

/* Atoi takes one sign and leading zeros: +0, 00 and -0 are uid 0, +1000 and 01000 are 1000. */
static struct identity identity_of(struct qw_bytes part)
{
    bool has_sign = part.len > 0 && (part.data[0] == '+' || part.data[0] == '-');
    bool is_negative = has_sign && part.data[0] == '-';
    struct qw_bytes digits = {.data = part.data + has_sign, .len = part.len - has_sign};
    int64_t number = 0;

    if (!is_digits(digits))
        return (struct identity){.kind = QW_IDENTITY_NAME};
    for (size_t i = 0; i < digits.len; i++) {
        number = number * 10 + (digits.data[i] - '0');
        if (number > ID_MAX)
            return (struct identity){.kind = QW_IDENTITY_INVALID};
    }
    if (is_negative && number != 0)
        return (struct identity){.kind = QW_IDENTITY_INVALID};
    return (struct identity){.kind = QW_IDENTITY_NUMBER, .number = number};
}

static struct identity user_identity(struct qw_bytes part)
{
    if (part.len == 0)
        return (struct identity){.kind = QW_IDENTITY_NUMBER, .number = 0};
    return identity_of(part);
}

static struct identity group_identity(struct qw_bytes part)
{
    if (part.len == 0)
        return (struct identity){.kind = QW_IDENTITY_ABSENT};
    return identity_of(part);
}

struct qw_user qw_reader_user(struct qw_reader *reader, const struct qw_json *node)
{
    struct qw_user user = {.text = qw_reader_text(reader, node), .user_name = "", .group_name = ""};
    const char *cursor = user.text.value;
    struct qw_bytes user_part = {.data = "", .len = 0};
    struct qw_bytes group_part = {.data = "", .len = 0};
    struct identity identity;

    if (user.text.value[0] == '\0')
        return user;
    if (qw_word_next(&cursor, ':', &user_part))
        qw_word_next(&cursor, ':', &group_part);
    user.user_name = qw_reader_copy(reader, user_part);
    user.group_name = qw_reader_copy(reader, group_part);
    if (cursor != NULL) { /* a third part: up to 26 ignores it, 28 refuses it */
        user.user = user.group = QW_IDENTITY_INVALID;
        return user;
    }
    identity = user_identity(user_part);
    user.user = identity.kind;
    user.uid = identity.number;
    identity = group_identity(group_part);
    user.group = identity.kind;
    user.gid = identity.number;
    return user;
}

struct qw_group qw_group_of(const char *word)
{
    const struct identity identity =
        identity_of((struct qw_bytes){.data = word, .len = strlen(word)});

    return (struct qw_group){
        .kind = *word == '\0' ? QW_IDENTITY_INVALID : identity.kind,
        .gid = identity.number,
        .text = {.value = word},
    };
}

struct qw_groups qw_workload_read_groups(struct qw_reader *reader, const struct qw_json *node)
{
    const struct qw_texts words = qw_reader_texts(reader, node);
    struct qw_group *items = qw_reader_alloc(reader, words.n_items, sizeof *items);

    if (items == NULL)
        return (struct qw_groups){.at = words.at};
    for (size_t i = 0; i < words.n_items; i++) {
        items[i] = qw_group_of(words.items[i].value);
        items[i].text = words.items[i];
    }
    return (struct qw_groups){.items = items, .n_items = words.n_items, .at = words.at};
}
