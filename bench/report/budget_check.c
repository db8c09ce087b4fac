/*
 * budget_check.c - holds the cases of a run to a budget, and writes the budget that it keeps.
 */
#include "report/budget.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool fits(const struct budget_line *line, const struct gather *gather,
                 const struct gather_case *a_case) {
    for (size_t i = 0; i < line->condition_count; i++) {
        const struct filter *condition = &line->conditions[i];
        if (!filter_accepts_text(condition, gather_value(gather, a_case, condition->key))) {
            return false;
        }
    }
    return true;
}

static bool add(struct budget_findings *findings, struct budget_finding finding) {
    if (findings->count == findings->room) {
        size_t room = findings->room == 0 ? 16 : 2 * findings->room;
        struct budget_finding *more = realloc(findings->findings, room * sizeof *more);
        if (more == NULL) {
            return false;
        }
        findings->findings = more;
        findings->room = room;
    }
    findings->findings[findings->count++] = finding;
    return true;
}

/* What is held to the limit: the median, of an exact meter that differs the end that is worse. */
static double value_of(const struct gather_series *series, enum budget_relation relation) {
    if (!series->differs) {
        return series->median;
    }
    return relation == BUDGET_AT_LEAST ? series->low : series->high;
}

static bool keeps(const struct budget_limit *limit, const struct gather_series *series) {
    double value = value_of(series, limit->relation);
    switch (limit->relation) {
    case BUDGET_AT_MOST:
        return value <= limit->amount;
    case BUDGET_AT_LEAST:
        return value >= limit->amount;
    default:
        return value == limit->amount && !series->differs;
    }
}

static bool check_limit(const struct budget_line *line, const struct budget_limit *limit,
                        const struct gather *gather, const struct gather_case *a_case,
                        struct budget_findings *findings) {
    struct budget_finding finding = {
        .kind = BUDGET_NO_VALUE, .line = line, .limit = limit, .a_case = a_case};
    bool has_value = false;
    for (size_t i = 0; i < a_case->series; i++) {
        const struct gather_series *series = &gather->series[a_case->first_series + i];
        const struct gather_meter *meter = &gather->meters[series->meter];
        if (!meter_pattern_fits(&limit->meter, meter->name) ||
            gather_find(gather, a_case, meter->name) != series) {
            continue;
        }
        if (series->count == 0) {
            finding.reason = series->missing;
            continue;
        }
        has_value = true;
        findings->checked++;
        if (!keeps(limit, series)) {
            struct budget_finding exceeded = finding;
            exceeded.kind = BUDGET_EXCEEDED;
            exceeded.meter = meter;
            exceeded.value = value_of(series, limit->relation);
            exceeded.over = exceeded.value - limit->amount;
            exceeded.reason = NULL;
            if (!add(findings, exceeded)) {
                return false;
            }
        }
    }
    if (!gather_is_ok(a_case)) {
        finding.reason = a_case->detail == NULL || *a_case->detail == '\0'
                             ? "not all of its trials ended well"
                             : a_case->detail;
    }
    return (has_value && gather_is_ok(a_case)) || add(findings, finding);
}

static bool fits_any(const struct budget_line *line, const struct gather *gather) {
    for (size_t i = 0; i < gather->case_count; i++) {
        if (fits(line, gather, &gather->cases[i])) {
            return true;
        }
    }
    return false;
}

static bool check_line(const struct budget_line *line, const struct gather *gather, bool *is_hit,
                       struct budget_findings *findings) {
    bool is_used = false;
    for (size_t i = 0; i < gather->case_count; i++) {
        const struct gather_case *a_case = &gather->cases[i];
        if (!fits(line, gather, a_case)) {
            continue;
        }
        is_used = true;
        is_hit[i] = true;
        for (size_t j = 0; j < line->limit_count; j++) {
            if (!check_limit(line, &line->limits[j], gather, a_case, findings)) {
                return false;
            }
        }
    }
    return is_used || add(findings, (struct budget_finding){.kind = BUDGET_NO_CASE, .line = line});
}

