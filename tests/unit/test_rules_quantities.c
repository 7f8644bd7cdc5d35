/* Tests of src/rules/quantities.c. */
#include "rules_fixture.h"

int main(void)
{
    return 0;
}
