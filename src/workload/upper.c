/* Go's strings.ToUpper, as far as its result could be a name that Docker knows. */
#include <string.h>

#include "workload_priv.h"

/* Of all code points only these two upper-case into ASCII, by Unicode's simple mapping. */
static const struct {
    const char *letter;
    char upper;
} ascii_uppers[] = {
    {"\xC4\xB1", 'I'}, /* U+0131, dotless i */
    {"\xC5\xBF", 'S'}, /* U+017F, long s */
};

enum { LETTER_LEN = 2 };

/* The upper case of the letter at TEXT; how many bytes it had. */
static size_t upper_at(const char *text, char *ret_upper)
{
    for (size_t i = 0; i < sizeof ascii_uppers / sizeof ascii_uppers[0]; i++)
        if (strncmp(text, ascii_uppers[i].letter, LETTER_LEN) == 0) {
            *ret_upper = ascii_uppers[i].upper;
            return LETTER_LEN;
        }
    *ret_upper = text[0];
    if (text[0] >= 'a' && text[0] <= 'z')
        *ret_upper = (char)(text[0] - 'a' + 'A');
    return 1;
}

const char *qw_reader_upper(struct qw_reader *reader, const char *text)
{
    char *upper = qw_reader_alloc(reader, strlen(text) + 1, 1);
    size_t len = 0;

    if (upper == NULL)
        return "";
    while (*text != '\0')
        text += upper_at(text, &upper[len++]);
    return upper;
}
