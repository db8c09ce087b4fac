/*
 * sequence.c - the check of a sequence against a model: makes the steps, has them done, and on a
 * difference has them reduced and tells the story.
 */
#include "sequence.h"

#include <string.h>

#include "trace/pages.h"
#include "watch.h"

enum { DEFAULT_STEPS = 2000, DEFAULT_LENGTH = 100, STEPS_MOST = 1 << 24, LENGTH_MOST = 1 << 24 };

/* What is missing or out of range, or NULL. */
static const char *what_is_wrong(const struct hr_test_sequence *sequence) {
    if (sequence->make == NULL || sequence->destroy == NULL || sequence->length == NULL ||
        sequence->at == NULL) {
        return "make, destroy, length and at must all be there";
    }
    if (sequence->push == NULL && sequence->insert == NULL) {
        return "there is neither push nor insert, so that it stays empty";
    }
    if (sequence->reserve != NULL && sequence->capacity == NULL) {
        return "reserve cannot be checked without capacity";
    }
    if (sequence->value_bits > 64) {
        return "value_bits is more than 64";
    }
    if (sequence->operations > STEPS_MOST || sequence->length_most > LENGTH_MOST) {
        return "operations and length_most are at most 2^24";
    }
    return NULL;
}

static void *take_pages(size_t bytes) {
    return trace_pages_map(NULL, bytes, MAP_PRIVATE | MAP_ANONYMOUS, -1);
}

static void give_pages(void *pages, size_t bytes) {
    if (pages != NULL) {
        (void)syscall(SYS_munmap, pages, bytes);
    }
}

/* Cuts a log that is too long for a message, between two operations. */
static void cut(char *log) {
    enum { MOST = TEST_TEXT_BYTES / 4 * 3 };
    if (strlen(log) > MOST) {
        log[MOST] = '\0';
        char *end = strrchr(log, '\n');
        (void)memcpy(end != NULL ? end + 1 : log, "    ...\n", sizeof "    ...\n");
    }
}

static void tell(const struct test_plan *plan, size_t of_steps, struct test_finding *finding) {
    char problem[TEST_TEXT_BYTES], log[TEST_TEXT_BYTES] = "";
    (void)test_steps_run(plan, problem, log);
    cut(log);
    test_text_add(finding->text, "%s: seed %llu, %zu of %zu operations are enough:\n%s%s",
                  test_name(plan->sequence->name, "sequence"), (unsigned long long)plan->seed,
                  plan->step_count, of_steps, log, problem);
}

static void check(struct test_plan *plan, struct test_finding *finding) {
    size_t of_steps = plan->step_count;
    char problem[TEST_TEXT_BYTES];
    test_steps_make(plan);
    (void)test_steps_run(plan, problem, NULL);
    if (problem[0] != '\0') {
        test_steps_reduce(plan);
        tell(plan, of_steps, finding);
    }
}

static bool check_in_pages(struct test_plan *plan, struct test_finding *finding) {
    size_t step_bytes = 2 * plan->step_count * sizeof *plan->steps; /* and as many to reduce by */
    size_t model_bytes = plan->length_most * sizeof *plan->model;
    plan->steps = take_pages(step_bytes);
    plan->model = take_pages(model_bytes);
    if (plan->steps != NULL && plan->model != NULL) {
        check(plan, finding);
    } else {
        test_text_add(finding->text, "no memory for %zu operations", plan->step_count);
    }
    give_pages(plan->steps, step_bytes);
    give_pages(plan->model, model_bytes);
    return test_report(finding);
}

HR_EXPORT bool hr_test_expect_sequence(const char *file, int line,
                                       const struct hr_test_sequence *sequence, uint64_t seed) {
    struct test_finding finding = {.file = file, .line = line};
    const char *wrong = what_is_wrong(sequence), *unsupported = hr_test_unsupported();
    if (wrong != NULL) {
        test_text_add(finding.text, "%s: %s", test_name(sequence->name, "sequence"), wrong);
        return test_report(&finding);
    }
    if (unsupported != NULL && (sequence->with_refusals || sequence->element_bytes > 0)) {
        return test_report_unsupported(file, line, unsupported);
    }
    unsigned bits = sequence->value_bits != 0 ? sequence->value_bits : 64;
    struct test_plan plan = {
        .sequence = sequence,
        .seed = seed,
        .length_most = sequence->length_most != 0 ? sequence->length_most : DEFAULT_LENGTH,
        .value_mask = UINT64_MAX >> (64 - bits),
        .step_count = sequence->operations != 0 ? sequence->operations : DEFAULT_STEPS,
        .is_counted = unsupported == NULL,
    };
    return check_in_pages(&plan, &finding);
}
