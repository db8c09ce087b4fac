/*
 * paired.h - two sides measured pair by pair, for the small programs of this folder; C and C++.
 *
 * A side is a function that does its work and is timed by CPU time. Each measurement is a fresh
 * process: the program starts itself again with `--side NAME`, which prints nanoseconds. Pairs are
 * interleaved, the order inside each is random, and each process has an environment of random
 * length. The ratio is the Hodges-Lehmann estimate of the shift of log ratios, its 95 % interval
 * the distribution-free one of the signed-rank test: exact, no pair is thrown away.
 */
#ifndef HEADROOM_BENCH_VERSUS_PAIRED_H
#define HEADROOM_BENCH_VERSUS_PAIRED_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifdef __cplusplus
extern "C" {
#endif
#include "report/statistics.h"
#ifdef __cplusplus
}
#endif

enum { PAIRED_FEWEST = 6, PAIRED_MOST = 100 }; /* under 6 no interval holds 95 % */

/* One side: does the work and returns what it cost in nanoseconds, or less than 0: not possible. */
struct paired_side {
    const char *name;
    double (*run)(size_t parameter);
    size_t parameter;
    const char *tunables; /* GLIBC_TUNABLES of its process, or NULL */
};

/* Is the first side's time at most `target` times the second's? */
struct paired_comparison {
    const char *name;
    struct paired_side ours, theirs;
    double target; /* for the upper end of the interval; 0: none is set */
};

static inline double paired_cpu_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

/* In the child: environment, then this program again with `--side`. Does not return. */
static inline void paired_become(const struct paired_side *side, unsigned padding, int out) {
    static char filler[4096];
    memset(filler, 'x', padding % (sizeof filler - 1));
    setenv("PAIRED_PADDING", filler, 1);
    if (side->tunables != NULL) {
        setenv("GLIBC_TUNABLES", side->tunables, 1);
    } else {
        unsetenv("GLIBC_TUNABLES");
    }
    dup2(out, STDOUT_FILENO);
    execl("/proc/self/exe", "versus", "--side", side->name, (char *)NULL);
    _exit(127);
}

/* Nanoseconds of one side in a fresh process; not above 0 when it could not be measured. */
static inline double paired_measure(const struct paired_side *side, unsigned padding) {
    int ends[2];
    if (pipe(ends) != 0) {
        return -1;
    }
    fflush(NULL);
    const pid_t child = fork();
    if (child == 0) {
        paired_become(side, padding, ends[1]);
    }
    close(ends[1]);
    char text[64] = "";
    size_t length = 0;
    ssize_t got = 1;
    while (child > 0 && got > 0 && length < sizeof text - 1) {
        got = read(ends[0], text + length, sizeof text - 1 - length);
        length += got > 0 ? (size_t)got : 0;
    }
    close(ends[0]);
    int status = -1;
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0) {
        return -1;
    }
    return strtod(text, NULL);
}

/* Measures all pairs of a comparison; false when a side cannot be measured. */
static inline bool paired_collect(const struct paired_comparison *comparison, size_t pairs,
                                  double *logs, double *ours_ns) {
    for (size_t i = 0; i < pairs; i++) {
        const bool ours_first = random() % 2 == 0;
        double first = paired_measure(ours_first ? &comparison->ours : &comparison->theirs,
                                      (unsigned)random());
        double second = paired_measure(ours_first ? &comparison->theirs : &comparison->ours,
                                       (unsigned)random());
        if (!(first > 0) || !(second > 0)) {
            return false;
        }
        ours_ns[i] = ours_first ? first : second;
        logs[i] = log(ours_first ? first / second : second / first);
    }
    return true;
}

static inline void paired_verdict(double target, double high) {
    if (target > 0) {
        const bool is_met = high <= target;
        printf("    # %s: the upper end %.3f is %s %.3f\n", is_met ? "reached" : "missed", high,
               is_met ? "within" : "above", target);
    }
}

struct paired_ratio {
    double ratio, low, high; /* the ends of its 95 % interval */
};

