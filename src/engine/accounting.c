/* Body accounting (engine.md section 2): dockerd does not show every body, and acts on those that
 * it hides.  What a request may leave unseen depends on what its operation does with a body. */
#include <string.h>

#include "engine_priv.h"

/* Engines before 25.0.16 and 29.3.1 show only bodies under this. */
#define SHOWN_BODY_MAX ((uint64_t)1024 * 1024)

struct account {
    const struct qw_engine_request *request;
    enum qw_content content;
    bool has_length;
    uint64_t length;
};

static bool is_chunked(const struct account *account)
{
    return !account->has_length;
}

static bool is_large(const struct account *account)
{
    return account->length >= SHOWN_BODY_MAX;
}

static bool ends_in_auth(const struct account *account)
{
    static const char suffix[] = "/auth";
    size_t len = strlen(account->request->uri);

    return len >= sizeof(suffix) - 1 &&
           strcmp(account->request->uri + len - (sizeof(suffix) - 1), suffix) == 0;
}

static bool is_not_json(const struct account *account)
{
    return account->content != QW_CONTENT_JSON;
}

static bool is_any(const struct account *account)
{
    (void)account;
    return true;
}

/* Why a body was not shown, and what to do: the first row that holds. */
static const struct {
    bool (*holds)(const struct account *account);
    const char *cause;
    const char *fix;
} hiding_rows[] = {
    {is_chunked, "it has no Content-Length, as when it is sent in chunks",
     "send it in one piece, with its Content-Length, which is 0 for an empty body."},
    {ends_in_auth, "the address ends in /auth, where engines hide bodies",
     "write the address without /auth at its end."},
    {is_not_json, "its Content-Type is not JSON, and engines show only that",
     "send Content-Type: application/json."},
    {is_large, "it has 1 MiB or more, which engines before 25.0.16 and 29.3.1 hide",
     "send less than 1 MiB, or ask your operator to upgrade the engine."},
    {is_any, "nothing in the request tells why",
     "send the request again; if it stays so, ask your operator."},
};

static enum qw_err refuse_hidden(const struct account *account, struct qw_diag *diag)
{
    size_t row = 0;

    while (!hiding_rows[row].holds(account))
        row++;
    return qw_diag_set(diag, QW_ERR_BODY_HIDDEN,
                       "the engine did not show the body of this request: %s\n%s",
                       hiding_rows[row].cause, hiding_rows[row].fix);
}

static bool read_length(const char *text, uint64_t *ret_length)
{
    uint64_t length = 0;
    const char *at = text;

    for (; *at >= '0' && *at <= '9'; at++) {
        if (length > (UINT64_MAX - 9) / 10)
            return false;
        length = length * 10 + (uint64_t)(*at - '0');
    }
    if (at == text || *at != '\0')
        return false;
    *ret_length = length;
    return true;
}

/* A body that the engine shows is JSON, and all of it. */
static enum qw_err check_visible(const struct account *account, struct qw_diag *diag)
{
    if (account->content != QW_CONTENT_JSON)
        return qw_diag_set(diag, QW_ERR_CONTENT_TYPE,
                           "the Content-Type of this request is not JSON");
    if (account->has_length && account->length != account->request->body_len)
        return qw_diag_set(diag, QW_ERR_BODY_HIDDEN,
                           "the engine showed %zu bytes of a body whose Content-Length is %llu\n"
                           "send the request again, with the Content-Length of its body.",
                           account->request->body_len, (unsigned long long)account->length);
    return QW_OK;
}

static bool has_no_body(const struct account *account)
{
    return !account->request->has_body && account->has_length && account->length == 0;
}

/* Some clients send {} or null where they have nothing to say. */
static bool says_nothing(const struct account *account)
{
    const struct qw_engine_request *request = account->request;

    if (!account->has_length || account->length != request->body_len)
        return false;
    return (request->body_len == 2 && memcmp(request->body, "{}", 2) == 0) ||
           (request->body_len == 4 && memcmp(request->body, "null", 4) == 0);
}

