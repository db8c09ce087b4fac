/*
 * fuzz_budget.c - what comparing reads besides results: a budget, held against recorded results,
 * and after a line "%" the measured floors.
 */
// links: bench-report
#include "fuzz.h"
#include "report/budget.h"
#include "report/floors.h"
#include "results/results.h"

/* What is recorded is read and gathered once. */
static const struct gather *recorded(void) {
    static struct results results;
    static struct gather gather;
    static struct gather_run run = {"run", &results};
    struct results_error error;
    if (results.path == NULL) {
        fuzz_expect(results_read(TEST_DATA_DIR "/run.tsv", &results, &error), "the recorded run");
        fuzz_expect(gather_init(&gather, &run, 1, NULL, 0), "memory");
    }
    return &gather;
}

static void check_budget(const char *path) {
    struct budget budget;
    enum budget_failure failure;
    struct budget_findings findings = {0};
    if (budget_read(path, &budget, &failure)) {
        fuzz_expect(budget.line_count > 0, "an empty budget is none");
        fuzz_expect(budget_check(&budget, recorded(), recorded(), &findings), "memory");
        for (size_t i = 0; i < findings.count; i++) {
            fuzz_expect(findings.findings[i].line != NULL, "a finding is of a line");
        }
        free(findings.findings);
    } else {
        fuzz_expect(failure == BUDGET_MALFORMED, "a file that is there can be read");
        fuzz_expect_message(budget.error, sizeof budget.error);
    }
    budget_clean_up(&budget);
}

static void check_floors(const char *path) {
    struct floors floors;
    if (floors_read(path, &floors)) {
        for (size_t i = 0; i < floors.count; i++) {
            const struct floor *floor = &floors.floors[i];
            fuzz_expect(floors_find(&floors, floor->workload, floor->meter) == floor->percent,
                        "a floor is found as it was read");
            fuzz_expect(floor->percent >= 0, "a floor is not below 0");
        }
    } else {
        fuzz_expect_message(floors.error, sizeof floors.error);
    }
    floors_clean_up(&floors);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes) {
    static struct fuzz_file file;
    static const char mark[] = "\n%\n";
    const uint8_t *parted = memmem(data, bytes, mark, sizeof mark - 1);
    size_t first = parted != NULL ? (size_t)(parted - data) + 1 : bytes;
    check_budget(fuzz_fill(&file, data, first));
    if (parted != NULL) {
        const uint8_t *rest = parted + sizeof mark - 1;
        check_floors(fuzz_fill(&file, rest, bytes - (size_t)(rest - data)));
    }
    return 0;
}
