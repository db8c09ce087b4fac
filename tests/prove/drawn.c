/*
 * drawn.c - comparisons drawn from a run in pairs: how many of them find a difference.
 *
 *     prove-drawn DIR/old DIR/new METER PAIRS COMPARISONS
 *
 * One line per case, tab-separated: the case, pairs measured, comparisons, found higher, found
 * lower, the median shift in per cent. Blocks of ten contiguous pairs, as they were measured.
 */
#include <stdio.h>
#include <stdlib.h>

#include "report/resample.h"
#include "report/trial_pairs.h"

enum { BLOCK = 10 };

static int fail(const char *what) {
    fprintf(stderr, "prove-drawn: %s\n", what);
    return 4;
}

static bool print_case(const struct trial_pairs *pairs, size_t first, size_t end, const char *meter,
                       struct resample_options *options) {
    double *old_values = calloc(end - first, sizeof *old_values);
    double *new_values = calloc(end - first, sizeof *new_values);
    struct resample_tally tally = {0};
    bool is_well = old_values != NULL && new_values != NULL;
    size_t count =
        is_well ? trial_pairs_values(pairs, first, end, meter, old_values, new_values) : 0;
    if (is_well && count >= options->pairs) {
        is_well = resample_judge(old_values, new_values, count, options, &tally);
        printf("%s\t%zu\t%zu\t%zu\t%zu\t%.3f\n", pairs->pair[first].old_trial->key, count,
               tally.comparisons, tally.higher, tally.lower, resample_quantile(&tally, 0.5));
    }
    resample_clean_up(&tally);
    free(old_values);
    free(new_values);
    return is_well;
}

static int print_cases(const struct results *old_results, const struct results *new_results,
                       char **argv) {
    struct trial_pairs pairs;
    struct resample_options options = {.pairs = strtoull(argv[4], NULL, 10),
                                       .block = BLOCK,
                                       .comparisons = strtoull(argv[5], NULL, 10),
                                       .seed = 1,
                                       .rule = judge_rule_default()};
    bool is_well = trial_pairs_find(old_results, new_results, &pairs);
    for (size_t first = 0; is_well && first < pairs.count;) {
        size_t end = trial_pairs_end(&pairs, first);
        is_well = print_case(&pairs, first, end, argv[3], &options);
        first = end;
    }
    trial_pairs_clean_up(&pairs);
    return is_well ? 0 : fail("there is not enough memory");
}

int main(int argc, char **argv) {
    struct results old_results;
    struct results new_results;
    struct results_error error;
    if (argc != 6) {
        fprintf(stderr, "usage: prove-drawn OLD NEW METER PAIRS COMPARISONS\n");
        return 2;
    }
    if (!results_read(argv[1], &old_results, &error)) {
        return fail(error.message);
    }
    if (!results_read(argv[2], &new_results, &error)) {
        results_clean_up(&old_results);
        return fail(error.message);
    }
    int status = print_cases(&old_results, &new_results, argv);
    results_clean_up(&old_results);
    results_clean_up(&new_results);
    return status;
}
