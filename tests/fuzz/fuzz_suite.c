/*
 * fuzz_suite.c - suite files: reading, expansion, the plan and its printing.
 */
// links: bench-plan headroom-adapters
#include "fuzz.h"
#include "plan/catalog.h"
#include "plan/plan.h"
#include "plan/suite.h"

/* The same file gives the same plan, whatever it was. */
static void expect_same(const struct plan_options *options, const struct plan *plan) {
    struct plan again;
    struct case_error error;
    fuzz_expect(plan_build(options, &again, &error), "a plan can be made twice");
    fuzz_expect(again.case_count == plan->case_count && again.trial_count == plan->trial_count,
                "the second plan is as long as the first");
    for (size_t i = 0; i < plan->case_count; i++) {
        fuzz_expect(strcmp(plan->cases[i].key, again.cases[i].key) == 0, "its cases are the same");
    }
    plan_clean_up(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes) {
    static struct fuzz_file file;
    struct plan plan;
    struct case_error error;
    catalog_set_folder(TEST_BINARY_DIR "/bin/adapters");
    const struct plan_options options = {.suite = fuzz_fill(&file, data, bytes)};
    if (!plan_build(&options, &plan, &error)) {
        fuzz_expect_message(error.message, sizeof error.message);
        return 0;
    }
    fuzz_expect(plan.case_count <= SUITE_MOST_CASES, "a suite has a limit");
    plan_print(&plan, fuzz_nowhere());
    if (plan.case_count < 100) {
        expect_same(&options, &plan);
    }
    plan_clean_up(&plan);
    return 0;
}
