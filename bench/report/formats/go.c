/*
 * go.c - Go benchmark text with unit metadata, which benchstat reads: configuration lines with the
 * environment, a `Unit` line per meter, then one line per trial that ended well, with what that
 * trial measured. Every field is ASCII without blanks, so that nothing can end its place.
 *
 *     cpu: AMD EPYC
 *     Unit B/op better=lower assume=exact
 *     BenchmarkAppend/structure=dynarray/growth=java/length=1000-1 1 16312 B/op 23 allocs/op
 *
 * An operation is one run of the workload; times are per element and say so in their unit. The
 * -1 says one thread, and keeps a value that ends with -3 from being read as three of them.
 */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/export.h"
#include "report/format.h"

static const char builds_meter[] = "builds";

/* Units that every reader of the format knows. */
static const struct {
    const char *meter, *unit;
} known_units[] = {
    {"heap_bytes", "B/op"}, {"heap_allocs", "allocs/op"}, {"build_ns", "ns/element"}};
enum { KNOWN_UNITS = sizeof known_units / sizeof known_units[0] };

/* One word: letters as they are, blanks, other control bytes, non-ASCII and `also` as \xHH. */
static void write_word(const char *text, const char *also, FILE *out) {
    for (; *text != '\0'; text++) {
        unsigned char byte = (unsigned char)*text;
        bool is_plain = byte > ' ' && byte < 0x7f && strchr(also, byte) == NULL;
        if (is_plain) {
            putc(byte, out);
        } else {
            fprintf(out, "\\x%02x", byte);
        }
    }
}

/* "rss-B-peak-high" for rss_bytes_peak_high, "first-build-ns/element" for first_build_ns. */
static void write_unit(const struct gather_meter *meter, FILE *out) {
    const char *known = NULL;
    for (size_t i = 0; i < KNOWN_UNITS; i++) {
        known = strcmp(known_units[i].meter, meter->name) == 0 ? known_units[i].unit : known;
    }
    if (known != NULL) {
        fputs(known, out);
    }
    for (const char *at = meter->name; known == NULL && *at != '\0';) {
        size_t length = strcspn(at, "_");
        char word[128];
        snprintf(word, sizeof word, "%.*s", (int)length, at);
        write_word(strcmp(word, "bytes") == 0 ? "B" : word, "/", out);
        at += length;
        if (*at == '_') {
            putc('-', out);
            at++;
        }
    }
    const char *per = strchr(meter->unit, '/');
    if (known == NULL && per != NULL) {
        putc('/', out);
        write_word(per + 1, "/", out);
    }
}

/* "Append", "TupleChurn". */
static void write_base(const char *workload, FILE *out) {
    char base[128];
    size_t used = 0;
    bool is_start = true;
    for (; *workload != '\0' && used + 1 < sizeof base; workload++) {
        if (*workload == '-' || *workload == '_') {
            is_start = true;
            continue;
        }
        unsigned char byte = (unsigned char)*workload;
        base[used++] = (char)(is_start ? toupper(byte) : byte);
        is_start = false;
    }
    base[used] = '\0';
    fputs(isupper((unsigned char)base[0]) ? "Benchmark" : "BenchmarkX", out);
    write_word(base, "/=", out);
}

static void write_name(const struct gather *gather, const struct gather_case *a_case, uint64_t step,
                       FILE *out) {
    write_base(export_workload(gather, a_case), out);
    for (size_t i = 0; i < a_case->pair_count; i++) {
        if (strcmp(a_case->pairs[i].name, "workload") != 0) {
            putc('/', out);
            write_word(a_case->pairs[i].name, "/=", out);
            putc('=', out);
            write_word(a_case->pairs[i].value, "/", out);
        }
    }
    if (step > 0) {
        fprintf(out, "/step=%llu", (unsigned long long)step);
    }
    fputs("-1", out);
}