static enum qw_err refuse_unseen(struct qw_diag *diag)
{
    return qw_diag_set(diag, QW_ERR_BODY_HIDDEN,
                       "this request takes its parameters from the address, and the engine did not "
                       "show whether it has a body that changes them\n"
                       "send no body, and Content-Length: 0.");
}

static enum qw_err account_empty(const struct account *account, struct qw_diag *diag)
{
    if (has_no_body(account))
        return QW_OK;
    if (!account->request->has_body)
        return refuse_unseen(diag);
    enum qw_err err = check_visible(account, diag);
    if (err != QW_OK || says_nothing(account))
        return err;
    return qw_diag_set(diag, QW_ERR_BODY_UNEXPECTED, "no body belongs to this request");
}

/* dockerd shows a body by the first Content-Type, by which it would read a form as well
 * (pkg/authorization/authz.go sendBody, all versions): what is shown is JSON and no form. dockerode
 * repeats its parameters in such a body.  Of a GET it reads no form (net/http ParseForm):
 * attach/ws. */
static enum qw_err account_query(const struct account *account, struct qw_diag *diag)
{
    if (has_no_body(account))
        return QW_OK;
    if (account->request->has_body)
        return check_visible(account, diag);
    return strcmp(account->request->method, "GET") == 0 ? QW_OK : refuse_unseen(diag);
}

static enum qw_err account_json(const struct account *account, struct qw_diag *diag)
{
    if (account->request->has_body)
        return check_visible(account, diag);
    if (!has_no_body(account))
        return refuse_hidden(account, diag);
    return qw_diag_set(diag, QW_ERR_BODY_MISSING, "this request needs a JSON body, and has none");
}

static enum qw_err account_optional(const struct account *account, struct qw_diag *diag)
{
    return has_no_body(account) ? QW_OK : account_json(account, diag);
}

static enum qw_err account_harmless(const struct account *account, struct qw_diag *diag)
{
    return account->request->has_body ? check_visible(account, diag) : QW_OK;
}

static enum qw_err account_nothing(const struct account *account, struct qw_diag *diag)
{
    (void)account;
    (void)diag;
    return QW_OK;
}

static const struct {
    enum qw_err (*check)(const struct account *account, struct qw_diag *diag);
    bool is_read; /* a visible body is then read as JSON */
} need_rows[] = {
    [QW_BODY_NONE] = {account_nothing, false},   [QW_BODY_EMPTY] = {account_empty, false},
    [QW_BODY_QUERY] = {account_query, true},     [QW_BODY_HARMLESS] = {account_harmless, true},
    [QW_BODY_JSON] = {account_json, true},       [QW_BODY_OPTIONAL] = {account_optional, true},
    [QW_BODY_STREAM] = {account_nothing, false},
};

enum qw_err qw_body_account(const struct qw_engine_request *request, enum qw_body_need need,
                            bool *ret_read, struct qw_diag *diag)
{
    struct account account = {
        .request = request,
        .content = qw_content_of(request->content_type),
        .has_length = request->content_length != NULL,
    };

    if (account.content == QW_CONTENT_FORM)
        return qw_diag_set(diag, QW_ERR_CONTENT_TYPE,
                           "the Content-Type of this request is that of a form, whose fields the "
                           "engine takes for parameters without showing them");
    if (account.has_length && !read_length(request->content_length, &account.length))
        return qw_diag_set(diag, QW_ERR_BODY_HIDDEN,
                           "the Content-Length of this request is not one number\n"
                           "send one Content-Length, the number of bytes in the body.");
    enum qw_err err = need_rows[need].check(&account, diag);
    if (err != QW_OK)
        return err;
    *ret_read = need_rows[need].is_read && request->has_body;
    return QW_OK;
}
