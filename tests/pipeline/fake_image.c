/*
 * fake_image.c - a measured image that measures nothing and misbehaves: what it does is the end of
 * the name it is started by, as in fake-crash.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "results/record.h"

enum { NAP_US = 3000 };

static void say(enum record_kind kind, const char *const *field, size_t fields) {
    char line[RECORD_LINE_BYTES];
    size_t length = record_write(kind, field, fields, line, sizeof line);
    (void)!write(STDOUT_FILENO, line, length);
}

static void say_sample(const char *id, const char *meter, const char *value) {
    const char *const fields[] = {id, meter, "0", value};
    say(RECORD_SAMPLE, fields, 4);
}

static void say_ok(const char *id, const char *checksum) {
    const char *const fields[] = {id, "ok", ""};
    say_sample(id, "checksum", checksum);
    say_sample(id, "length", "1000");
    say(RECORD_OUTCOME, fields, 3);
}

/* Holds the pipe open for longer than any test lasts. */
static void leave_grandchild(void) {
    if (fork() == 0) {
        (void)sleep(3600);
        _exit(0);
    }
}

int main(int argc, char **argv) {
    if (argc != 8) {
        return 2;
    }
    const char *dash = strrchr(argv[0], '-');
    const char *mode = dash != NULL ? dash + 1 : "";
    const char *id = argv[2], *repetition = argv[6];
    if (strcmp(mode, "crash") == 0) {
        (void)raise(SIGSEGV);
    } else if (strcmp(mode, "hang") == 0) {
        (void)pause();
    } else if (strcmp(mode, "silent") == 0) {
        return 0;
    } else if (strcmp(mode, "status") == 0) {
        return 17;
    } else if (strcmp(mode, "babble") == 0) {
        (void)puts("Segmentation fault? \033[31mno");
        return 0;
    } else if (strcmp(mode, "close") == 0) {
        (void)close(STDOUT_FILENO);
        return 0;
    } else if (strcmp(mode, "flood") == 0) {
        for (;;) {
            (void)puts("yes");
        }
    } else if (strcmp(mode, "grandchild") == 0) {
        leave_grandchild();
    } else if (strcmp(mode, "slow") == 0) {
        (void)usleep(NAP_US);
    }
    say_ok(id, strcmp(mode, "lie") == 0 ? repetition : "42");
    return 0;
}
