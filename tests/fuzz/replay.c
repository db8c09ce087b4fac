/*
 * replay.c - a fuzz target over the files of folders: `fuzz_NAME FOLDER...`. Says how many there
 * were; none is a failure.
 */
#include <dirent.h>

#include "fuzz.h"

enum { MOST_BYTES = 1 << 20, PATH_BYTES = 4096 };

static int replay_file(const char *path) {
    static uint8_t bytes[MOST_BYTES];
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        return 0;
    }
    size_t count = fread(bytes, 1, sizeof bytes, file);
    (void)fclose(file);
    fprintf(stderr, "%s\n", path);
    (void)LLVMFuzzerTestOneInput(bytes, count);
    return 1;
}

static int replay_folder(const char *folder) {
    char path[PATH_BYTES];
    DIR *entries = opendir(folder);
    int count = 0;
    for (struct dirent *entry; entries != NULL && (entry = readdir(entries)) != NULL;) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        count += entry->d_name[0] != '.' && replay_file(path);
    }
    if (entries != NULL) {
        (void)closedir(entries);
    }
    return count;
}

int main(int argc, char **argv) {
    int count = 0;
    for (int i = 1; i < argc; i++) {
        int more = replay_folder(argv[i]);
        if (more == 0) {
            fprintf(stderr, "%s: no file is in it\n", argv[i]);
            return 1;
        }
        count += more;
    }
    printf("%d files\n", count);
    return count == 0;
}
