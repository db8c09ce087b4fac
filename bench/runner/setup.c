/*
 * setup.c - see setup.h. Applies limits, personality, THP and environment to this process and
 * executes the image over it: what is inherited by exec is all that is set here.
 *
 * counts, memory: ASLR off and an environment of fixed length, so that runs repeat to the page.
 * time: ASLR on and an environment of random length, so that no layout is measured by accident.
 */
#include "runner/setup.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <unistd.h>

#include "plan/case.h"
#include "plan/catalog.h"
#include "platform/malloc.h"
#include "platform/places.h"
#include "platform/procfs.h"
#include "results/record.h"

enum {
    EXIT_CANNOT = 4,
    ENTRIES = 16,
    ENTRY_BYTES = 8192 + 64,
    PADDING_BYTES = 4096,
    REASON_BYTES = 512,
    MEMINFO_BYTES = 4096,
    FILE_LIMIT_BYTES = 1 << 30,
    THP_EXCEPT_ADVISED = 2 /* PR_THP_DISABLE_EXCEPT_ADVISED of linux/prctl.h, from 6.18 on */
};

/* The environment of the image. */
struct entries {
    char text[ENTRIES][ENTRY_BYTES];
    char *pointer[ENTRIES + 1];
    size_t count;
};

static struct entries entries;

static bool add_entry(const char *name, const char *value) {
    if (entries.count == ENTRIES) {
        return false;
    }
    char *entry = entries.text[entries.count];
    int length = snprintf(entry, ENTRY_BYTES, "%s=%s", name, value);
    entries.pointer[entries.count++] = entry;
    return length >= 0 && length < ENTRY_BYTES;
}

/* A random number of letters; the number alone matters. */
static bool add_padding(void) {
    static char padding[PADDING_BYTES];
    uint16_t length = 0;
    if (getrandom(&length, sizeof length, GRND_NONBLOCK) != (ssize_t)sizeof length) {
        length = (uint16_t)getpid();
    }
    memset(padding, 'x', sizeof padding);
    padding[length % PADDING_BYTES] = '\0';
    return add_entry("HEADROOM_PADDING", padding);
}

/* The linker splits the list at these, and there is no way to quote them. */
static bool can_be_preloaded(const char *path, char reason[REASON_BYTES]) {
    if (path[0] == '\0' || access(path, R_OK) != 0) {
        (void)snprintf(reason, REASON_BYTES, "'%.400s' cannot be read", path);
        return false;
    }
    if (strpbrk(path, " :") != NULL) {
        (void)snprintf(reason, REASON_BYTES,
                       "'%.400s' cannot be preloaded: there is a space or a colon in its path",
                       path);
        return false;
    }
    return true;
}

/* The tracer stands before the malloc, whose calls it must see. */
static bool add_preloads(const struct malloc_spec *spec, enum lane lane,
                         char reason[REASON_BYTES]) {
    static char list[ENTRY_BYTES];
    const char *tracer = lane == LANE_COUNTS ? places_tracer() : NULL;
    const char *library = malloc_library_path(spec->kind);
    if (spec->kind->sonames != NULL && library == NULL) {
        (void)snprintf(reason, REASON_BYTES, "malloc '%s' is not installed", spec->kind->name);
        return false;
    }
    if ((tracer != NULL && !can_be_preloaded(tracer, reason)) ||
        (library != NULL && !can_be_preloaded(library, reason))) {
        return false;
    }
    if (tracer == NULL && library == NULL) {
        return true;
    }
    int length =
        snprintf(list, sizeof list, "%s%s%s", tracer != NULL ? tracer : "",
                 tracer != NULL && library != NULL ? ":" : "", library != NULL ? library : "");
    (void)snprintf(reason, REASON_BYTES, "the paths of tracer and malloc are too long");
    return length > 0 && (size_t)length < sizeof list && add_entry("LD_PRELOAD", list);
}

static bool add_tunables(const struct malloc_spec *spec, char reason[REASON_BYTES]) {
    char entry[MALLOC_VARIABLE_BYTES];
    for (size_t i = 0; malloc_spec_variable(spec, i, entry); i++) {
        char *equals = strchr(entry, '=');
        *equals = '\0';
        if (!add_entry(entry, equals + 1)) {
            (void)snprintf(reason, REASON_BYTES, "there are too many tunables");
            return false;
        }
    }
    return true;
}

/* Symbols are bound before main, so that binding them is not part of the region. */
static bool make_environment(const struct malloc_spec *spec, enum lane lane,
                             char reason[REASON_BYTES]) {
    (void)snprintf(reason, REASON_BYTES, "the environment is too large");
    const char *adapters = getenv("HEADROOM_ADAPTERS");
    const char *lengths = getenv("HEADROOM_LENGTHS");
    return add_entry("PATH", "/usr/bin:/bin") && add_entry("LC_ALL", "C") &&
           add_entry("LD_BIND_NOW", "1") &&
           (adapters == NULL || add_entry("HEADROOM_ADAPTERS", adapters)) &&
           (lengths == NULL || add_entry("HEADROOM_LENGTHS", lengths)) &&
           (lane != LANE_TIME || add_padding()) && add_preloads(spec, lane, reason) &&
           add_tunables(spec, reason);
}

