/* The words of a command line: each is quoted for a shell. */
#include <string.h>

#include "command_priv.h"

void qw_command_unsaid(struct qw_command *command, const struct qw_json *node)
{
    if (command->n_unsaid < QW_COMMAND_UNSAID)
        command->unsaid[command->n_unsaid] = node;
    command->n_unsaid++;
}

void qw_command_word(struct qw_command *command, const char *word)
{
    qw_buffer_add_text(command->out, " ");
    qw_buffer_add_shell_word(command->out, word);
}

void qw_command_words(struct qw_command *command, const struct qw_json *from)
{
    for (; from != NULL; from = qw_json_next(from)) {
        if (qw_json_string(from) != NULL)
            qw_command_word(command, qw_json_string(from));
    }
}

void qw_command_switch(struct qw_command *command, const char *flag)
{
    qw_buffer_addf(command->out, " %s", flag);
}

void qw_command_flag(struct qw_command *command, const char *flag, const char *value)
{
    qw_command_switch(command, flag);
    qw_command_word(command, value);
}

void qw_command_flag_buffer(struct qw_command *command, const char *flag,
                            const struct qw_buffer *word)
{
    if (word->err != QW_OK && command->out->err == QW_OK)
        command->out->err = word->err;
    qw_command_flag(command, flag, word->data != NULL ? word->data : "");
}

bool qw_command_argument(struct qw_command *command, const char *word)
{
    if (word == NULL || !word[0] || word[0] == '-')
        return false;
    qw_command_word(command, word);
    return true;
}

bool qw_command_is_device_path(const char *text)
{
    return text != NULL && text[0] == '/' && strchr(text, ':') == NULL;
}

/* As Go's encoding/csv reads a field, which is how the docker CLI takes --mount, --network and
 * --gpus apart. */
void qw_command_add_csv(struct qw_buffer *word, const char *name, const char *value)
{
    const bool is_quoted = strpbrk(value, ",\"\r\n") != NULL || strpbrk(name, ",\"\r\n") != NULL;

    if (word->len)
        qw_buffer_add_text(word, ",");
    if (!is_quoted) {
        qw_buffer_addf(word, "%s=%s", name, value);
        return;
    }
    qw_buffer_add_text(word, "\"");
    qw_buffer_add_text(word, name);
    qw_buffer_add_text(word, "=");
    for (const char *at = value; *at; at++)
        qw_buffer_add(word, *at == '"' ? "\"\"" : at, *at == '"' ? 2 : 1);
    qw_buffer_add_text(word, "\"");
}

static const char *const secret_names[] = {
    "password",   "passwd",      "passphrase",  "secret",  "token", "credential",
    "apikey",     "api_key",     "api-key",     "api.key", "oauth", "basicauth",
    "privatekey", "private_key", "private-key", "cookie",
};

static const char *const secret_values[] = {"password=", "secret=", "token=", "://"};

bool qw_command_is_secret(const char *name, const char *value)
{
    for (size_t i = 0; i < QW_COUNT_ROWS(secret_names); i++) {
        if (strcasestr(name, secret_names[i]) != NULL)
            return true;
    }
    for (size_t i = 0; i < QW_COUNT_ROWS(secret_values); i++) {
        const char *found = strcasestr(value, secret_values[i]);

        /* an address is harmless unless it carries user:password@ */
        if (found != NULL && (found[0] != ':' || strchr(found, '@') != NULL))
            return true;
    }
    return false;
}
