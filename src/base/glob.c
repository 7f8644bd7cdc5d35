#include "qw/glob.h"

#include <stddef.h>

/* Goes back to the last `*` only, which is enough, so that no pattern takes long. */
bool qw_glob_match(const char *pattern, const char *text)
{
    const char *star = NULL;
    const char *tried = text;

    while (*text != '\0') {
        if (*pattern == '*') {
            star = pattern++;
            tried = text;
        } else if (*pattern == *text) {
            pattern++;
            text++;
        } else if (star != NULL) {
            pattern = star + 1;
            text = ++tried;
        } else {
            return false;
        }
    }
    while (*pattern == '*')
        pattern++;
    return *pattern == '\0';
}
