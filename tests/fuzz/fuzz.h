/* What harnesses share.  A harness is a fuzz_NAME.c with LLVMFuzzerTestOneInput() that states a
 * property of what it is given, by fuzz_require(). */
#ifndef QW_FUZZ_H
#define QW_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the run where HOLDS is false, so that libFuzzer keeps the input. */
static inline void fuzz_require(bool holds, const char *property)
{
    if (holds)
        return;
    (void)fprintf(stderr, "the property does not hold: %s\n", property);
    __builtin_trap();
}

#endif
