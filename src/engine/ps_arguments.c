/* The arguments of `docker top`.  The engine hands them to ps(1) on the host, as root, for all
 * processes, counts the words of the header until PID, and shows the lines that have a number of
 * the container, or a dash behind such a line, as their word of that count (daemon/top_unix.go,
 * 20.10 to HEAD).  So every line must have its PID there: a title of one's own, no header, a column
 * of several words before it (lstart, start, label) or a text (-o "PID %U") put something else in
 * its place. */
#include <string.h>

#include "engine_priv.h"
#include "qw/word.h"

/* Which processes, and formats that have single words before PID. */
static const char dash_flags[] = "AadeFfjlwy";
static const char bare_flags[] = "aefjluvwx";

static bool is_made_of(struct qw_bytes text, const char *letters)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] == '\0' || strchr(letters, text.data[i]) == NULL)
            return false;
    }
    return true;
}

static bool begin_with_pid(struct qw_bytes columns)
{
    static const char pid[] = "pid";
    const size_t len = sizeof pid - 1;

    return columns.len >= len && memcmp(columns.data, pid, len) == 0 &&
           (columns.len == len || columns.data[len] == ',') &&
           is_made_of(columns, "abcdefghijklmnopqrstuvwxyz_,");
}

/* Takes the flags off WORD.  What is left is empty, or "o" and what stands behind it. */
static struct qw_bytes behind_flags(struct qw_bytes word)
{
    const bool has_dash = word.data[0] == '-';
    const char *flags = has_dash ? dash_flags : bare_flags;
    size_t len = has_dash;

    if (word.len == len)
        return word;
    while (len < word.len && is_made_of((struct qw_bytes){word.data + len, 1}, flags))
        len++;
    return (struct qw_bytes){word.data + len, word.len - len};
}

bool qw_ps_arguments_pass(const char *arguments)
{
    const char *cursor = arguments;
    bool columns_follow = false;
    struct qw_bytes word;

    while (qw_word_next(&cursor, ' ', &word)) {
        if (word.len == 0)
            continue;
        if (!columns_follow) {
            word = behind_flags(word);
            if (word.len == 0)
                continue;
            if (word.data[0] != 'o')
                return false;
            word = (struct qw_bytes){word.data + 1, word.len - 1};
            columns_follow = word.len == 0;
            if (columns_follow)
                continue;
        }
        if (!begin_with_pid(word))
            return false;
        columns_follow = false;
    }
    return !columns_follow;
}
