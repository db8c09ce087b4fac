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
#include <stdint.h>
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

/* "BenchmarkAppend/structure=dynarray/growth=java"; free it. */
static char *make_name(const struct gather *gather, const struct gather_case *a_case) {
    char *name = NULL;
    size_t bytes;
    FILE *out = open_memstream(&name, &bytes);
    if (out == NULL) {
        return NULL;
    }
    write_base(export_workload(gather, a_case), out);
    for (size_t i = 0; i < a_case->pair_count; i++) {
        if (strcmp(a_case->pairs[i].name, "workload") != 0) {
            putc('/', out);
            write_word(a_case->pairs[i].name, "/=", out);
            putc('=', out);
            write_word(a_case->pairs[i].value, "/", out);
        }
    }
    if (fclose(out) != 0) {
        free(name);
        return NULL;
    }
    return name;
}

static char *make_unit(const struct gather_meter *meter) {
    char *unit = NULL;
    size_t bytes;
    FILE *out = open_memstream(&unit, &bytes);
    if (out == NULL) {
        return NULL;
    }
    write_unit(meter, out);
    if (fclose(out) != 0) {
        free(unit);
        return NULL;
    }
    return unit;
}

/* A file in the making. */
struct work {
    const struct document *document;
    FILE *out;
    char **units; /* one per meter */
    char *name;   /* of the case at hand */
};

static void write_name(const struct work *work, uint64_t step) {
    fputs(work->name, work->out);
    if (step > 0) {
        fprintf(work->out, "/step=%llu", (unsigned long long)step);
    }
    fputs("-1", work->out);
}

/* As it was written, or the fewest digits that read back equal. */
static void write_number(const struct results_sample *sample, FILE *out) {
    char number[TABLE_NUMBER_BYTES];
    if (sample->text == NULL) {
        table_spell(sample->value, number);
    }
    fputs(sample->text != NULL ? sample->text : number, out);
}

/* A line, and another one wherever the step changes. */
static void write_trial(const struct work *work, const struct gather_case *a_case,
                        const struct results_trial *trial) {
    const struct gather *gather = work->document->gather;
    FILE *out = work->out;
    const struct results_sample *samples = export_samples(gather, a_case, trial);
    const struct results_sample *last = NULL;
    double builds = 1;
    (void)export_value(gather, a_case, trial, builds_meter, &builds);
    for (size_t i = 0; i < trial->samples; i++) {
        const struct gather_meter *meter = gather_meter_of(gather, a_case->run, &samples[i]);
        if (!samples[i].is_measured || !export_wants(work->document, meter)) {
            continue;
        }
        if (last == NULL || last->step != samples[i].step) {
            fputs(last == NULL ? "" : "\n", out);
            write_name(work, samples[i].step);
            fprintf(out, " %.0f", fmin(fmax(builds, 1), 1e15));
        }
        last = &samples[i];
        putc(' ', out);
        write_number(last, out);
        putc(' ', out);
        fputs(work->units[meter - gather->meters], out);
    }
    fputs(last == NULL ? "" : "\n", out);
}

/* One line for each meter that has a value somewhere. */
static bool write_units(const struct document *document, char *const *units, FILE *out) {
    const struct gather *gather = document->gather;
    bool *is_used = calloc(gather->meter_count + 1, sizeof *is_used);
    for (size_t i = 0; is_used != NULL && i < gather->series_count; i++) {
        is_used[gather->series[i].meter] |= gather->series[i].count > 0;
    }
    for (size_t i = 0; is_used != NULL && i < gather->meter_count; i++) {
        const struct gather_meter *meter = &gather->meters[i];
        if (is_used[i] && export_wants(document, meter)) {
            fprintf(out, "Unit %s", units[i]);
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

static bool write_case(struct work *work, const struct gather_case *a_case) {
    const struct gather *gather = work->document->gather;
    work->name = make_name(gather, a_case);
    for (size_t i = 0; work->name != NULL && i < a_case->trials; i++) {
        const struct results_trial *trial = gather->trials[a_case->first_trial + i];
        if (export_is_good(a_case, trial)) {
            write_trial(work, a_case, trial);
        }
    }
    bool is_whole = work->name != NULL;
    free(work->name);
    return is_whole;
}

static bool write_results(struct work *work, size_t *environments) {
    const struct document *document = work->document;
    const struct gather *gather = document->gather;
    work->units = calloc(gather->meter_count + 1, sizeof *work->units);
    bool is_whole = work->units != NULL;
    for (size_t i = 0; is_whole && i < gather->meter_count; i++) {
        work->units[i] = make_unit(&gather->meters[i]);
        is_whole = work->units[i] != NULL;
    }
    is_whole = is_whole && write_units(document, work->units, work->out);
    for (size_t i = 0; is_whole && i < gather->case_count; i++) {
        while (*environments <= gather->cases[i].run && *environments < document->run_count) {
            write_environment(document, (*environments)++, work->out);
        }
        is_whole = write_case(work, &gather->cases[i]);
    }
    for (size_t i = 0; work->units != NULL && i < gather->meter_count; i++) {
        free(work->units[i]);
    }
    free(work->units);
    return is_whole;
}

bool format_go(const struct document *document, FILE *out) {
    struct work work = {.document = document, .out = out};
    size_t environments = 0; /* told so far */
    bool is_whole = document->gather == NULL || write_results(&work, &environments);
    while (environments < document->run_count) {
        write_environment(document, environments++, out);
    }
    return is_whole;
}