/* One line of the table, which goes to *found too; false when it could not be measured. */
static inline bool paired_report(const struct paired_comparison *comparison, size_t pairs,
                                 struct paired_ratio *found) {
    double logs[PAIRED_MOST], ours_ns[PAIRED_MOST];
    struct statistics_shift shift;
    if (!paired_collect(comparison, pairs, logs, ours_ns) ||
        !statistics_signed_rank(logs, pairs, &shift)) {
        printf("%-28s n/a\n", comparison->name);
        return false;
    }
    statistics_sort(ours_ns, pairs);
    found->ratio = exp(shift.shift);
    found->low = exp(shift.interval.low);
    found->high = exp(shift.interval.high);
    printf("%-28s %7.3f %7.3f %7.3f %5zu %12.4g\n", comparison->name, found->ratio, found->low,
           found->high, pairs, statistics_median(ours_ns, pairs));
    paired_verdict(comparison->target, found->high);
    fflush(stdout);
    return true;
}

/* `--side NAME`: runs it and prints its nanoseconds. */
static inline int paired_run_side(const struct paired_comparison *comparisons, size_t count,
                                  const char *name) {
    for (size_t i = 0; i < count; i++) {
        const struct paired_side *sides[] = {&comparisons[i].ours, &comparisons[i].theirs};
        for (size_t s = 0; s < 2; s++) {
            if (strcmp(sides[s]->name, name) == 0) {
                const double ns = sides[s]->run(sides[s]->parameter);
                printf("%.17g\n", ns);
                return ns > 0 ? 0 : 3;
            }
        }
    }
    fprintf(stderr, "unknown side '%s'\n", name);
    return 2;
}

static inline bool paired_parse_pairs(const char *text, size_t *pairs) {
    char *end;
    const unsigned long value = strtoul(text, &end, 10);
    *pairs = value;
    return *text >= '0' && *text <= '9' && *end == '\0' && value >= PAIRED_FEWEST &&
           value <= PAIRED_MOST;
}

static inline int paired_wrong_usage(const char *program) {
    fprintf(stderr, "usage: %s [--pairs %d...%d] [--only TEXT]\n", program, PAIRED_FEWEST,
            PAIRED_MOST);
    return 2;
}

struct paired_options {
    size_t pairs;
    const char *only; /* a part of the names wanted; "": all */
    const char *side; /* the side that is to run here, or NULL */
};

/* False: wrong usage. */
static inline bool paired_parse(int argc, char **argv, struct paired_options *options) {
    options->pairs = 30;
    options->only = "";
    options->side = NULL;
    for (int i = 1; i < argc; i += 2) {
        const char *value = i + 1 < argc ? argv[i + 1] : NULL;
        if (value != NULL && strcmp(argv[i], "--side") == 0) {
            options->side = value;
        } else if (value != NULL && strcmp(argv[i], "--only") == 0) {
            options->only = value;
        } else if (value == NULL || strcmp(argv[i], "--pairs") != 0 ||
                   !paired_parse_pairs(value, &options->pairs)) {
            return false;
        }
    }
    return true;
}

/* Before the first line of the table. */
static inline void paired_head(const char *sentence) {
#ifndef __OPTIMIZE__
    fprintf(stderr, "warning: built without optimization, the ratios mean nothing\n");
#endif
    srandom((unsigned)time(NULL) ^ (unsigned)getpid());
    printf("# %s\n%-28s %7s %7s %7s %5s %12s\n", sentence, "# name", "ratio", "low", "high",
           "pairs", "ours_ns");
}

/* The program: measures every comparison whose name contains TEXT, 30 pairs each unless told. */
static inline int paired_main(int argc, char **argv, const struct paired_comparison *comparisons,
                              size_t count, const char *sentence) {
    struct paired_options options;
    if (!paired_parse(argc, argv, &options)) {
        return paired_wrong_usage(argv[0]);
    }
    if (options.side != NULL) {
        return paired_run_side(comparisons, count, options.side);
    }
    paired_head(sentence);
    bool is_complete = true;
    for (size_t i = 0; i < count; i++) {
        struct paired_ratio found;
        if (strstr(comparisons[i].name, options.only) != NULL) {
            is_complete = paired_report(&comparisons[i], options.pairs, &found) && is_complete;
        }
    }
    return is_complete ? 0 : 3;
}

#endif
