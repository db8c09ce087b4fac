/*
 * list.c - headroom list: what there is of a kind, with a line on each.
 */
#include <string.h>

#include <headroom/growth.h>

#include "commands/options.h"
#include "commands/plugins.h"
#include "commands/screen.h"
#include "meters/meter.h"
#include "plan/case.h"
#include "plan/catalog.h"
#include "plan/file.h"
#include "plan/nearest.h"
#include "plan/plan.h"
#include "plan/suite.h"
#include "platform/malloc.h"
#include "report/format.h"
#include "report/plots/preset.h"
#include "words/shown.h"
#include "workloads/workload.h"

static void print_line(const char *name, const char *summary) {
    printf("%-24s  %s\n", name, summary);
}

/* The kind of structure that an adapter is and a workload wants: equal ones go together. */
static const char *interface_name(enum hr_interface interface) {
    static const char *const names[] = {
        [HR_INTERFACE_SEQUENCE] = "sequence",
        [HR_INTERFACE_TUPLE] = "tuple",
        [HR_INTERFACE_COORDS] = "coords",
    };
    return interface == 0 ? "any" : names[interface];
}

static void print_kind(const char *name, enum hr_interface interface, enum hr_interface also,
                       const char *summary) {
    char kinds[32];
    (void)snprintf(kinds, sizeof kinds, "%s%s%s", interface_name(interface), also != 0 ? "," : "",
                   also != 0 ? interface_name(also) : "");
    printf("%-24s  %-14s  %s\n", name, kinds, summary);
}

static int list_structures(void) {
    int status = EXIT_OK;
    for (size_t i = 0; catalog_structure_at(i) != NULL; i++) {
        struct case_error error;
        const struct hr_adapter *adapter = catalog_adapter(catalog_structure_at(i), &error);
        if (adapter != NULL) {
            print_kind(adapter->name, adapter->interface, 0, adapter->summary);
        } else {
            shown_print(stderr, "headroom list: %s\n", error.message);
            status = EXIT_FILES;
        }
    }
    return status;
}

static int list_growth(void) {
    for (size_t i = 0; hr_growth_at(i) != NULL; i++) {
        const struct hr_growth *growth = hr_growth_at(i);
        printf("%-24s  %s: %s\n", growth->name, growth->origin, growth->formula);
    }
    print_line("POLICY+good", "any of them: what the allocator would round away becomes capacity");
    return EXIT_OK;
}

static int list_allocators(void) {
    for (size_t i = 0; hr_allocator_at(i) != NULL; i++) {
        print_line(hr_allocator_at(i)->name, hr_allocator_at(i)->summary);
    }
    return EXIT_OK;
}

static int list_mallocs(void) {
    for (size_t i = 0; malloc_kind_at(i) != NULL; i++) {
        const struct malloc_kind *kind = malloc_kind_at(i);
        printf("%-24s  %s%s\n", kind->name, kind->summary,
               malloc_is_installed(kind) ? "" : " (not installed)");
    }
    return EXIT_OK;
}

static int list_workloads(void) {
    for (size_t i = 0; workload_at(i) != NULL; i++) {
        const struct workload *workload = workload_at(i);
        print_kind(workload->name, workload->interface, workload->also, workload->question);
    }
    return EXIT_OK;
}

static void print_parameters(const char *owner, const struct hr_parameter *parameter) {
    for (; parameter != NULL && parameter->name != NULL; parameter++) {
        printf("%-18s  %-14s  default %s", owner, parameter->name, parameter->text);
        if (parameter->kind == HR_PARAMETER_WORD) {
            for (size_t i = 0; parameter->words[i] != NULL; i++) {
                printf("%s%s", i == 0 ? ", of " : " ", parameter->words[i]);
            }
        } else if (parameter->kind == HR_PARAMETER_FILE) {
            printf(", one of 'list %s' or a path,", parameter->words[0]);
        } else {
            printf(", %.12g to %.12g", parameter->least, parameter->most);
        }
        printf(" %s: %s\n", parameter->unit, parameter->summary);
    }
}

static int list_parameters(void) {
    for (size_t i = 0; workload_at(i) != NULL; i++) {
        print_parameters(workload_at(i)->name, workload_at(i)->parameters);
    }
    for (size_t i = 0; catalog_structure_at(i) != NULL; i++) {
        struct case_error error;
        const struct hr_adapter *adapter = catalog_adapter(catalog_structure_at(i), &error);
        if (adapter == NULL) {
            shown_print(stderr, "headroom list: %s\n", error.message);
            return EXIT_FILES;
        }
        print_parameters(adapter->name, adapter->parameters);
    }
    print_parameters("(every case)", case_parameters);
    return EXIT_OK;
}

static int list_meters(void) {
    for (size_t i = 0; meter_at(i) != NULL; i++) {
        const struct meter *meter = meter_at(i);
        printf("%-28s  %-10s  %-7s  %-5s  %s: %s\n", meter->name, meter->unit,
               meter_better_name(meter->better), meter_kind_name(meter->kind), meter->where,
               meter->formula);
    }
    return EXIT_OK;
}

/* Two spaces and the rest of a line that has `used` columns; what is too wide for the screen stands
 * below it, indented and broken at spaces. */
