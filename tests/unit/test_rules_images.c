/* Tests of src/rules/images.c. */
#include "rules_fixture.h"

int main(void)
{
    return 0;
}
