/* Body accounting (engine.md section 2): each way in which dockerd hides a body. */
#include "engine_fixture.h"

#define JSON "application/json"
#define CREATE "/v1.41/containers/create"
#define START "/v1.41/containers/web/start"
#define STOP "/v1.41/containers/web/stop"
#define PULL "/v1.41/images/create?fromImage=nginx"
#define ATTACH "/v1.41/containers/web/attach?stream=1&stdout=1"
#define PUSH "/v1.41/images/nginx/push"
#define BODY "{\"Image\":\"t\"}" /* 13 bytes */

struct row {
    const char *method;
    const char *uri;
    const char *type;
    const char *length;
    const char *body; /* NULL: not shown */
    enum qw_err err;
    const char *says; /* part of the sentence, or NULL */
};

static const struct row rows[] = {
    /* a body is needed */
    {"POST", CREATE, JSON, "13", BODY, QW_OK, NULL},
    {"POST", CREATE, "application/json; charset=utf-8", "13", BODY, QW_OK, NULL},
    {"POST", CREATE, "APPLICATION/JSON", "13", BODY, QW_OK, NULL},
    {"POST", CREATE, JSON, NULL, BODY, QW_OK, NULL}, /* chunked, newer engines */
    {"POST", CREATE, JSON, "12", BODY, QW_ERR_BODY_HIDDEN, "13 bytes"},
    {"POST", CREATE, JSON, "14", BODY, QW_ERR_BODY_HIDDEN, "Content-Length is 14"},
    {"POST", CREATE, JSON, "0", BODY, QW_ERR_BODY_HIDDEN, NULL},
    {"POST", CREATE, JSON, "0", NULL, QW_ERR_BODY_MISSING, "needs a JSON body"},
    {"POST", CREATE, NULL, "0", NULL, QW_ERR_BODY_MISSING, NULL},
    {"POST", CREATE, JSON, NULL, NULL, QW_ERR_BODY_HIDDEN, "chunks"},
    {"POST", CREATE, NULL, NULL, NULL, QW_ERR_BODY_HIDDEN, "\nsend it in one piece"},
    {"POST", CREATE, JSON, "1048575", NULL, QW_ERR_BODY_HIDDEN, "nothing in the request tells why"},
    {"POST", CREATE, JSON, "1048576", NULL, QW_ERR_BODY_HIDDEN, "it has 1 MiB or more"},
    {"POST", CREATE, JSON, "1048577", NULL, QW_ERR_BODY_HIDDEN, "\nsend less than 1 MiB"},
    {"POST", CREATE "?x=/auth", JSON, "13", NULL, QW_ERR_BODY_HIDDEN, "ends in /auth"},
    {"POST", CREATE "?x=/auth", JSON, "13", BODY, QW_OK, NULL},
    {"POST", CREATE, "text/plain", "13", NULL, QW_ERR_BODY_HIDDEN, "its Content-Type is not JSON"},
    {"POST", CREATE, NULL, "13", NULL, QW_ERR_BODY_HIDDEN,
     "\nsend Content-Type: application/json."},
    {"POST", CREATE, "text/plain", "13", BODY, QW_ERR_CONTENT_TYPE, "is not JSON"},
    {"POST", CREATE, NULL, "13", BODY, QW_ERR_CONTENT_TYPE, NULL},
    {"POST", CREATE, "application/json;", "13", BODY, QW_OK, NULL},
    {"POST", CREATE, "application/json; charset=utf-8 ; ", "13", BODY, QW_OK, NULL},
    {"POST", CREATE, "application/json;;", "13", BODY, QW_ERR_CONTENT_TYPE, NULL},
    {"POST", CREATE, "application/json; charset", "13", BODY, QW_ERR_CONTENT_TYPE, NULL},
    {"POST", CREATE, "application/jsonx", "13", BODY, QW_ERR_CONTENT_TYPE, NULL},
    {"POST", CREATE, "application/json, text/plain", "13", BODY, QW_ERR_CONTENT_TYPE, NULL},
    {"POST", "/swarm/join", "text/plain", "13", NULL, QW_ERR_BODY_HIDDEN, NULL},
    {"POST", "/swarm/join", JSON, "2000000", NULL, QW_ERR_BODY_HIDDEN, NULL},
    {"POST", "/plugins/x/set", JSON, "9", NULL, QW_ERR_BODY_HIDDEN, NULL},
    {"PUT", "/volumes/x", JSON, "0", NULL, QW_ERR_BODY_MISSING, NULL},
    /* forms, whatever the operation */
    {"POST", CREATE, "application/x-www-form-urlencoded", "13", NULL, QW_ERR_CONTENT_TYPE, "form"},
    {"POST", PULL, "application/x-www-form-urlencoded", "0", NULL, QW_ERR_CONTENT_TYPE, "form"},
    {"POST", PULL, "APPLICATION/X-WWW-FORM-URLENCODED", "9", NULL, QW_ERR_CONTENT_TYPE, NULL},
    {"POST", "/build", "multipart/form-data; boundary=x", "99", NULL, QW_ERR_CONTENT_TYPE, NULL},
    {"POST", "/build", " Multipart/Mixed; boundary=x", NULL, NULL, QW_ERR_CONTENT_TYPE, NULL},
    {"PUT", "/containers/a/archive?path=/", "application/x-www-form-urlencoded", "9", NULL,
     QW_ERR_CONTENT_TYPE, NULL},
    {"DELETE", "/containers/a", "multipart/form-data; boundary=x", "9", NULL, QW_ERR_CONTENT_TYPE,
     NULL},
    {"POST", STOP, "application/json, multipart/form-data", "0", NULL, QW_ERR_CONTENT_TYPE, NULL},
    /* parameters stand in the query */
    {"POST", START, NULL, "0", NULL, QW_OK, NULL},
    {"POST", START, JSON, "0", NULL, QW_OK, NULL},
    {"POST", START, "text/plain", "0", NULL, QW_OK, NULL},
    {"POST", START, JSON, "2", "{}", QW_OK, NULL},
    {"POST", START, JSON, "4", "null", QW_OK, NULL},
    {"POST", START, JSON, NULL, "{}", QW_ERR_BODY_UNEXPECTED, NULL},
    {"POST", START, JSON, "3", "{}", QW_ERR_BODY_HIDDEN, NULL},
    {"POST", START, "text/plain", "2", "{}", QW_ERR_CONTENT_TYPE, NULL},
    {"POST", START, JSON, "3", "{ }", QW_ERR_BODY_UNEXPECTED, "no body belongs"},
    {"POST", START, JSON, "2", "[]", QW_ERR_BODY_UNEXPECTED, NULL},
    {"POST", START, JSON, "19", "{\"Privileged\":true }", QW_ERR_BODY_HIDDEN, NULL},
    {"POST", START, JSON, "19", "{\"Privileged\":true}", QW_ERR_BODY_UNEXPECTED, NULL},
    {"POST", START, JSON, NULL, NULL, QW_ERR_BODY_HIDDEN, "\nsend no body, and Content-Length: 0."},
    {"POST", START, NULL, NULL, NULL, QW_ERR_BODY_HIDDEN, NULL},
    {"POST", START, NULL, "1", NULL, QW_ERR_BODY_HIDDEN, NULL},
    {"POST", "/containers/a/restart", NULL, NULL, NULL, QW_ERR_BODY_HIDDEN, NULL},
    {"POST", PULL, NULL, "0", NULL, QW_OK, NULL},
    {"POST", PULL, JSON, "21", "{\"fromImage\":\"nginx\"}", QW_OK, NULL}, /* dockerode */
    {"POST", PULL, JSON, "20", "{\"fromImage\":\"nginx\"}", QW_ERR_BODY_HIDDEN, NULL},
    {"POST", PULL, "application/x-tar", "21", "{\"fromImage\":\"nginx\"}", QW_ERR_CONTENT_TYPE,
     NULL},
    {"POST", PULL, JSON, "9", "fromSrc=x", QW_ERR_SYNTAX, NULL},
    {"POST", PULL, JSON, NULL, NULL, QW_ERR_BODY_HIDDEN, NULL},
    {"POST", PULL, "application/x-tar", "7", NULL, QW_ERR_BODY_HIDDEN, "\nsend no body"},
    {"POST", "/containers/prune", NULL, NULL, NULL, QW_ERR_BODY_HIDDEN, NULL},
    {"POST", "/images/a/tag?repo=b", NULL, "0", NULL, QW_OK, NULL},
    {"POST", "/containers/a/rename?name=b", JSON, "9", NULL, QW_ERR_BODY_HIDDEN, NULL},
    {"POST", "/plugins/x/enable", NULL, NULL, NULL, QW_ERR_BODY_HIDDEN, NULL},
    {"POST", "/swarm/leave", NULL, "0", NULL, QW_OK, NULL},
    {"POST", ATTACH, "text/plain", "0", NULL, QW_OK, NULL}, /* the docker CLI */
    {"POST", ATTACH, NULL, "0", NULL, QW_OK, NULL},
    {"POST", ATTACH, JSON, "17", "{\"stream\":\"true\"}", QW_OK, NULL}, /* dockerode */
    {"POST", ATTACH, NULL, NULL, NULL, QW_ERR_BODY_HIDDEN,
     "\nsend no body, and Content-Length: 0."},
    {"POST", ATTACH, JSON, NULL, NULL, QW_ERR_BODY_HIDDEN, NULL},
    /* behind a form's Content-Type, which is not the last */
    {"POST", ATTACH, "application/vnd.docker.raw-stream", "7", NULL, QW_ERR_BODY_HIDDEN, NULL},
    {"GET", "/containers/a/attach/ws?stream=1", NULL, NULL, NULL, QW_OK, NULL},
    {"GET", "/containers/a/attach/ws?stream=1", NULL, "7", NULL, QW_OK, NULL},
    {"GET", "/containers/a/attach/ws?stream=1", "multipart/form-data", NULL, NULL,
     QW_ERR_CONTENT_TYPE, NULL},
    /* JSON or provably nothing */
    {"POST", PUSH, NULL, "0", NULL, QW_OK, NULL},
    {"POST", PUSH, JSON, "2", "{}", QW_OK, NULL},
    {"POST", PUSH, JSON, "13", "{\"tag\":\"1.0\"}", QW_OK, NULL},
    {"POST", PUSH, NULL, NULL, NULL, QW_ERR_BODY_HIDDEN, NULL},
    {"POST", PUSH, "text/plain", "9", NULL, QW_ERR_BODY_HIDDEN, NULL},
    {"POST", "/commit?container=a", JSON, "0", NULL, QW_OK, NULL},
    {"POST", "/commit?container=a", JSON, "9", NULL, QW_ERR_BODY_HIDDEN, NULL},
    {"POST", "/plugins/pull?remote=x", JSON, "2", "[]", QW_OK, NULL},
    /* nothing that could do harm */
    {"POST", STOP, NULL, NULL, NULL, QW_OK, NULL},
    {"POST", STOP, JSON, "5000000", NULL, QW_OK, NULL},
    {"POST", STOP, JSON, "2", "{}", QW_OK, NULL},
    {"POST", STOP, JSON, "3", "{]}", QW_ERR_SYNTAX, NULL},
    {"POST", STOP, JSON, "4", "{}", QW_ERR_BODY_HIDDEN, NULL},
    {"POST", "/exec/a/start", JSON, "16", "{\"Detach\":false}", QW_OK, NULL},
    {"POST", "/exec/a/start", JSON, NULL, NULL, QW_OK, NULL},
    {"POST", "/exec/a/start", JSON, "29", "{\"Detach\":false,\"detach\":true}", QW_ERR_BODY_HIDDEN,
     NULL},
    {"POST", "/exec/a/start", JSON, "30", "{\"Detach\":false,\"detach\":true}", QW_ERR_AMBIGUOUS,
     NULL},
    {"POST", "/containers/a/wait", NULL, NULL, NULL, QW_OK, NULL},
    /* streams are never shown */
    {"POST", "/build", "application/x-tar", NULL, NULL, QW_OK, NULL},
    {"POST", "/auth", JSON, "99", NULL, QW_OK, NULL},
    {"POST", "/images/load", "application/x-tar", "99999999", NULL, QW_OK, NULL},
    {"POST", "/images/create?fromSrc=-", "text/plain", NULL, NULL, QW_OK, NULL},
    {"POST", "/images/create?fromSrc=-", JSON, "3", "{]}", QW_OK, NULL},
    {"PUT", "/containers/a/archive?path=/", "application/x-tar", NULL, NULL, QW_OK, NULL},
    /* lengths that are none */
    {"GET", "/containers/json", NULL, "0", NULL, QW_OK, NULL},
    {"GET", "/containers/json", NULL, "12", NULL, QW_OK, NULL},
    {"GET", "/containers/json", JSON, "2", "{]", QW_OK, NULL},
    {"GET", "/containers/json", NULL, "x", NULL, QW_ERR_BODY_HIDDEN, "not one number"},
    {"DELETE", "/containers/a", NULL, "", NULL, QW_ERR_BODY_HIDDEN, NULL},
    {"POST", START, NULL, "", NULL, QW_ERR_BODY_HIDDEN, NULL},
    {"POST", START, NULL, "0, 0", NULL, QW_ERR_BODY_HIDDEN, NULL},
    {"POST", START, NULL, "+0", NULL, QW_ERR_BODY_HIDDEN, NULL},
    {"POST", START, NULL, "-0", NULL, QW_ERR_BODY_HIDDEN, NULL},
    {"POST", START, NULL, " 0", NULL, QW_ERR_BODY_HIDDEN, NULL},
    {"POST", START, NULL, "0x0", NULL, QW_ERR_BODY_HIDDEN, NULL},
    {"POST", CREATE, JSON, "18446744073709551629", BODY, QW_ERR_BODY_HIDDEN, "not one number"},
    {"POST", "/build", NULL, "1e3", NULL, QW_ERR_BODY_HIDDEN, NULL},
};

