/* Gives every file of a folder to a harness, where there is no libFuzzer to do it. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "fuzz.h"
#include "qw/cleanup.h"

enum { PATH_SIZE = 4096, FAILED = 3 };

static void close_file(FILE *const *file)
{
    if (*file != NULL)
        (void)fclose(*file);
}

static void close_folder(DIR *const *folder)
{
    if (*folder != NULL)
        (void)closedir(*folder);
}

/* False when the file cannot be read. */
static bool replay_file(const char *path)
{
    QW_CLEANUP(close_file) FILE *file = fopen(path, "rbe");
    struct stat status;

    if (file == NULL || fstat(fileno(file), &status) != 0 || !S_ISREG(status.st_mode))
        return false;

    size_t size = (size_t)status.st_size;
    /* Exactly as long as the input: a sanitizer sees a byte too far. */
    QW_CLEANUP(qw_cleanup_free) uint8_t *data = malloc(size > 0 ? size : 1);

    if (data == NULL || fread(data, 1, size, file) != size)
        return false;
    return LLVMFuzzerTestOneInput(data, size) == 0;
}

/* The number of files replayed; -1 after a failure. */
static int replay_folder(const char *folder_path)
{
    QW_CLEANUP(close_folder) DIR *folder = opendir(folder_path);
    int n_files = 0;

    if (folder == NULL)
        return -1;
    /* This stream is read by nobody else. NOLINTNEXTLINE(concurrency-mt-unsafe) */
    for (const struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        char path[PATH_SIZE];

        if (entry->d_name[0] == '.')
            continue;
        (void)snprintf(path, sizeof path, "%s/%s", folder_path, entry->d_name);
        if (!replay_file(path)) {
            (void)fprintf(stderr, "%s: cannot be replayed\n", path);
            return -1;
        }
        n_files++;
    }
    return n_files;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        (void)fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
        return FAILED;
    }

    int n_files = replay_folder(argv[1]);

    if (n_files == 0)
        (void)fprintf(stderr, "%s: no seeds\n", argv[1]);
    return n_files > 0 ? EXIT_SUCCESS : FAILED;
}