static bool limit(int resource, uint64_t most) {
    struct rlimit now;
    if (getrlimit((__rlimit_resource_t)resource, &now) != 0) {
        return false;
    }
    now.rlim_cur = most < now.rlim_max ? most : now.rlim_max;
    now.rlim_max = now.rlim_cur;
    return setrlimit((__rlimit_resource_t)resource, &now) == 0;
}

static uint64_t default_memory_limit(void) {
    static char text[MEMINFO_BYTES];
    uint64_t total_kib;
    (void)procfs_read_file("/proc/meminfo", text, sizeof text);
    return procfs_field(text, "MemTotal:", &total_kib) ? total_kib / 4 * 3 * 1024 : UINT64_MAX / 2;
}

/* Data, not address space: the allocator `reserved` needs the latter. */
static bool set_limits(const struct setup_options *options) {
    uint64_t memory =
        options->memory_limit_bytes > 0 ? options->memory_limit_bytes : default_memory_limit();
    return limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, FILE_LIMIT_BYTES) &&
           limit(RLIMIT_DATA, memory) && prctl(PR_SET_PDEATHSIG, SIGKILL) == 0;
}

/* Where ASLR cannot be switched off, the header of the results says so (can_aslr). */
static void set_addresses(enum lane lane) {
    int persona = personality(0xffffffff);
    unsigned long wanted = (unsigned long)(unsigned)persona;
    wanted =
        lane == LANE_TIME ? wanted & ~(unsigned long)ADDR_NO_RANDOMIZE : wanted | ADDR_NO_RANDOMIZE;
    if (persona >= 0) {
        (void)personality(wanted);
    }
}

/*
 * A process can switch huge pages off for itself, and from Linux 6.18 on all but those it asks for;
 * it cannot get more than the machine's setting gives. What cannot be had is not measured.
 */
static bool set_huge_pages(const char *wanted, char reason[REASON_BYTES]) {
    char setting[32];
    bool is_known = procfs_huge_page_setting(setting, sizeof setting);
    bool is_never = strcmp(wanted, "never") == 0;
    bool is_less = strcmp(wanted, "madvise") == 0 && strcmp(setting, "always") == 0;
    if (is_never || is_less) {
        unsigned long flags = is_less ? THP_EXCEPT_ADVISED : 0;
        (void)snprintf(reason, REASON_BYTES, "this kernel cannot set thp '%s' for a process",
                       wanted);
        return prctl(PR_SET_THP_DISABLE, 1, flags, 0, 0) == 0;
    }
    (void)snprintf(reason, REASON_BYTES, "thp '%s' cannot be had: the machine's setting is '%s'",
                   wanted, is_known ? setting : "none");
    return strcmp(wanted, setting) == 0;
}

static int say_unsupported(const struct setup_options *options, const char *reason) {
    char line[RECORD_LINE_BYTES];
    const char *const fields[] = {options->trial, outcome_name(OUTCOME_UNSUPPORTED), reason};
    size_t length = record_write(RECORD_OUTCOME, fields, 3, line, sizeof line);
    return write(STDOUT_FILENO, line, length) == (ssize_t)length ? 0 : EXIT_CANNOT;
}

/* The image opens only the plug-in that it needs, where it needs one. */
static int execute(const struct setup_options *options, const struct catalog_plugin *plugin) {
    const char *image = places_image();
    const char *arguments[] = {image,
                               "--trial",
                               options->trial,
                               "--lane",
                               lane_name(options->lane),
                               "--repetition",
                               options->repetition,
                               options->key,
                               plugin != NULL ? "--plugin" : NULL,
                               plugin != NULL ? plugin->path : NULL,
                               NULL};
    (void)execve(image, (char *const *)(uintptr_t)arguments, entries.pointer);
    fprintf(stderr, "headroom worker: cannot execute '%s': %s\n", image, strerror(errno));
    return EXIT_CANNOT;
}

int setup_and_execute(const struct setup_options *options) {
    static struct bench_case a_case;
    static struct case_error error;
    struct malloc_spec spec;
    char reason[REASON_BYTES];
    if (!case_parse(options->key, &a_case, &error)) {
        return say_unsupported(options, error.message);
    }
    if (!malloc_spec_parse(a_case.malloc, &spec, reason) || !malloc_spec_is_known(&spec, reason) ||
        !make_environment(&spec, options->lane, reason) ||
        !set_huge_pages(case_value(&a_case, "thp"), reason)) {
        return say_unsupported(options, reason);
    }
    set_addresses(options->lane);
    if (!set_limits(options)) {
        fprintf(stderr, "headroom worker: cannot set its limits: %s\n", strerror(errno));
        return EXIT_CANNOT;
    }
    return execute(options, catalog_plugin_of(a_case.adapter->name));
}
