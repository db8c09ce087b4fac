/*
 * fuzz_words.c - words of a command line: numbers and sizes (the first line), then cases as
 * KEY=VALUE words.
 */
// links: bench-plan headroom-adapters
#include "fuzz.h"
#include "plan/case.h"
#include "plan/catalog.h"
#include "plan/number.h"

/* A spelling that was accepted is canonical: it is accepted again and stays. */
static void expect_canonical(enum hr_parameter_kind kind, const char *text) {
    static const char *const words[] = {"never", "always", NULL};
    const struct hr_parameter parameter = {
        .name = "p", .unit = "1", .kind = kind, .least = 0, .most = 1e18, .words = words};
    char once[CASE_WORD_BYTES], twice[CASE_WORD_BYTES];
    struct case_error error;
    if (!number_canonical(&parameter, text, once, &error)) {
        fuzz_expect_message(error.message, sizeof error.message);
        return;
    }
    fuzz_expect(number_canonical(&parameter, once, twice, &error), "canonical is accepted");
    fuzz_expect(strcmp(once, twice) == 0, "canonical stays as it is");
}

static void expect_numbers(const char *text) {
    uint64_t count;
    double real;
    if (number_count(text, &count)) {
        fuzz_expect(number_real(text, &real) && (uint64_t)(real / 2) <= count,
                    "a whole number is a number");
    }
    expect_canonical(HR_PARAMETER_COUNT, text);
    expect_canonical(HR_PARAMETER_REAL, text);
    expect_canonical(HR_PARAMETER_WORD, text);
}

static void expect_case(const char *words) {
    struct bench_case it, again;
    struct case_error error;
    char key[CASE_KEY_BYTES], same[CASE_KEY_BYTES];
    if (!case_parse_words(words, &it, &error)) {
        fuzz_expect_message(error.message, sizeof error.message);
        return;
    }
    case_key(&it, key);
    fuzz_expect(case_parse(key, &again, &error), "the key of a case is a case");
    case_key(&again, same);
    fuzz_expect(strcmp(key, same) == 0, "and has the same key");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes) {
    char *text = fuzz_text(data, bytes);
    char *rest = strchr(text, '\n');
    if (rest != NULL) {
        *rest++ = '\0';
        catalog_set_folder(TEST_BINARY_DIR "/bin/adapters");
        expect_case(rest);
    }
    expect_numbers(text);
    free(text);
    return 0;
}
