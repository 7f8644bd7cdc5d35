#include <string.h>

#include "base_fixture.h"
#include "qw/digest.h"

START_TEST(digests_are_those_of_fips_180)
{
    static const struct {
        const char *data;
        const char *expected;
    } rows[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    };

    for (size_t i = 0; i < N_ROWS(rows); i++) {
        struct qw_digest digest;

        memset(&digest, 'x', sizeof digest);
        ck_assert_int_eq(qw_digest_sha256(rows[i].data, strlen(rows[i].data), &digest), QW_OK);
        ck_assert_str_eq(digest.text, rows[i].expected);
    }
}
END_TEST

int main(void)
{
    const TTest *tests[] = {digests_are_those_of_fips_180};

    return base_run("base/digest", tests, N_ROWS(tests));
}
