/*
 * commands/compare_request.c - from two gathered runs to tables, messages and an exit status.
 */
#include "commands/compare_request.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "commands/options.h"
#include "commands/screen.h"
#include "report/compare_tables.h"

enum { LABEL_BYTES = 1024, USUAL_PAGE_BYTES = 4096 };

void compare_complain(const char *message) {
    fprintf(stderr, "headroom compare: %s\n", message);
}

static bool wants_colour(void) {
    const char *no_colour = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");
    bool is_dumb = terminal == NULL || strcmp(terminal, "dumb") == 0;
    return isatty(STDOUT_FILENO) && !is_dumb && (no_colour == NULL || no_colour[0] == '\0');
}

static bool is_same_file(const char *left, const char *right) {
    struct stat a, b;
    return stat(left, &a) == 0 && stat(right, &b) == 0 && a.st_dev == b.st_dev &&
           a.st_ino == b.st_ino;
}

static enum compare_pairing pairing_of(const struct results *old_results,
                                       const struct results *new_results) {
    if (is_same_file(old_results->path, new_results->path)) {
        return COMPARE_SAME_RUN;
    }
    return surroundings_are_paired(old_results, new_results) ? COMPARE_IN_PAIRS
                                                             : COMPARE_MEASURED_APART;
}

static double page_bytes_of(const struct results *results) {
    const char *text = results_env(results, "page_bytes");
    double bytes = text == NULL ? 0 : strtod(text, NULL);
    return bytes > 0 && isfinite(bytes) ? bytes : USUAL_PAGE_BYTES;
}

/* What differs; false where the comparison is refused for it. */
static bool check_surroundings(const struct compare_request *request,
                               const struct surroundings *surroundings) {
    if (surroundings->refused == 0) {
        return true;
    }
    fprintf(stderr, "headroom compare: the runs were measured in different environments:\n");
    for (size_t i = 0; i < surroundings->count; i++) {
        const struct surrounding *entry = &surroundings->differing[i];
        if (!entry->is_subject) {
            fputs("  ", stderr);
            format_escape(entry->key, "", stderr);
            fputs(": ", stderr);
            format_escape(entry->old_value == NULL ? "(not there)" : entry->old_value, "", stderr);
            fputs(", then ", stderr);
            format_escape(entry->new_value == NULL ? "(not there)" : entry->new_value, "", stderr);
            putc('\n', stderr);
        }
    }
    if (!request->is_forced) {
        compare_complain("differences may come from that; --force compares them all the same");
    }
    return request->is_forced;
}

/* 0 where all limits are kept, else what the worst of them says. */
static int check_limits(const struct compare_request *request, const struct compare *compare) {
    int status = EXIT_OK;
    for (size_t i = 0; i < request->limit_count; i++) {
        const struct limit *limit = &request->limits[i];
        struct limit_sum sum = compare_limit_sum(compare, limit);
        if (sum.exceeded > 0) {
            fprintf(stderr, "headroom compare: limit '%s' exceeded by %zu value%s\n", limit->text,
                    sum.exceeded, sum.exceeded == 1 ? "" : "s");
            status = EXIT_DIFFERENCE;
            continue;
        }
        if (sum.lost > 0) {
            fprintf(stderr,
                    "headroom compare: limit '%s': %zu value%s of OLD not measured in NEW\n",
                    limit->text, sum.lost, sum.lost == 1 ? " is" : "s are");
        } else if (sum.apart > 0) {
            fprintf(stderr,
                    "headroom compare: limit '%s' cannot be told: these times were measured "
                    "apart; 'headroom compare --run' measures them in pairs\n",
                    limit->text);
        } else if (sum.too_few > 0) {
            fprintf(stderr,
                    "headroom compare: limit '%s' cannot be told: %zu value%s moved beyond "
                    "it, but there are too few trials to judge; it takes %zu\n",
                    limit->text, sum.too_few, sum.too_few == 1 ? "" : "s", sum.needed);
        } else if (sum.kept == 0) {
            fprintf(stderr,
                    "headroom compare: limit '%s' is about nothing: no case compared has "
                    "such a value\n",
                    limit->text);
        } else {
            continue;
        }
        status = status == EXIT_OK ? EXIT_IMPOSSIBLE : status;
    }
    return status;
}

/* Whether a run was cut or did not come to its end. */
static bool is_short(const struct inputs *inputs) {
    struct results_error shortfall;
    results_shortfall(&inputs->results[0], &shortfall);
    return shortfall.message[0] != '\0';
}

static void tell_failed(const struct compare_sum *sum) {
    if (sum->worse_outcomes > 0) {
        fprintf(stderr, "headroom compare: %zu case%s that ended well in OLD did not in NEW\n",
                sum->worse_outcomes, sum->worse_outcomes == 1 ? "" : "s");
    }
    if (sum->failed_additions > 0) {
        fprintf(stderr, "headroom compare: %zu case%s that NEW alone has failed\n",
                sum->failed_additions, sum->failed_additions == 1 ? "" : "s");
    }
}

