/* The files of a container, as the engine's archive endpoint tells of them: the answer of a
 * scripted engine (`answers`).  What is in no row is not there. */
#ifndef CONTAINER_FILES_FIXTURE_H
#define CONTAINER_FILES_FIXTURE_H

#include "resolve_fixture.h"

enum { TAR_BLOCK = 512 };

struct container_file {
    const char *path;
    const char *link;   /* the text of a symbolic link; NULL: a folder */
    const char *header; /* instead of the right one; "" for none */
    int status;         /* of its HEAD; 0: 200 */
};

/* Each test has a process of its own. */
static const struct container_file *container_files;
static size_t n_container_files;

static inline void encode_base64(const char *text, char *to)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const size_t len = strlen(text);

    for (size_t i = 0; i < len; i += 3) {
        unsigned bits = 0;

        for (size_t j = 0; j < 3; j++)
            bits = bits << 8 | (i + j < len ? (unsigned char)text[i + j] : 0U);
        for (size_t j = 0; j < 4; j++)
            *to++ = i + j > len ? '=' : digits[bits >> (18 - 6 * j) & 63];
    }
    *to = '\0';
}

static inline void answer_stat(int fd, const struct container_file *file)
{
    char stat[256];
    char header[512] = "";
    char text[1024];

    snprintf(stat, sizeof stat,
             "{\"name\":\"x\",\"size\":4,\"mode\":%lu,\"mtime\":\"2020-01-01T00:00:00Z\","
             "\"linkTarget\":\"/nowhere\"}",
             file->link != NULL ? (1UL << 27) | 0777UL : (1UL << 31) | 0755UL);
    encode_base64(stat, header);
    snprintf(text, sizeof text, "HTTP/1.1 %d X\r\n%s%s%sConnection: close\r\n\r\n",
             file->status != 0 ? file->status : 200,
             file->header != NULL && *file->header == '\0' ? "" : "X-Docker-Container-Path-Stat: ",
             file->header != NULL ? file->header : header,
             file->header != NULL && *file->header == '\0' ? "" : "\r\n");
    engine_send(fd, text, strlen(text));
}

static inline void answer_link(int fd, const struct container_file *file)
{
    static const char start[] = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
    char header[TAR_BLOCK] = "";
    unsigned sum = 0;

    snprintf(header, 100, "%s", strrchr(file->path, '/') + 1);
    snprintf(header + 124, 12, "%011o", 0U);
    memset(header + 148, ' ', 8);
    header[156] = '2';
    snprintf(header + 157, 100, "%s", file->link);
    memcpy(header + 257, "ustar\00000", 8);
    for (int i = 0; i < TAR_BLOCK; i++)
        sum += (unsigned char)header[i];
    snprintf(header + 148, 8, "%06o", sum);
    engine_send(fd, start, strlen(start));
    engine_send(fd, header, sizeof header);
}

/* PATH, whose slashes the resolver writes as %2F, is what HEAD asks for. */
static inline bool is_asked(const char *head, const char *path)
{
    const char *asked = strstr(head, "/archive?path=");
    char encoded[512];
    size_t len = 0;

    for (; *path != '\0'; path++)
        len += (size_t)snprintf(encoded + len, sizeof encoded - len, *path == '/' ? "%%2F" : "%c",
                                *path);
    snprintf(encoded + len, sizeof encoded - len, " ");
    return asked != NULL && strncmp(asked + strlen("/archive?path="), encoded, len + 1) == 0;
}

static inline bool answer_file(int fd, const char *head)
{
    const struct container_file missing = {.status = 404};

    if (strstr(head, "/archive?path=") == NULL)
        return false;
    for (size_t i = 0; i < n_container_files; i++) {
        if (!is_asked(head, container_files[i].path))
            continue;
        if (*head == 'H')
            answer_stat(fd, &container_files[i]);
        else
            answer_link(fd, &container_files[i]);
        return true;
    }
    answer_stat(fd, &missing);
    return true;
}

#endif
