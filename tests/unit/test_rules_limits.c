/* Tests of src/rules/limits.c. */
#include "rules_fixture.h"

int main(void)
{
    return 0;
}