/* A line, and another one wherever the step changes. */
static void write_trial(const struct document *document, const struct gather_case *a_case,
                        const struct results_trial *trial, FILE *out) {
    const struct gather *gather = document->gather;
    const struct results_sample *samples = export_samples(gather, a_case, trial);
    const struct results_sample *last = NULL;
    double builds = 1;
    (void)export_value(gather, a_case, trial, builds_meter, &builds);
    for (size_t i = 0; i < trial->samples; i++) {
        const struct gather_meter *meter = gather_meter_of(gather, a_case->run, &samples[i]);
        if (!samples[i].is_measured || !export_wants(document, meter)) {
            continue;
        }
        if (last == NULL || last->step != samples[i].step) {
            fputs(last == NULL ? "" : "\n", out);
            write_name(gather, a_case, samples[i].step, out);
            fprintf(out, " %.0f", fmin(fmax(builds, 1), 1e15));
        }
        last = &samples[i];
        char number[TABLE_NUMBER_BYTES];
        table_spell(last->value, number);
        fprintf(out, " %s ", last->text != NULL ? last->text : number);
        write_unit(meter, out);
    }
    fputs(last == NULL ? "" : "\n", out);
}

/* One line for each meter that has a value somewhere. */
static bool write_units(const struct document *document, FILE *out) {
    const struct gather *gather = document->gather;
    bool *is_used = calloc(gather->meter_count + 1, sizeof *is_used);
    for (size_t i = 0; is_used != NULL && i < gather->series_count; i++) {
        is_used[gather->series[i].meter] |= gather->series[i].count > 0;
    }
    for (size_t i = 0; is_used != NULL && i < gather->meter_count; i++) {
        const struct gather_meter *meter = &gather->meters[i];
        if (is_used[i] && export_wants(document, meter)) {
            fputs("Unit ", out);
            write_unit(meter, out);
            fputs(meter->better == METER_NEITHER ? "" : " better=", out);
            fputs(meter->better == METER_NEITHER ? "" : meter_better_name(meter->better), out);
            fprintf(out, " assume=%s\n", meter->kind == METER_EXACT ? "exact" : "nothing");
        }
    }
    free(is_used);
    return is_used != NULL;
}

/* The key begins with a lower-case letter and has no blank, colon or capital. */
static void write_key(const char *key, FILE *out) {
    fputs(islower((unsigned char)key[0]) ? "" : "x", out);
    for (; *key != '\0'; key++) {
        const char letter[] = {(char)tolower((unsigned char)*key), '\0'};
        write_word(letter, ":", out);
    }
    putc(':', out);
}

static void write_pair(const char *key, const char *value, FILE *out) {
    write_key(key, out);
    putc(' ', out);
    format_escape(value, "", out);
    putc('\n', out);
}

static bool has_key(const struct document_run *run, const char *key) {
    for (size_t i = 0; i < run->pairs; i++) {
        if (strcmp(run->keys[i], key) == 0) {
            return true;
        }
    }
    return false;
}

/* The environment holds until it is said otherwise: what only the run before had is taken back. */
static void write_environment(const struct document *document, size_t index, FILE *out) {
    const struct document_run *run = &document->runs[index];
    for (size_t i = 0; index > 0 && i < run[-1].pairs; i++) {
        if (!has_key(run, run[-1].keys[i])) {
            write_key(run[-1].keys[i], out);
            putc('\n', out);
        }
    }
    if (document->run_count > 1) {
        write_pair("run", run->label, out);
    }
    for (size_t i = 0; i < run->pairs; i++) {
        write_pair(run->keys[i], run->values[i], out);
    }
}

bool format_go(const struct document *document, FILE *out) {
    const struct gather *gather = document->gather;
    bool is_whole = gather == NULL || write_units(document, out);
    size_t environments = 0; /* told so far */
    for (size_t i = 0; is_whole && gather != NULL && i < gather->case_count; i++) {
        const struct gather_case *a_case = &gather->cases[i];
        while (environments <= a_case->run && environments < document->run_count) {
            write_environment(document, environments++, out);
        }
        for (size_t j = 0; j < a_case->trials; j++) {
            const struct results_trial *trial = gather->trials[a_case->first_trial + j];
            if (export_is_good(a_case, trial)) {
                write_trial(document, a_case, trial, out);
            }
        }
    }
    while (environments < document->run_count) {
        write_environment(document, environments++, out);
    }
    return is_whole;
}