/* Of what both sides have. */
static int verdict_of_common(const struct compare_request *request, const struct compare *compare,
                             const struct compare_sum *sum) {
    size_t changed = 0;
    if (sum->worse_outcomes + sum->failed_additions > 0) {
        tell_failed(sum);
        (void)check_limits(request, compare);
        return EXIT_DIFFERENCE;
    }
    if (request->limit_count > 0) {
        return check_limits(request, compare);
    }
    for (size_t i = 0; i < compare->row_count; i++) {
        const struct compare_row *row = &compare->rows[i];
        changed += row->verdict == COMPARE_CHANGED && row->how == COMPARE_EXACT;
    }
    return sum->rows[COMPARE_WORSE] + sum->rows[COMPARE_LOST] + changed > 0 ? EXIT_DIFFERENCE
                                                                            : EXIT_OK;
}

/* A case that is missing in a run without an end may be worse: nobody knows. */
static int verdict(const struct compare_request *request, const struct compare *compare) {
    struct compare_sum sum = compare_sum_up(compare);
    int status = verdict_of_common(request, compare, &sum);
    if (sum.removed == 0 || !is_short(&request->inputs[COMPARE_NEW])) {
        return status;
    }
    fprintf(stderr,
            "headroom compare: %zu case%s of OLD cannot be compared: NEW did not come to its end; "
            "finish it with 'headroom run --resume', or choose common cases with --where\n",
            sum.removed, sum.removed == 1 ? "" : "s");
    return status == EXIT_OK ? EXIT_IMPOSSIBLE : status;
}

/* What is printed: the comparison's tables, then the budget's. */
struct printed {
    struct report report;
    struct table budget;
    bool has_budget;
};

static bool print(const struct compare_request *request, struct printed *output) {
    const struct inputs *sides = request->inputs;
    struct document_run runs[COMPARE_SIDES];
    size_t run_count = 0;
    for (size_t side = 0; side < COMPARE_SIDES; side++) {
        if (sides[side].run_count > 0) {
            runs[run_count++] = sides[side].documents[0];
        }
    }
    size_t count = output->report.count;
    struct table *tables = calloc(count + 1, sizeof *tables);
    for (size_t i = 0; tables != NULL && i < count; i++) {
        tables[i] = output->report.tables[i];
    }
    if (tables != NULL && output->has_budget) {
        tables[count++] = output->budget;
    }
    const struct document document = {.tables = tables,
                                      .table_count = count,
                                      .runs = runs,
                                      .run_count = run_count,
                                      .width = screen_width(),
                                      .has_colour = wants_colour()};
    bool is_whole = tables != NULL && request->format->write(&document, stdout);
    free(tables);
    return is_whole;
}

static int check_budget(const struct compare_request *request, struct printed *output) {
    struct budget_findings findings = {0};
    const struct gather *gather = &request->gathers[COMPARE_NEW];
    struct gather all;
    bool is_whole = gather_init(&all, request->inputs[COMPARE_NEW].runs, 1, NULL, 0);
    is_whole = is_whole && budget_check(&request->budget, gather, &all, &findings) &&
               budget_table(&request->budget, &findings, gather, &output->budget);
    output->has_budget = is_whole;
    size_t found = findings.count;
    free(findings.findings);
    gather_clean_up(&all);
    if (!is_whole) {
        compare_complain("there is not enough memory");
        return EXIT_FILES;
    }
    if (found > 0) {
        fprintf(stderr, "headroom compare: the budget '%s' is not kept: %zu finding%s\n",
                request->budget_path, found, found == 1 ? "" : "s");
    }
    if (found == 0 && is_short(&request->inputs[COMPARE_NEW])) {
        compare_complain("whether the budget is kept cannot be told: the run did not come to its "
                         "end");
        return EXIT_IMPOSSIBLE;
    }
    return found > 0 ? EXIT_DIFFERENCE : EXIT_OK;
}

static void explain_no_budget(const struct compare_request *request,
                              const struct gather_case *failed) {
    char outcome[GATHER_OUTCOME_BYTES];
    if (failed == NULL) {
        fprintf(stderr, "headroom compare: no budget is made: no case has a value of %s\n",
                request->meters == NULL ? budget_usual_meters : request->meters);
        return;
    }
    gather_outcome(failed, outcome);
    fprintf(stderr,
            "headroom compare: no budget is made of a run with a failed case; leave it out with "
            "--where: %s: '",
            outcome);
    format_escape(failed->key, "", stderr);
    fputs("'\n", stderr);
}

static int write_budget(const struct compare_request *request) {
    if (is_short(&request->inputs[COMPARE_NEW])) {
        fprintf(stderr,
                "headroom compare: no budget is made of '%s', which did not come to its end: "
                "finish it with 'headroom run --resume'\n",
                request->inputs[COMPARE_NEW].results[0].path);
        return EXIT_FILES;
    }
    FILE *file = fopen(request->write_path, "wxe");
    if (file == NULL) {
        fprintf(stderr, "headroom compare: '%s' cannot be made: %s%s\n", request->write_path,
                strerror(errno), errno == EEXIST ? "; remove it first, or name another" : "");
        return EXIT_FILES;
    }
    const struct gather_case *failed;
    bool is_made = budget_write(&request->gathers[COMPARE_NEW], request->meters, file, &failed);
    bool is_written = ferror(file) == 0;
    is_written = fclose(file) == 0 && is_written;
    if (is_made && is_written) {
        return EXIT_OK;
    }
    (void)remove(request->write_path);
    if (is_made) {
        fprintf(stderr, "headroom compare: '%s' could not be written\n", request->write_path);
        return EXIT_FILES;
    }
    explain_no_budget(request, failed);
    return EXIT_DIFFERENCE;
}

