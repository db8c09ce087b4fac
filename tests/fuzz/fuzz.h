/*
 * fuzz.h - what the fuzz targets share. A target is one file fuzz_NAME.c with a function that takes
 * any bytes and aborts where a promise is broken; its corpus is corpus/NAME. Every build replays
 * the corpora by replay.c; the tree of the preset `fuzz` searches for more by libFuzzer.
 */
#ifndef HEADROOM_TEST_FUZZ_H
#define HEADROOM_TEST_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes);

/* Aborts with a word of what was promised; assertions may be compiled out. */
static inline void fuzz_expect(int holds, const char *promise) {
    if (!holds) {
        fprintf(stderr, "broken: %s\n", promise);
        abort();
    }
}

/* The bytes as a text of their own, cut at the first zero byte. */
static inline char *fuzz_text(const uint8_t *data, size_t bytes) {
    char *text = malloc(bytes + 1);
    fuzz_expect(text != NULL, "memory");
    if (bytes > 0) {
        memcpy(text, data, bytes);
    }
    text[bytes] = '\0';
    return text;
}

/* A message that people will see: there, ended, and without bytes that a terminal obeys. */
static inline void fuzz_expect_message(const char *message, size_t room) {
    fuzz_expect(memchr(message, '\0', room) != NULL, "the message is ended");
    fuzz_expect(message[0] != '\0', "there is a message");
    for (; *message != '\0'; message++) {
        fuzz_expect((unsigned char)*message >= 0x20 && *message != 0x7f,
                    "no control byte is in the message");
    }
}

/* A file in memory that can be opened by the path; made once, filled again and again. */
struct fuzz_file {
    int descriptor;
    char path[64];
};

static inline const char *fuzz_fill(struct fuzz_file *file, const void *bytes, size_t count) {
    if (file->path[0] == '\0') {
        file->descriptor = memfd_create("fuzz", 0);
        fuzz_expect(file->descriptor >= 0, "a file in memory");
        (void)snprintf(file->path, sizeof file->path, "/proc/self/fd/%d", file->descriptor);
    }
    fuzz_expect(ftruncate(file->descriptor, 0) == 0 &&
                    pwrite(file->descriptor, bytes, count, 0) == (ssize_t)count,
                "the file in memory can be written");
    return file->path;
}

/* Where outputs go. */
static inline FILE *fuzz_nowhere(void) {
    static FILE *nowhere;
    nowhere = nowhere != NULL ? nowhere : fopen("/dev/null", "w");
    fuzz_expect(nowhere != NULL, "/dev/null");
    return nowhere;
}

#endif
