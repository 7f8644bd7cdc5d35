/* Names that stand in a sentence without quotation marks. */
#include <string.h>

#include "verdict_priv.h"

void qw_text_add_plain(struct qw_buffer *buffer, const char *text, size_t len_max)
{
    const size_t len = strnlen(text, len_max);

    for (size_t i = 0; i < len; i++) {
        const unsigned char byte = (unsigned char)text[i];

        if (byte < ' ' || byte > '~')
            qw_buffer_addf(buffer, "\\x%02x", (unsigned)byte);
        else
            qw_buffer_add(buffer, &text[i], 1);
    }
    if (text[len])
        qw_buffer_add_text(buffer, "...");
}