/* The worse of two statuses: what could not be done before what differs before what is well. */
static int worse(int left, int right) {
    return left == EXIT_FILES || right == EXIT_FILES             ? EXIT_FILES
           : left == EXIT_DIFFERENCE || right == EXIT_DIFFERENCE ? EXIT_DIFFERENCE
           : left > right                                        ? left
                                                                 : right;
}

static int finish(const struct compare_request *request, struct printed *output, int status) {
    if (request->budget_path != NULL) {
        status = worse(status, check_budget(request, output));
    }
    if ((output->report.count > 0 || output->has_budget) && !print(request, output)) {
        compare_complain("there is not enough memory");
        status = EXIT_FILES;
    }
    if (output->has_budget) {
        table_clean_up(&output->budget);
    }
    report_clean_up(&output->report);
    if (request->write_path != NULL && status == EXIT_OK) {
        status = write_budget(request);
    }
    return status;
}

static void make_label(const struct compare_request *request, enum compare_side side,
                       char label[LABEL_BYTES]) {
    const char *fixed = request->fixed[side];
    snprintf(label, LABEL_BYTES, "%s%s%s%s", request->inputs[side].results[0].path,
             *fixed == '\0' ? "" : " (", fixed, *fixed == '\0' ? "" : ")");
}

static int show(const struct compare_request *request, const struct compare *compare,
                const struct compare_options *options, const struct surroundings *surroundings) {
    char labels[COMPARE_SIDES][LABEL_BYTES];
    struct printed output = {0};
    make_label(request, COMPARE_OLD, labels[COMPARE_OLD]);
    make_label(request, COMPARE_NEW, labels[COMPARE_NEW]);
    const struct comparison comparison = {
        .compare = compare,
        .gathers = {&request->gathers[COMPARE_OLD], &request->gathers[COMPARE_NEW]},
        .labels = {labels[COMPARE_OLD], labels[COMPARE_NEW]},
        .free_names = request->free_names,
        .pairing = options->pairing,
        .rule = options->rule,
        .has_floors = options->floors != NULL,
        .surroundings = surroundings,
        .limits = request->limits,
        .limit_count = request->limit_count,
        .width = screen_width(),
        .is_all = request->is_all};
    bool is_whole = request->format->wants == FORMAT_LONG
                        ? compare_long(&comparison, &output.report)
                        : compare_text(&comparison, &output.report);
    if (!is_whole) {
        report_clean_up(&output.report);
        compare_complain("there is not enough memory");
        return EXIT_FILES;
    }
    return finish(request, &output, verdict(request, compare));
}

static int judge_compared(const struct compare_request *request, struct compare *compare,
                          const struct compare_options *options) {
    const struct results *old_results = &request->inputs[COMPARE_OLD].results[0];
    const struct results *new_results = &request->inputs[COMPARE_NEW].results[0];
    struct surroundings surroundings;
    if (compare->matches.both == 0) {
        match_explain_nothing(&request->gathers[COMPARE_OLD], &request->gathers[COMPARE_NEW],
                              request->free_names, &compare->matches);
        compare_complain(compare->matches.error);
        return EXIT_USAGE;
    }
    int status = EXIT_FILES;
    if (!surroundings_compare(old_results, new_results, &compare->matches, &surroundings)) {
        compare_complain("there is not enough memory");
    } else if (!check_surroundings(request, &surroundings)) {
        status = EXIT_IMPOSSIBLE;
    } else {
        status = show(request, compare, options, &surroundings);
    }
    free(surroundings.differing);
    return status;
}

int compare_runs(struct compare_request *request) {
    const struct results *old_results = &request->inputs[COMPARE_OLD].results[0];
    const struct results *new_results = &request->inputs[COMPARE_NEW].results[0];
    const struct compare_options options = {
        .rule = judge_rule_default(),
        .pairing = pairing_of(old_results, new_results),
        .free_names = request->free_names,
        .meters = request->meters,
        .floors = request->floor_path == NULL ? NULL : &request->floors,
        .page_bytes = page_bytes_of(new_results)};
    struct compare compare;
    int status = EXIT_FILES;
    if (compare_init(&compare, &request->gathers[COMPARE_OLD], &request->gathers[COMPARE_NEW],
                     &options)) {
        status = judge_compared(request, &compare, &options);
    } else {
        compare_complain(compare.error);
        status = compare.matches.is_ambiguous ? EXIT_USAGE : EXIT_FILES;
    }
    compare_clean_up(&compare);
    return status;
}

int compare_alone(struct compare_request *request) {
    struct printed output = {0};
    return finish(request, &output, EXIT_OK);
}
