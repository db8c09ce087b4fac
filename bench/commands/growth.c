/*
 * growth.c - headroom growth: the capacity curve of policies. Nothing is measured: the policies are
 * pure functions.
 */
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <headroom/allocator.h>
#include <headroom/growth.h>

#include "commands/options.h"
#include "plan/nearest.h"
#include "words/shown.h"

enum growth_format { FORMAT_BY_TERMINAL, FORMAT_TEXT, FORMAT_TSV, FORMAT_CSV };

struct growth_options {
    enum growth_format format;
    uint64_t up_to, element_bytes;
    bool has_pointers;
    const struct hr_allocator *allocator; /* states good sizes */
};

static const struct option_row options[] = {
    {.id = 'u',
     .name = "up-to",
     .argument = "LENGTH",
     .help = "last length that is pushed to (1000)"},
    {.id = 'e',
     .name = "element-bytes",
     .argument = "BYTES",
     .help = "size of an element, which some policies look at (8)"},
    {.id = 'p', .name = "pointers", .help = "elements hold pointers, which Go's policies look at"},
    {.id = 'a',
     .name = "allocator",
     .argument = "NAME",
     .help = "whose good sizes POLICY+good, swift and redis fill (heap,\nof the malloc that this "
             "program itself runs on)"},
    {.id = 'f',
     .name = "format",
     .argument = "FORMAT",
     .help = "text, tsv or csv (text on a terminal, otherwise tsv)"},
    {.name = NULL},
};

static const char *const formats[] = {"text", "tsv", "csv"};

static const char *format_name_at(size_t index) {
    return index < sizeof formats / sizeof formats[0] ? formats[index] : NULL;
}

static const char *policy_name_at(size_t index) {
    const struct hr_growth *growth = hr_growth_at(index);
    return growth != NULL ? growth->name : NULL;
}

static const char *allocator_name_at(size_t index) {
    const struct hr_allocator *allocator = hr_allocator_at(index);
    return allocator != NULL ? allocator->name : NULL;
}

static int complain(const char *kind, const char *name, name_at_fn *name_at) {
    char hint[NEAREST_BYTES];
    nearest_hint(name, name_at, hint);
    shown_print(stderr, "headroom growth: unknown %s '%s'%s\n", kind, name, hint);
    return EXIT_USAGE;
}

static bool set_format(struct growth_options *chosen, const char *value) {
    for (size_t i = 0; format_name_at(i) != NULL; i++) {
        if (strcmp(format_name_at(i), value) == 0) {
            chosen->format = (enum growth_format)(FORMAT_TEXT + i);
            return true;
        }
    }
    (void)complain("format", value, format_name_at);
    return false;
}

static bool set_allocator(struct growth_options *chosen, const char *value) {
    chosen->allocator = hr_allocator_find(value);
    if (chosen->allocator == NULL) {
        (void)complain("allocator", value, allocator_name_at);
    }
    return chosen->allocator != NULL;
}

static bool set(void *context, int id, const char *value) {
    struct growth_options *chosen = context;
    switch (id) {
    case 'u':
        return options_count("length", value, 0, UINT64_C(1) << 52, &chosen->up_to);
    case 'e':
        return options_count("element size", value, 1, 1024, &chosen->element_bytes);
    case 'p':
        chosen->has_pointers = true;
        return true;
    case 'a':
        return set_allocator(chosen, value);
    default:
        return set_format(chosen, value);
    }
}

static void print_row(const struct growth_options *chosen, const char *policy, const char *length,
                      const char *capacity) {
    if (chosen->format == FORMAT_TEXT) {
        printf("%-24s %16s %16s\n", policy, length, capacity);
    } else {
        char separator = chosen->format == FORMAT_CSV ? ',' : '\t';
        printf("%s%c%s%c%s\n", policy, separator, length, separator, capacity);
    }
}

static void print_numbers(const struct growth_options *chosen, const struct hr_growth *growth,
                          size_t length, size_t capacity) {
    char texts[2][24];
    (void)snprintf(texts[0], sizeof texts[0], "%zu", length);
    (void)snprintf(texts[1], sizeof texts[1], "%zu", capacity);
    print_row(chosen, growth->name, texts[0], texts[1]);
}

/* A row for each push that finds the array full; the pushes between change nothing. */
static void print_curve(const struct growth_options *chosen, const struct hr_growth *growth) {
    struct hr_growth_request request = {.element_bytes = (size_t)chosen->element_bytes,
                                        .element_has_pointers = chosen->has_pointers,
                                        .reason = HR_GROWTH_PUSH,
                                        .limit = PTRDIFF_MAX / (size_t)chosen->element_bytes,
                                        .good_size = chosen->allocator->good_size,
                                        .good_size_context = chosen->allocator->context};
    print_numbers(chosen, growth, 0, 0);
    while (request.capacity < chosen->up_to && request.capacity < request.limit &&
           ferror(stdout) == 0) {
        request.length = request.capacity;
        request.needed = request.length + 1;
        request.capacity = hr_growth_next(growth, &request);
        print_numbers(chosen, growth, request.needed, request.capacity);
    }
}

static int run(int argc, char **argv);

const struct command command_growth = {
    .name = "growth",
    .synopsis = "POLICY...",
    .summary = "print the capacity curve of growth policies; nothing is measured",
    .details =
        "Columns: policy, length after the push that caused the growth, capacity after it.\n"
        "The first row of each policy is the empty array. 'headroom list growth' names the\n"
        "policies; geometric and step take any factor and step, and every policy has a form\n"
        "POLICY+good that turns what the allocator would round away into capacity.\n\n"
        "  headroom growth cpython-3.9 libstdcxx --up-to 1e6\n"
        "  headroom growth geometric:1.3 step:4096 cpython-3.9+good\n",
    .options = options,
    .run = run,
};

static int run(int argc, char **argv) {
    struct growth_options chosen = {
        .up_to = 1000, .element_bytes = 8, .allocator = hr_allocator_find("heap")};
    int first;
    enum options_outcome outcome = options_parse(&command_growth, argc, argv, set, &chosen, &first);
    if (outcome != OPTIONS_OK) {
        return outcome == OPTIONS_HELP ? EXIT_OK : EXIT_USAGE;
    }
    if (first >= argc) {
        shown_print(stderr, "headroom growth: no policy is given; see 'headroom list growth'\n");
        return EXIT_USAGE;
    }
    struct hr_growth_named named;
    for (int i = first; i < argc; i++) {
        if (hr_growth_parse(argv[i], &named) == NULL) {
            return complain("growth", argv[i], policy_name_at);
        }
    }
    if (chosen.format == FORMAT_BY_TERMINAL) {
        chosen.format = isatty(STDOUT_FILENO) ? FORMAT_TEXT : FORMAT_TSV;
    }
    print_row(&chosen, "policy", "length", "capacity");
    for (int i = first; i < argc; i++) {
        print_curve(&chosen, hr_growth_parse(argv[i], &named));
    }
    return EXIT_OK;
}
