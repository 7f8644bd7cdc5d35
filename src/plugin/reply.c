/* Answers: fixed strings around one escaped text, because dockerd takes the last of two `allow`
 * keys whatever their case (engine.md 1.3). */
#include <string.h>

#include "qw/plugin.h"

void qw_plugin_add_denial(struct qw_buffer *reply, const char *message)
{
    const char *text = message != NULL ? message : "";

    qw_buffer_add_text(reply, "{\"Allow\":false,\"Msg\":");
    qw_buffer_add_json_string(reply, text, strlen(text));
    qw_buffer_add_text(reply, "}");
}
