/* Tests of src/rules/image_history.c. */
#include "rules_fixture.h"

int main(void)
{
    return 0;
}
