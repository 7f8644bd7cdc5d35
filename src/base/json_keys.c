#include "json_priv.h"

#include <string.h>

/* FNV-1a.  It need not resist collisions: the hash only spares comparisons, and whatever could grow
 * with the square of a request sorts instead. */
enum { FNV_PRIME = 16777619 };

static const uint32_t fnv_basis = 2166136261U;

/* The next letter as Go's encoding/json folds it (engine.md 4.3: ASCII case, U+017F = s, U+212A =
 * k); 0 at the end. */
static unsigned char fold_next(const unsigned char **at)
{
    const unsigned char *text = *at;

    if (text[0] == 0xC5 && text[1] == 0xBF) {
        *at += 2;
        return 's';
    }
    if (text[0] == 0xE2 && text[1] == 0x84 && text[2] == 0xAA) {
        *at += 3;
        return 'k';
    }
    *at += 1;
    return text[0] >= 'A' && text[0] <= 'Z' ? (unsigned char)(text[0] | 0x20) : text[0];
}

int qw_json_key_compare(const char *left, const char *right)
{
    const unsigned char *l = (const unsigned char *)left;
    const unsigned char *r = (const unsigned char *)right;

    for (;;) {
        int from_left = fold_next(&l);
        int from_right = fold_next(&r);

        if (from_left != from_right || from_left == '\0')
            return from_left - from_right;
    }
}

bool qw_json_key_folds_to(const char *key, const char *name)
{
    return qw_json_key_compare(key, name) == 0;
}

uint32_t qw_json_key_hash(const char *key)
{
    const unsigned char *at = (const unsigned char *)key;
    uint32_t hash = fnv_basis;

    for (unsigned char letter = fold_next(&at); letter != '\0'; letter = fold_next(&at))
        hash = (hash ^ letter) * FNV_PRIME;
    return hash;
}

/* A member, and its place in the document. */
struct entry {
    struct qw_json *member;
    uint32_t hash;
    uint32_t place;
};

enum { SMALL = 64 };

/* By folded key, then by key, then by place: twins and duplicates become neighbours.  The hash goes
 * first, which is as good an order as any and mostly decides. */
static int compare_entries(const struct entry *left, const struct entry *right)
{
    if (left->hash != right->hash)
        return left->hash < right->hash ? -1 : 1;

    int order = qw_json_key_compare(left->member->key, right->member->key);

    if (order == 0)
        order = strcmp(left->member->key, right->member->key);
    if (order == 0)
        order = left->place < right->place ? -1 : 1;
    return order;
}

static void merge(const struct entry *left, const struct entry *right, const struct entry *end,
                  struct entry *to)
{
    const struct entry *middle = right;
    const struct entry *at = left;

    while (at < middle || right < end) {
        bool take_left = right == end || (at < middle && compare_entries(at, right) < 0);

        *to++ = take_left ? *at++ : *right++;
    }
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Bottom-up merge sort: n log n whatever the keys are, which qsort() does not promise.  ENTRIES has
 * room for 2 * COUNT; returns the half that holds the result. */
static struct entry *sort(struct entry *entries, size_t count)
{
    struct entry *from = entries;
    struct entry *to = entries + count;

    for (size_t width = 1; width < count; width *= 2) {
        for (size_t start = 0; start < count; start += 2 * width)
            merge(from + start, from + least(start + width, count),
                  from + least(start + 2 * width, count), to + start);

        struct entry *swapped = from;

        from = to;
        to = swapped;
    }
    return from;
}

static size_t collect(const struct qw_json *object, struct entry *entries)
{
    size_t count = 0;

    for (struct qw_json *member = object->items.first; member != NULL; member = member->next) {
        entries[count] = (struct entry){member, member->key_hash, (uint32_t)count};
        count++;
    }
    return count;
}

/* The entry that comes first in the document; either may be NULL. */
static const struct entry *earlier(const struct entry *a, const struct entry *b)
{
    if (a == NULL || b == NULL)
        return a == NULL ? b : a;
    return a->place < b->place ? a : b;
}

/* What the sorted entries tell.  A twin is the second of its group in document order, so that the
 * first of a group is carried along. */
static void find_repeated(const struct entry *entries, size_t count,
                          const struct entry **ret_duplicate, const struct entry **ret_twin)
{
    const struct entry *first_of_group = entries;

    for (size_t i = 1; i < count; i++) {
        const struct entry *entry = &entries[i];

        if (entry->hash != entry[-1].hash ||
            qw_json_key_compare(entry->member->key, entry[-1].member->key) != 0) {
            first_of_group = entry;
            continue;
        }
        if (strcmp(entry->member->key, entry[-1].member->key) == 0)
            *ret_duplicate = earlier(*ret_duplicate, entry);

        bool is_first = entry->place < first_of_group->place;

        *ret_twin = earlier(*ret_twin, is_first ? first_of_group : entry);
        if (is_first)
            first_of_group = entry;
    }
}

enum qw_err qw_json_check_keys(struct qw_arena *arena, struct qw_json *object,
                               struct qw_json **ret_duplicate)
{
    struct entry small[2 * SMALL];
    struct entry *entries = small;
    const struct entry *duplicate = NULL;
    const struct entry *twin = NULL;

    *ret_duplicate = NULL;
    if (object->n_items < 2)
        return QW_OK;
    if (object->n_items > SMALL)
        entries = qw_arena_alloc(arena, object->n_items, 2 * sizeof *entries);
    if (entries == NULL)
        return QW_ERR_NO_MEMORY;

    size_t count = collect(object, entries);

    find_repeated(sort(entries, count), count, &duplicate, &twin);
    object->items.twin = twin != NULL ? twin->member : NULL;
    *ret_duplicate = duplicate != NULL ? duplicate->member : NULL;
    return QW_OK;
}
