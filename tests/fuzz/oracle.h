/* What jansson alone, and a few plain comparisons, say of a request: they share no line with what
 * they check. */
#ifndef QW_FUZZ_ORACLE_H
#define QW_FUZZ_ORACLE_H

#include <jansson.h>

#include "fuzz.h"

/* The first word of the path is one of the Engine API's. */
bool oracle_knows_uri(const char *uri);

/* True when TEXT is NAME as Go compares the keys of a struct: without regard to case, the long s
 * and the sign of kelvin included. */
bool oracle_is_key(const char *text, const char *name);

/* The reason why no hardened level may allow POST of BODY to URI; NULL when there is none that is
 * seen here.  IS_STRICT: at `restricted`, and not at `baseline` alone. */
const char *oracle_of_body(const char *uri, const json_t *body, bool is_strict);

#endif