START_TEST(a_body_must_be_what_it_seems)
{
    const struct row *row = &rows[_i];
    struct fixture fixture = fixture_new();
    const struct qw_engine_request request = {.method = row->method,
                                              .uri = row->uri,
                                              .content_type = row->type,
                                              .content_length = row->length,
                                              .has_body = row->body != NULL,
                                              .body = row->body != NULL ? row->body : "",
                                              .body_len =
                                                  row->body != NULL ? strlen(row->body) : 0};

    enum qw_err err = ask(&fixture, &request);
    ck_assert_msg(err == row->err, "row %d, %s: %s (%s)", _i, row->uri, qw_err_name(err),
                  fixture.diag.text);
    ck_assert_msg(row->says == NULL || strstr(fixture.diag.text, row->says) != NULL, "row %d: %s",
                  _i, fixture.diag.text);
    ck_assert_int_ne(fixture.operation.op, QW_OP_UNKNOWN);
    ck_assert_msg(err == QW_OK || fixture.operation.body == NULL, "row %d", _i);
    fixture_done(&fixture);
}
END_TEST

START_TEST(an_unknown_operation_is_not_read_further)
{
    struct fixture fixture = fixture_new();
    const struct qw_engine_request request = {.method = "POST",
                                              .uri = "/new/thing",
                                              .content_type = "multipart/form-data",
                                              .content_length = "x",
                                              .body = ""};

    ck_assert_int_eq(ask(&fixture, &request), QW_OK);
    ck_assert_int_eq(fixture.operation.op, QW_OP_UNKNOWN);
    ck_assert_str_eq(fixture.operation.path, "/new/thing");
    fixture_done(&fixture);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("accounting");

    tcase_add_loop_test(tests, a_body_must_be_what_it_seems, 0, (int)COUNT_OF(rows));
    tcase_add_test(tests, an_unknown_operation_is_not_read_further);
    return run_case("engine/accounting", tests);
}
