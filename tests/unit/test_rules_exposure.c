/* Tests of src/rules/exposure.c. */
#include "rules_fixture.h"

int main(void)
{
    return 0;
}
