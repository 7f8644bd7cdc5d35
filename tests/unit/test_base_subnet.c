/* Tests of src/base/subnet.c. */
#include "qw/subnet.h"
#include "suite.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct address_row {
    const char *text;
    bool lies_within;
};

static const struct address_row spelling_rows[] = {
    {"10.0.0.0/8", true},
    {"10.0.0.0/15", true},
    {"10.0.0.0/16", true},
    {"10.255.0.0/16", true},
    {"11.0.0.0/16", false},
    {"9.255.0.0/16", false},
    {"172.15.0.0/16", false},
    {"172.16.0.0/16", true},
    {"172.16.0.0/12", true},
    {"172.31.255.0/24", true},
    {"172.32.0.0/16", false},
    {"192.168.0.0/16", true},
    {"192.168.0.0/15", false},
    {"192.169.0.0/24", false},
    {"192.168.1.1", true},
    {"192.168.1.1/32", true},
    {"192.168.1.1/33", false},
    {"192.168.1.1/", false},
    {"192.168.1.1/+24", false},
    {"192.168.1.1/024", false},
    {"192.168.1.1/24 ", false},
    {" 192.168.1.1", false},
    {"192.168.01.1", false},
    {"192.168.1", false},
    {"0xc0.168.1.1", false},
    {"3232235777", false},
    {"0.0.0.0/0", false},
    {"", false},
    {"/16", false},
    {"::/0", false},
    {"fc00::/7", true},
    {"fd00::/47", true},
    {"fd00::/48", true},
    {"fd00:1:2::/64", true},
    {"fdff::1", true},
    {"fe00::/64", false},
    {"2001:db8::/64", false},
    {"::ffff:10.0.0.0/112", false},
    {"fd00::1%eth0/64", false},
    {"fd00::/129", false},
    {"127.0.0.0/16", false},
    {"169.254.0.0/16", false},
    {"224.0.0.0/16", false},
    {"fd00:aaaa:bbbb:cccc:dddd:eeee:ffff:0000:1111:2222:3333/64", false},
};

static bool lies_in_listed(const char *text, const char *const *listed, size_t n_listed)
{
    struct qw_subnet subnet;

    return qw_subnet_parse(text, &subnet) && qw_subnet_is_in(&subnet, listed, n_listed);
}

START_TEST(an_address_is_read_strictly)
{
    static const char *const listed[] = {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",
                                         "fc00::/7"};

    for (size_t i = 0; i < COUNT(spelling_rows); i++)
        ck_assert_msg(lies_in_listed(spelling_rows[i].text, listed, COUNT(listed)) ==
                          spelling_rows[i].lies_within,
                      "%s", spelling_rows[i].text);
}
END_TEST

START_TEST(a_subnet_lies_in_a_listed_one)
{
    static const char *const listed[] = {"junk", "203.0.113.64/27", "fd00::/64", "198.51.100.7"};
    static const struct address_row rows[] = {
        {"203.0.113.64/27", true},  {"203.0.113.64/28", true}, {"203.0.113.95/32", true},
        {"203.0.113.96/32", false}, {"203.0.113.63", false},   {"203.0.113.64/26", false},
        {"198.51.100.7", true},     {"198.51.100.8", false},   {"fd00::5", true},
        {"fd00:0:0:1::5", false},   {"junk", false},
    };

    for (size_t i = 0; i < COUNT(rows); i++)
        ck_assert_msg(lies_in_listed(rows[i].text, listed, COUNT(listed)) == rows[i].lies_within,
                      "%s", rows[i].text);
}
END_TEST

static const struct {
    const char *one;
    const char *other;
    bool overlaps;
} overlap_rows[] = {
    {"10.1.0.0/16", "10.1.0.0/16", true},    /* equal */
    {"10.1.2.0/24", "10.1.0.0/16", true},    /* inside */
    {"10.0.0.0/8", "10.1.0.0/16", true},     /* covering */
    {"10.1.255.255", "10.1.0.0/16", true},   /* its last address */
    {"10.0.255.0/24", "10.1.0.0/16", false}, /* just before */
    {"10.2.0.0/24", "10.1.0.0/16", false},   /* just behind */
    {"10.1.128.0/17", "10.1.0.0/17", false},
    {"10.1.2.3/16", "10.1.200.0/24", true}, /* bits behind the prefix count for nothing */
    {"0.0.0.0/0", "10.1.0.0/16", true},
    {"fd00:1::/32", "fd00:1:2::/48", true},
    {"fd00:1::/48", "fd00:1:0:ffff::1", true},
    {"fd00:1::/48", "fd00:1:1::/48", false},
    {"::/0", "10.0.0.0/8", false}, /* of another family */
    {"::ffff:10.0.0.0/104", "10.0.0.0/8", false},
};

START_TEST(subnets_overlap_when_they_share_an_address)
{
    for (size_t i = 0; i < COUNT(overlap_rows); i++) {
        struct qw_subnet one;
        struct qw_subnet other;

        ck_assert(qw_subnet_parse(overlap_rows[i].one, &one));
        ck_assert(qw_subnet_parse(overlap_rows[i].other, &other));
        ck_assert_msg(qw_subnet_overlaps(&one, &other) == overlap_rows[i].overlaps &&
                          qw_subnet_overlaps(&other, &one) == overlap_rows[i].overlaps,
                      "%s and %s", overlap_rows[i].one, overlap_rows[i].other);
    }
}
END_TEST

START_TEST(a_subnet_is_written_as_it_is_read)
{
    static const char *const texts[] = {"10.1.0.0/16",
                                        "10.1.2.3",
                                        "0.0.0.0/0",
                                        "fd00::/64",
                                        "fd00::1",
                                        "::/0",
                                        "1111:2222:3333:4444:5555:6666:7777:8888",
                                        "1111:2222:3333:4444:5555:6666:7777:8888/127"};

    for (size_t i = 0; i < COUNT(texts); i++) {
        struct qw_subnet subnet;
        char text[QW_SUBNET_TEXT];

        ck_assert(qw_subnet_parse(texts[i], &subnet));
        qw_subnet_format(&subnet, text);
        ck_assert_str_eq(text, texts[i]);
    }
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("subnet");

    tcase_add_test(cases, an_address_is_read_strictly);
    tcase_add_test(cases, a_subnet_lies_in_a_listed_one);
    tcase_add_test(cases, subnets_overlap_when_they_share_an_address);
    tcase_add_test(cases, a_subnet_is_written_as_it_is_read);
    return run_case("base/subnet", cases);
}