bool budget_check(const struct budget *budget, const struct gather *gather,
                  const struct gather *all, struct budget_findings *findings) {
    *findings = (struct budget_findings){0};
    bool *is_hit = calloc(gather->case_count + 1, sizeof *is_hit);
    bool is_whole = is_hit != NULL;
    for (size_t i = 0; is_whole && i < budget->line_count; i++) {
        const struct budget_line *line = &budget->lines[i];
        if (all != gather && !fits_any(line, gather) && fits_any(line, all)) {
            findings->left++;
            continue;
        }
        is_whole = check_line(line, gather, is_hit, findings);
    }
    for (size_t i = 0; is_whole && i < gather->case_count; i++) {
        findings->cases += is_hit[i];
    }
    free(is_hit);
    return is_whole;
}

const char budget_usual_meters[] =
    "block_calls,block_peak_live_bytes,copied_bytes,headroom_percent,"
    "heap_allocs,malloc_peak_live_bytes_high";

/* To four digits, away from what was measured; counts and bytes to the next whole one. Amounts are
 * never below 0. */
static void write_margin(double bound, bool is_floor, bool is_whole, FILE *out) {
    double least = fmax(bound, 0);
    double step = is_whole || least == 0 ? 1 : pow(10, floor(log10(least)) - 3);
    double steps = is_floor ? floor(least / step) : ceil(least / step);
    fprintf(out, is_whole ? "%.0f" : "%.4g", steps * step);
}

/* The most that was measured; a tenth more of what does not repeat itself. */
static void write_limit(const struct gather *gather, const struct gather_series *series,
                        const char *before, FILE *out) {
    const struct gather_meter *meter = &gather->meters[series->meter];
    bool is_floor = meter->better == METER_HIGHER;
    bool is_exact = meter->kind == METER_EXACT;
    double value = series->median;
    if (series->differs || !is_exact) {
        value = is_floor ? series->values[0] : series->values[series->count - 1];
    }
    fprintf(out, "%s%s %s ", before, meter->name, is_floor ? ">=" : "<=");
    if (is_exact && !series->differs && series->text != NULL) {
        fputs(series->text, out);
    } else if (is_exact) {
        fprintf(out, "%.17g", value);
    } else {
        double margin = fabs(value) / 10;
        bool is_time = strncmp(meter->unit, "ns", 2) == 0;
        write_margin(is_floor ? value - margin : value + margin, is_floor, !is_time, out);
    }
}

static size_t write_case(const struct gather *gather, const struct gather_case *a_case,
                         const char *meters, FILE *out) {
    size_t written = 0;
    for (size_t i = 0; i < a_case->series; i++) {
        const struct gather_series *series = &gather->series[a_case->first_series + i];
        const char *name = gather->meters[series->meter].name;
        bool is_chosen = series->count > 0 && gather_lists(meters, name) &&
                         gather_find(gather, a_case, name) == series &&
                         strcmp(gather->meters[series->meter].unit, "hash") != 0;
        if (!is_chosen) {
            continue;
        }
        if (written == 0) {
            fprintf(out, "%s :", a_case->key);
        }
        write_limit(gather, series, written == 0 ? " " : ", ", out);
        written++;
    }
    if (written > 0) {
        putc('\n', out);
    }
    return written;
}

bool budget_write(const struct gather *gather, const char *meters, FILE *out,
                  const struct gather_case **failed) {
    size_t written = 0;
    *failed = NULL;
    fputs("# What each case may cost at most: KEY=VALUE... : METER <= AMOUNT, ...\n"
          "# 'headroom compare --budget THIS-FILE RUN' holds a run to it.\n",
          out);
    for (size_t i = 0; i < gather->case_count; i++) {
        const struct gather_case *a_case = &gather->cases[i];
        if (!gather_is_ok(a_case)) {
            *failed = a_case;
            return false;
        }
        written += write_case(gather, a_case, meters == NULL ? budget_usual_meters : meters, out);
    }
    return written > 0;
}
