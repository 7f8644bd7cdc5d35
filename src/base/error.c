#include "qw/error.h"

struct err_row {
    const char *name;
    const char *text;
};

static const struct err_row rows[] = {
#define QW_X(id, name, text) [QW_##id] = {name, text},
    QW_ERRORS(QW_X)
#undef QW_X
};

static const struct err_row *row_of(enum qw_err err)
{
    return err < QW_ERR_COUNT ? &rows[err] : &rows[QW_ERR_INTERNAL];
}

const char *qw_err_name(enum qw_err err)
{
    return row_of(err)->name;
}

const char *qw_err_text(enum qw_err err)
{
    return row_of(err)->text;
}
