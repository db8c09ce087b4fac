/*
 * tracer.c - what the preloaded tracer adds to a pair of malloc and free, on one and on two
 * threads.
 *
 * Each measurement is a fresh process: this program again with `--side THREADS`, with the tracer
 * preloaded or without, which prints nanoseconds of CPU per pair and thread. Pairs are interleaved,
 * the order inside each is random, and each process has an environment of random length. What is
 * added is the Hodges-Lehmann estimate of the shift with the interval of the signed-rank test.
 */
#include <dlfcn.h>
#include <libgen.h>
#include <limits.h>
#include <pthread.h>
#include <spawn.h>

#include "paired.h"

enum { PAIRS_EACH = 4000000, WARM_PAIRS = 100000, THREADS_MOST = 2, SIZES = 64 };

static pthread_barrier_t start_line;

static void pairs(long count) {
    for (long i = 0; i < count; i++) {
        void *block = malloc((size_t)(i % SIZES) * 8 + 8);
        __asm__ volatile("" : "+r"(block) : : "memory");
        free(block);
    }
}

static double thread_cpu_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static void *run_thread(void *out) {
    double *ns = out;
    pairs(WARM_PAIRS);
    (void)pthread_barrier_wait(&start_line);
    const double start = thread_cpu_ns();
    pairs(PAIRS_EACH);
    *ns = (thread_cpu_ns() - start) / PAIRS_EACH;
    return NULL;
}

/* Exit status 3 where the process is not what it was started as. */
static bool is_as_wanted(bool is_traced) {
    bool (*is_in_path)(void) = NULL;
    *(void **)&is_in_path = dlsym(RTLD_DEFAULT, "headroom_trace_is_in_path");
    return is_traced ? is_in_path != NULL && is_in_path() : is_in_path == NULL;
}

/* The work is never done by the only thread: a malloc may have a shorter way for that. */
static int run_side(const char *name) {
    const unsigned threads = name[0] == '2' ? 2 : 1;
    double ns[THREADS_MOST] = {0};
    pthread_t others[THREADS_MOST];
    if (!is_as_wanted(strchr(name, 't') != NULL) ||
        pthread_barrier_init(&start_line, NULL, threads) != 0) {
        return 3;
    }
    for (unsigned i = 0; i < threads; i++) {
        if (pthread_create(&others[i], NULL, run_thread, &ns[i]) != 0) {
            return 3;
        }
    }
    for (unsigned i = 0; i < threads; i++) {
        (void)pthread_join(others[i], NULL);
    }
    printf("%.17g\n", threads == 1 ? ns[0] : (ns[0] + ns[1]) / 2);
    return 0;
}

/* The tracer lies beside this program. */
static bool find_tracer(char *assignment, size_t bytes) {
    char own[PATH_MAX];
    const ssize_t length = readlink("/proc/self/exe", own, sizeof own - 1);
    if (length <= 0) {
        return false;
    }
    own[length] = '\0';
    const int written =
        snprintf(assignment, bytes, "LD_PRELOAD=%s/libheadroom-trace.so", dirname(own));
    return written > 0 && (size_t)written < bytes && access(strchr(assignment, '=') + 1, R_OK) == 0;
}

static pid_t start(const char *side, char *preload, unsigned padding, int out) {
    static char filler[4096] = "PAIRED_PADDING=";
    const size_t name_length = strlen("PAIRED_PADDING=");
    const size_t length = padding % (sizeof filler - name_length - 1);
    memset(filler + name_length, 'x', length);
    filler[name_length + length] = '\0';
    char *environment[] = {filler, preload, NULL};
    char *arguments[] = {(char *)"versus-tracer", (char *)"--side", (char *)(uintptr_t)side, NULL};
    posix_spawn_file_actions_t actions;
    pid_t child = -1;
    if (posix_spawn_file_actions_init(&actions) == 0) {
        (void)posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
        if (posix_spawn(&child, "/proc/self/exe", &actions, NULL, arguments, environment) != 0) {
            child = -1;
        }
        (void)posix_spawn_file_actions_destroy(&actions);
    }
    return child;
}

