/* What jansson alone, and a few plain comparisons, say of a request: they share no line with what
 * they check. */
#ifndef QW_FUZZ_ORACLE_H
#define QW_FUZZ_ORACLE_H

#include <jansson.h>

#include "fuzz.h"

/* The path of URI, without its version, is PATH. */
bool oracle_is_path(const char *uri, const char *path);

/* The first word of the path is one of the Engine API's. */
bool oracle_knows_uri(const char *uri);

/* True when TEXT is NAME as Go compares the keys of a struct: without regard to case, the long s
 * and the sign of kelvin included. */
bool oracle_is_key(const char *text, const char *name);

/* The reason why no hardened level may allow a create body, or an exec's; NULL when there is none
 * that is seen here.  IS_STRICT: at `restricted`, and not at `baseline` alone. */
const char *oracle_of_create(const json_t *body, bool is_strict);
const char *oracle_of_exec(const json_t *body, bool is_strict);

#endif
