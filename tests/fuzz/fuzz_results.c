/*
 * fuzz_results.c - the results file: reader, gathering, tables in every format, tables of
 * plots. A line without a checksum gets the right one, so that the search does not end there.
 */
// links: bench-report
#include <stdbool.h>

#include "fuzz.h"
#include "results/results.h"
#include "support/consume.h"

static const char mark[] = "\t#00000000\n";

enum { MARK_BYTES = sizeof mark - 1, MOST_BYTES = 1 << 16 };

/* The lines so far, and the checksum of the last one. */
struct sealed {
    char text[2 * MOST_BYTES];
    size_t bytes;
    uint32_t chain;
    bool is_unlinked; /* version 1 */
};

static bool has_checksum(const char *line, size_t length) {
    return length >= MARK_BYTES && memcmp(line + length - MARK_BYTES + 1, "\t#", 2) == 0;
}

/* `length` is without the line end. */
static void seal_line(struct sealed *to, const char *line, size_t length) {
    char *begin = to->text + to->bytes;
    bool is_sealed = has_checksum(line, length);
    memcpy(begin, line, length);
    memcpy(begin + length, is_sealed ? "\n" : mark, is_sealed ? 1 : MARK_BYTES);
    size_t whole = length + (is_sealed ? 1 : MARK_BYTES);
    to->chain = to->is_unlinked ? 0 : to->chain;
    if (!is_sealed) {
        record_chain(begin, whole, &to->chain);
    }
    to->bytes += whole;
}

static void seal(struct sealed *to, const char *text, size_t bytes) {
    static const char unlinked[] = "header\theadroom-results\t1\n";
    to->bytes = 0;
    to->chain = 0;
    to->is_unlinked =
        bytes >= sizeof unlinked - 1 && memcmp(text, unlinked, sizeof unlinked - 1) == 0;
    for (size_t at = 0; at < bytes && to->bytes < MOST_BYTES;) {
        const char *end = memchr(text + at, '\n', bytes - at);
        if (end == NULL) {
            memcpy(to->text + to->bytes, text + at, bytes - at);
            to->bytes += bytes - at;
            return;
        }
        size_t length = (size_t)(end - (text + at));
        seal_line(to, text + at, length);
        at += length + 1;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes) {
    static struct fuzz_file file;
    static struct sealed sealed;
    struct results results;
    struct results_error error;
    if (bytes > MOST_BYTES / 2) {
        return 0;
    }
    seal(&sealed, (const char *)data, bytes);
    const char *path = fuzz_fill(&file, sealed.text, sealed.bytes);
    if (!results_read(path, &results, &error)) {
        fuzz_expect_message(error.message, sizeof error.message);
        fuzz_expect(strncmp(error.message, path, strlen(path)) == 0, "the error names the file");
        return 0;
    }
    fuzz_expect(results.complete_bytes <= sealed.bytes, "no more is whole than there is");
    results_shortfall(&results, &error);
    (void)consume(&results, NULL, 0, fuzz_nowhere());
    results_clean_up(&results);
    return 0;
}