/* Nanoseconds per pair of one fresh process; not above 0 when it could not be measured. */
static double measure(unsigned threads, char *preload) {
    char text[64] = "";
    const char side[] = {(char)('0' + threads), preload != NULL ? 't' : 'b', '\0'};
    int ends[2], status = -1;
    if (pipe(ends) != 0) {
        return -1;
    }
    const pid_t child = start(side, preload, (unsigned)random(), ends[1]);
    close(ends[1]);
    if (child > 0 && waitpid(child, &status, 0) == child && status == 0) {
        (void)!read(ends[0], text, sizeof text - 1);
    }
    close(ends[0]);
    return strtod(text, NULL);
}

struct series {
    double bare[PAIRED_MOST], traced[PAIRED_MOST], added[PAIRED_MOST];
};

static bool measure_pair(unsigned threads, char *preload, struct series *series, size_t at) {
    const bool bare_first = random() % 2 == 0;
    const double first = measure(threads, bare_first ? NULL : preload);
    const double second = measure(threads, bare_first ? preload : NULL);
    series->bare[at] = bare_first ? first : second;
    series->traced[at] = bare_first ? second : first;
    series->added[at] = series->traced[at] - series->bare[at];
    return first > 0 && second > 0;
}

static void print_line(const char *name, const struct statistics_shift *shift, size_t count,
                       const char *unit) {
    printf("%-28s %7.2f %7.2f %7.2f %5zu %s\n", name, shift->shift, shift->interval.low,
           shift->interval.high, count, unit);
}

static void print_sides(const char *name, struct series *series, size_t count) {
    statistics_sort(series->bare, count);
    statistics_sort(series->traced, count);
    printf("    # %s: bare %.2f ns, traced %.2f ns (medians)\n", name,
           statistics_median(series->bare, count), statistics_median(series->traced, count));
}

/* Logs of the ratios of what two threads and what one thread pay more; false where none is paid. */
static bool divide(const struct series *one, const struct series *two, double *logs, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (!(one->added[i] > 0) || !(two->added[i] > 0)) {
            return false;
        }
        logs[i] = log(two->added[i] / one->added[i]);
    }
    return true;
}

static int compare(size_t count, char *preload) {
    static struct series one, two;
    double logs[PAIRED_MOST];
    struct statistics_shift added_one, added_two, ratio;
    for (size_t i = 0; i < count; i++) {
        if (!measure_pair(1, preload, &one, i) || !measure_pair(2, preload, &two, i)) {
            fprintf(stderr, "error: a side could not be measured, or was not traced as wanted\n");
            return 3;
        }
    }
    const bool has_ratio =
        divide(&one, &two, logs, count) && statistics_signed_rank(logs, count, &ratio);
    if (!statistics_signed_rank(one.added, count, &added_one) ||
        !statistics_signed_rank(two.added, count, &added_two)) {
        return 3;
    }
    printf("# traced - bare per pair of malloc and free, fresh processes\n"
           "%-28s %7s %7s %7s %5s unit\n",
           "# name", "shift", "low", "high", "pairs");
    print_line("added-1-thread", &added_one, count, "ns");
    print_sides("1 thread", &one, count);
    paired_verdict(20, added_one.interval.high);
    print_line("added-2-threads", &added_two, count, "ns");
    print_sides("2 threads", &two, count);
    if (!has_ratio) {
        printf("%-28s n/a (in some pair nothing was added)\n", "added-2-over-1");
        return 0;
    }
    ratio.shift = exp(ratio.shift);
    ratio.interval.low = exp(ratio.interval.low);
    ratio.interval.high = exp(ratio.interval.high);
    print_line("added-2-over-1", &ratio, count, "ratio");
    paired_verdict(1.5, ratio.interval.high);
    return 0;
}

int main(int argc, char **argv) {
    size_t count = 30;
    char preload[PATH_MAX + 64];
    if (argc == 3 && strcmp(argv[1], "--side") == 0) {
        return run_side(argv[2]);
    }
    if (argc != 1 &&
        (argc != 3 || strcmp(argv[1], "--pairs") != 0 || !paired_parse_pairs(argv[2], &count))) {
        fprintf(stderr, "usage: %s [--pairs %d...%d]\n", argv[0], PAIRED_FEWEST, PAIRED_MOST);
        return 2;
    }
    if (!find_tracer(preload, sizeof preload)) {
        fprintf(stderr, "error: no libheadroom-trace.so beside this program\n");
        return 3;
    }
    srandom((unsigned)time(NULL) ^ (unsigned)getpid());
    return compare(count, preload);
}
