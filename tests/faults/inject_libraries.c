/* Our own calls to libcurl and libmicrohttpd, and libcurl's memory. */
#include <curl/curl.h>
#include <microhttpd.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "inject.h"
#include "inject_libraries.h"
#include "wrap.h"

/* --- libcurl ---------------------------------------------------------------------------------- */

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
char *__real_strdup(const char *text);

static void *curl_malloc(size_t size)
{
    return fault_meet(FAULT_CURL_MEMORY) == FAULT_FAILS ? NULL : __real_malloc(size);
}

static void *curl_calloc(size_t count, size_t size)
{
    return fault_meet(FAULT_CURL_MEMORY) == FAULT_FAILS ? NULL : __real_calloc(count, size);
}

static void *curl_realloc(void *memory, size_t size)
{
    return fault_meet(FAULT_CURL_MEMORY) == FAULT_FAILS ? NULL : __real_realloc(memory, size);
}

static char *curl_strdup(const char *text)
{
    return fault_meet(FAULT_CURL_MEMORY) == FAULT_FAILS ? NULL : __real_strdup(text);
}

bool fault_take_curl_memory(void)
{
    return curl_global_init_mem(CURL_GLOBAL_NOTHING, curl_malloc, free, curl_realloc, curl_strdup,
                                curl_calloc) == CURLE_OK;
}

WRAP(CURLcode, curl_global_init, long flags)
{
    int error;

    return fault_meets(FAULT_CURL_GLOBAL, &error) ? (CURLcode)error
                                                  : __real_curl_global_init(flags);
}

WRAP(CURL *, curl_easy_init, void)
{
    return fault_meet(FAULT_CURL_INIT) == FAULT_FAILS ? NULL : __real_curl_easy_init();
}

CURLcode __real_curl_easy_setopt(CURL *handle, CURLoption option, ...);
CURLcode __wrap_curl_easy_setopt(CURL *handle, CURLoption option, ...);
CURLcode __real_curl_easy_getinfo(CURL *handle, CURLINFO info, ...);
CURLcode __wrap_curl_easy_getinfo(CURL *handle, CURLINFO info, ...);

/* Numbers are longs, all else is a pointer: we set no curl_off_t. */
CURLcode __wrap_curl_easy_setopt(CURL *handle, CURLoption option, ...)
{
    CURLcode code = CURLE_OK;
    va_list args;
    int error;

    if (fault_meets(FAULT_CURL_SETOPT, &error))
        return (CURLcode)error;
    va_start(args, option);
    if ((int)option < CURLOPTTYPE_OBJECTPOINT)
        code = __real_curl_easy_setopt(handle, option, va_arg(args, long));
    else
        code = __real_curl_easy_setopt(handle, option, va_arg(args, void *));
    va_end(args);
    return code;
}

CURLcode __wrap_curl_easy_getinfo(CURL *handle, CURLINFO info, ...)
{
    va_list args;
    void *ret_value;
    int error;

    if (fault_meets(FAULT_CURL_GETINFO, &error))
        return (CURLcode)error;
    va_start(args, info);
    ret_value = va_arg(args, void *);
    va_end(args);
    return __real_curl_easy_getinfo(handle, info, ret_value);
}

WRAP(struct curl_slist *, curl_slist_append, struct curl_slist *list, const char *text)
{
    return fault_meet(FAULT_CURL_LIST) == FAULT_FAILS ? NULL : __real_curl_slist_append(list, text);
}

/* After all came in: what stands in the body already must not count. */
WRAP(CURLcode, curl_easy_perform, CURL *handle)
{
    const CURLcode code = __real_curl_easy_perform(handle);
    int error;

    return fault_meets(FAULT_CURL_PERFORM, &error) ? (CURLcode)error : code;
}

/* --- libmicrohttpd ---------------------------------------------------------------------------- */

WRAP(const char *, MHD_lookup_connection_value, struct MHD_Connection *connection,
     enum MHD_ValueKind kind, const char *key)
{
    return fault_meet(FAULT_HTTP_LOOKUP) == FAULT_FAILS
               ? NULL
               : __real_MHD_lookup_connection_value(connection, kind, key);
}

WRAP(struct MHD_Response *, MHD_create_response_from_buffer, size_t size, void *bytes,
     enum MHD_ResponseMemoryMode mode)
{
    return fault_meet(FAULT_HTTP_RESPONSE) == FAULT_FAILS
               ? NULL
               : __real_MHD_create_response_from_buffer(size, bytes, mode);
}

WRAP(enum MHD_Result, MHD_add_response_header, struct MHD_Response *response, const char *header,
     const char *content)
{
    return fault_meet(FAULT_HTTP_HEADER) == FAULT_FAILS
               ? MHD_NO
               : __real_MHD_add_response_header(response, header, content);
}

WRAP(enum MHD_Result, MHD_queue_response, struct MHD_Connection *connection, unsigned status,
     struct MHD_Response *response)
{
    return fault_meet(FAULT_HTTP_QUEUE) == FAULT_FAILS
               ? MHD_NO
               : __real_MHD_queue_response(connection, status, response);
}
