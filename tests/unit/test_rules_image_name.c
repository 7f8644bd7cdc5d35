/* Tests of src/rules/image_name.c. */
#include "rules_fixture.h"

int main(void)
{
    return 0;
}
