/* Tests of src/rules/lifecycle.c. */
#include "rules_fixture.h"

int main(void)
{
    return 0;
}
