/*
 * fuzz_filter.c - filters: those of a plan (the first line, on texts, which follow) and those
 * of a report (the first line, on recorded results).
 */
// links: bench-plan bench-report
#include "fuzz.h"
#include "plan/filter.h"
#include "report/inputs.h"
#include "support/consume.h"

static void filter_texts(const struct filter *filter, const char *text) {
    (void)filter_accepts_text(filter, NULL);
    while (text != NULL) {
        (void)filter_accepts_text(filter, text);
        text = strchr(text, '\n');
        text = text != NULL ? text + 1 : NULL;
    }
}

static void filter_plan(const char *line, const char *rest) {
    struct filter filter;
    struct case_error error;
    if (filter_parse(line, &filter, &error)) {
        filter_texts(&filter, rest);
    } else {
        fuzz_expect_message(error.message, sizeof error.message);
    }
}

/* What is recorded is read once. */
static const struct results *recorded(void) {
    static struct results results;
    struct results_error error;
    if (results.path == NULL) {
        fuzz_expect(results_read(TEST_DATA_DIR "/run.tsv", &results, &error), "the recorded run");
    }
    return &results;
}

static void filter_report(const char *line) {
    struct inputs inputs = {0};
    struct gather gather;
    const struct gather_run run = {"run", recorded()};
    if (inputs_add_filter(&inputs, line)) {
        fuzz_expect(inputs.filter_count == 1, "one filter is one");
        fuzz_expect(gather_init(&gather, &run, 1, inputs.filters, 1), "memory");
        fuzz_expect(gather.case_count <= 3, "a filter adds nothing");
        gather_clean_up(&gather);
    } else {
        fuzz_expect(inputs.error[0] != '\0', "there is a message");
    }
    inputs_clean_up(&inputs);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes) {
    char *text = fuzz_text(data, bytes);
    char *rest = strchr(text, '\n');
    if (rest != NULL) {
        *rest++ = '\0';
    }
    filter_plan(text, rest);
    filter_report(text);
    free(text);
    return 0;
}
