/* One request over a unix socket, bounded in time and size: for `doctor`, which asks the plugin and
 * the engine as each is asked by others. */
#include <curl/curl.h>
#include <string.h>

#include "cli_priv.h"

enum { ANSWER_MAX = 4 * 1024 * 1024, TIMEOUT_S = 20 };

QW_DEFINE_CLEANUP(cleanup_curl, CURL, curl_easy_cleanup)
QW_DEFINE_CLEANUP(cleanup_headers, struct curl_slist, curl_slist_free_all)

/* The signature is curl's. */
static size_t take_bytes(char *data, size_t size, size_t n, void *buffer)
{
    qw_buffer_add(buffer, data, size * n);
    return ((struct qw_buffer *)buffer)->err == QW_OK ? size * n : 0;
}

static void set_request(CURL *curl, const struct cli_http_request *request,
                        struct curl_slist *headers, struct qw_buffer *answer)
{
    (void)curl_easy_setopt(curl, CURLOPT_UNIX_SOCKET_PATH, request->socket);
    (void)curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http");
    (void)curl_easy_setopt(curl, CURLOPT_PROXY, "");
    (void)curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    (void)curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)TIMEOUT_S);
    (void)curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    (void)curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_bytes);
    (void)curl_easy_setopt(curl, CURLOPT_WRITEDATA, answer);
    if (request->body == NULL)
        return;
    (void)curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)strlen(request->body));
    (void)curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request->body);
}

static enum qw_err keep(struct qw_arena *arena, const struct qw_buffer *answer,
                        struct cli_http_answer *ret_answer)
{
    ret_answer->body = qw_arena_copy(arena, answer->len > 0 ? answer->data : "", answer->len);
    ret_answer->len = answer->len;
    return ret_answer->body != NULL ? QW_OK : QW_ERR_NO_MEMORY;
}

enum qw_err cli_http_ask(struct qw_arena *arena, const struct cli_http_request *request,
                         struct cli_http_answer *ret_answer, struct qw_diag *diag)
{
    CURL *curl QW_CLEANUP(cleanup_curl) = curl_easy_init();
    struct curl_slist *headers QW_CLEANUP(cleanup_headers) =
        curl_slist_append(NULL, request->body != NULL ? "Content-Type: application/json"
                                                      : "Accept: application/json");
    struct qw_buffer answer QW_CLEANUP(qw_buffer_done) = QW_BUFFER(ANSWER_MAX);
    const char *url = qw_arena_format(arena, "http://localhost%s", request->path);
    CURLcode code;

    if (curl == NULL || headers == NULL || url == NULL)
        return qw_diag_set(diag, QW_ERR_NO_MEMORY, "out of memory");
    (void)curl_easy_setopt(curl, CURLOPT_URL, url);
    set_request(curl, request, headers, &answer);
    code = curl_easy_perform(curl);
    if (code != CURLE_OK)
        return qw_diag_set(diag, QW_ERR_ENGINE, "%s: %s", request->socket,
                           curl_easy_strerror(code));
    (void)curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &ret_answer->status);
    return keep(arena, &answer, ret_answer);
}
