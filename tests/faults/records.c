#include "records.h"

#include <check.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char torn_end[] = " (torn)";
enum { TORN_END_LEN = sizeof torn_end - 1 };

static bool is_torn(const char *line, size_t len)
{
    return len >= TORN_END_LEN && memcmp(line + len - TORN_END_LEN, torn_end, TORN_END_LEN) == 0;
}

/* A torn line has used its number up; where nothing stands before its end, it was taken for torn
 * because it could not be looked at. */
static void count_line(const char *line, size_t len, struct records *records)
{
    json_t *root = json_loadb(line, len, JSON_REJECT_DUPLICATES, NULL);
    const char *decision = json_string_value(json_object_get(root, "decision"));

    records->last_seq += len != TORN_END_LEN;
    if (decision == NULL)
        records->n_bad += !is_torn(line, len);
    else if (strcmp(decision, "allow") == 0)
        records->n_allow++;
    else
        records->n_deny++;
    if (decision != NULL)
        records->n_gaps += json_integer_value(json_object_get(root, "seq")) != records->last_seq;
    json_decref(root);
}

struct records records_since(const char *path, struct mark from)
{
    struct records records = {.last_seq = from.seq};
    FILE *file = fopen(path, "re");
    char *line = NULL;
    size_t size = 0;
    ssize_t len;

    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(fseeko(file, from.size, SEEK_SET), 0);
    while ((len = getline(&line, &size, file)) > 0) {
        if (line[len - 1] == '\n')
            count_line(line, (size_t)len - 1, &records);
    }
    free(line);
    ck_assert_int_eq(fclose(file), 0);
    return records;
}
