/* The same body, spelled otherwise: what Go reads of it stays what it was. */
#ifndef QW_FUZZ_SPELLING_H
#define QW_FUZZ_SPELLING_H

#include <stddef.h>

/* One of many spellings of a JSON text, which STYLE picks; freed by the caller.  NULL for what
 * jansson does not take, and for texts with numbers whose spelling itself means something. */
char *spelling_of(const char *text, size_t len, unsigned style);

#endif