static void print_rest(size_t used, const char *text) {
    static const char indent[] = "    ";
    size_t width = screen_width();
    bool is_below = used + FORMAT_GAP + format_width(text) > width;
    size_t column = is_below ? width : used + FORMAT_GAP; /* full, or the text follows */
    printf("%s", is_below ? "" : "  ");
    for (bool is_first = true; *text != '\0'; is_first = false) {
        size_t bytes = strcspn(text, " ");
        if (is_below && column + 1 + bytes > width) {
            printf("\n%s", indent);
            column = strlen(indent);
        } else if (!is_first) {
            putchar(' ');
            column++;
        }
        printf("%.*s", (int)bytes, text);
        column += bytes;
        text += bytes;
        text += strspn(text, " ");
    }
    putchar('\n');
}

static bool print_suite(const char *name) {
    struct plan plan;
    struct case_error error;
    if (!plan_build(&(struct plan_options){.suite = name}, &plan, &error)) {
        shown_print(stderr, "headroom list: %s\n", error.message);
        return false;
    }
    int used = printf("%-16s  %5zu trials  %4zu cases  %4.1f minutes", name, plan.trial_count,
                      plan.case_count, plan.seconds / 60.0);
    print_rest(used > 0 ? (size_t)used : 0, plan.question != NULL ? plan.question : "");
    plan_clean_up(&plan);
    return true;
}

static int list_suites(void) {
    int status = EXIT_OK;
    for (size_t i = 0; suite_name_at(i) != NULL; i++) {
        status = print_suite(suite_name_at(i)) ? status : EXIT_FILES;
    }
    return status;
}

static int list_lengths(void) {
    for (size_t i = 0; file_lengths_at(i) != NULL; i++) {
        char summary[FILE_SUMMARY_BYTES];
        file_lengths_summary(file_lengths_at(i), summary);
        print_line(file_lengths_at(i), summary);
    }
    return EXIT_OK;
}

static int list_lanes(void) {
    static const char *const summaries[LANES] = {
        [LANE_COUNTS] = "exact: calls and bytes, with the tracer attached",
        [LANE_MEMORY] = "resident memory, alone on the machine, nothing attached",
        [LANE_TIME] = "CPU time per element, alone, competing cases interleaved",
    };
    for (int lane = LANE_COUNTS; lane < LANES; lane++) {
        print_line(lane_name((enum lane)lane), summaries[lane]);
    }
    return EXIT_OK;
}

static int list_plots(void) {
    for (size_t i = 0; preset_at(i) != NULL; i++) {
        printf("%-24s  %s%s\n", preset_at(i)->name, preset_at(i)->summary,
               preset_at(i)->is_measured ? " (of a run)" : "");
    }
    return EXIT_OK;
}

static const struct {
    const char *name, *summary;
    int (*list)(void);
} kinds[] = {
    {"structures", "containers as they are benchmarked", list_structures},
    {"growth", "policies that give the next capacity", list_growth},
    {"allocators", "how our structures get blocks", list_allocators},
    {"mallocs", "mallocs that a process can be run on", list_mallocs},
    {"workloads", "what is done to a structure", list_workloads},
    {"parameters", "of workloads and structures, with defaults and ranges", list_parameters},
    {"meters", "what is measured, where and by what formula", list_meters},
    {"suites", "lists of cases to run", list_suites},
    {"lengths", "distributions of lengths that a workload can draw from", list_lengths},
    {"lanes", "what a trial's process is set up for", list_lanes},
    {"plots", "pictures that have a name", list_plots},
};

static const char *kind_name_at(size_t index) {
    return index < sizeof kinds / sizeof kinds[0] ? kinds[index].name : NULL;
}

static const struct option_row options[] = {PLUGINS_ROW, {.name = NULL}};

static int run(int argc, char **argv);

const struct command command_list = {
    .name = "list",
    .synopsis = "[KIND]",
    .summary = "list what there is: structures, growth, meters, suites, ...",
    .details =
        "Without KIND the kinds are listed. A plug-in's structures and parameters come after\n"
        "headroom's own, when it keeps its contract: see 'headroom check-plugin --help'.\n",
    .options = options,
    .run = run,
};

static bool set(void *context, int id, const char *value) {
    (void)id;
    return plugins_name(context, command_list.name, value);
}

static int list_kinds(void) {
    for (size_t i = 0; kind_name_at(i) != NULL; i++) {
        print_line(kinds[i].name, kinds[i].summary);
    }
    return EXIT_OK;
}

static int run(int argc, char **argv) {
    struct plugins plugins = {0};
    int first;
    enum options_outcome outcome = options_parse(&command_list, argc, argv, set, &plugins, &first);
    if (outcome != OPTIONS_OK) {
        return outcome == OPTIONS_HELP ? EXIT_OK : EXIT_USAGE;
    }
    if (first >= argc) {
        return list_kinds();
    }
    if (argc - first > 1) {
        shown_print(stderr, "headroom list: one kind at a time, not '%s' too\n", argv[first + 1]);
        return EXIT_USAGE;
    }
    for (size_t i = 0; kind_name_at(i) != NULL; i++) {
        if (strcmp(kinds[i].name, argv[first]) == 0) {
            int status = plugins_check_and_add(&plugins, command_list.name, 0);
            return status == EXIT_OK ? kinds[i].list() : status;
        }
    }
    char hint[NEAREST_BYTES];
    nearest_hint(argv[first], kind_name_at, hint);
    shown_print(stderr, "headroom list: unknown kind '%s'%s\n", argv[first], hint);
    return EXIT_USAGE;
}
