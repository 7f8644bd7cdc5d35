/* Levenshtein's distance, case aside. */
#include "qw/nearest.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

/* No name of ours is longer; of what is, the rest does not matter here. */
enum { COMPARED_MAX = 64 };

static int lower(int letter)
{
    return letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a' : letter;
}

static size_t least(size_t first, size_t second, size_t third)
{
    const size_t of_two = first < second ? first : second;

    return of_two < third ? of_two : third;
}

/* Distances from the first ROW letters of the name to every beginning of CANDIDATE, made from those
 * of the row before. */
static void next_row(size_t *distances, size_t row, char letter, const char *candidate)
{
    size_t diagonal = distances[0];

    distances[0] = row;
    for (size_t column = 1; column <= COMPARED_MAX && candidate[column - 1] != '\0'; column++) {
        const size_t above = distances[column];
        const size_t change = lower(letter) == lower(candidate[column - 1]) ? 0 : 1;

        distances[column] = least(above + 1, distances[column - 1] + 1, diagonal + change);
        diagonal = above;
    }
}

static size_t distance(const char *name, const char *candidate)
{
    size_t distances[COMPARED_MAX + 1];

    for (size_t column = 0; column <= COMPARED_MAX; column++)
        distances[column] = column;
    for (size_t row = 1; row <= COMPARED_MAX && name[row - 1] != '\0'; row++)
        next_row(distances, row, name[row - 1], candidate);
    return distances[strnlen(candidate, COMPARED_MAX)];
}

/* A part of a name is nearly as near as one with a slip, its beginning as near: net is meant to be
 * network and not pid, mounts to be bind-mounts. */
static size_t edits_to(const char *name, const char *candidate)
{
    enum { OF_BEGINNING = 1, OF_PART = 2 };
    const size_t edits = distance(name, candidate);
    const char *part = name[0] != '\0' ? strcasestr(candidate, name) : NULL;
    const size_t of_part = part == candidate ? OF_BEGINNING : OF_PART;

    return part != NULL && edits > of_part ? of_part : edits;
}

const char *qw_nearest(const char *name, const char *const *names, size_t n_names)
{
    const char *nearest = NULL;
    size_t best = strnlen(name, COMPARED_MAX) / 2 + 1;

    for (size_t i = 0; i < n_names; i++) {
        const size_t edits = edits_to(name, names[i]);

        if (edits < best) {
            best = edits;
            nearest = names[i];
        }
    }
    return nearest;
}
