#include "qw/volume_options.h"

#include <string.h>

#include "qw/word.h"

const char *qw_volume_option(const struct qw_pairs *options, const char *name)
{
    for (size_t i = 0; i < options->n_items; i++) {
        if (strcmp(options->items[i].name, name) == 0)
            return options->items[i].value;
    }
    return "";
}

bool qw_volume_is_bind(const struct qw_pairs *options)
{
    const char *rest = qw_volume_option(options, "o");
    struct qw_bytes option;

    while (qw_word_next_option(&rest, &option)) {
        if (qw_word_equal(option, "bind") || qw_word_equal(option, "rbind"))
            return true;
    }
    return false;
}

bool qw_volume_driver_is_local(const char *driver)
{
    return driver == NULL || *driver == '\0' || strcmp(driver, "local") == 0;
}

const char *qw_volume_host_path(const char *driver, const struct qw_pairs *options)
{
    if (!qw_volume_driver_is_local(driver) || !qw_volume_is_bind(options))
        return NULL;
    return qw_volume_option(options, "device");
}

bool qw_volume_name_is_made_up(const char *name)
{
    enum { MADE_UP_LEN = 64 };

    return strlen(name) == MADE_UP_LEN && strspn(name, "0123456789abcdef") == MADE_UP_LEN;
}
