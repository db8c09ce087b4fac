/*
 * lives.c - whole lives of workloads, counted by the tracer or by valgrind.
 *
 *     lives CASE...        CASE: words as for `headroom run`, e.g. 'workload=append length=10'
 *
 * Under the tracer each case lives twice, for two lines on standard output:
 *
 *     run INDEX ALLOCS FREES BYTES       of the measured region, then ledgers that must agree
 *     life INDEX ALLOCS FREES BYTES      from prepare to finish
 *
 * Without it, each case lives once and a child is forked before prepare, before the region, after
 * it and after finish. The child leaves at once: a valgrind that watches prints its total heap
 * usage so far, which is the parent's at that moment. Standard output then names the children:
 *
 *     point INDEX STAGE PID
 */
#include <dlfcn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <headroom/allocator.h>

#include "plan/case.h"
#include "trace/trace.h"
#include "workloads/workload.h"

enum { MOST_WORDS = 16, MOST_CASES = 512, TEXT_BYTES = 1024 };

struct life {
    struct bench_case a_case;
    struct hr_setting settings[CASE_SETTINGS + 1];
    struct hr_counting_allocator counting;
    struct hr_adapter_config config;
    struct workload_run run;
    size_t index;
};

static struct life lives[MOST_CASES];
static trace_mark_fn *begin;
static trace_read_fn *read_counts;

/* Neither malloc nor a buffer of stdio. */
__attribute__((format(printf, 1, 2))) static void say(const char *format, ...) {
    char text[TEXT_BYTES];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (length < 0 || write(STDOUT_FILENO, text, (size_t)length) != length) {
        _exit(4);
    }
}

__attribute__((format(printf, 1, 2))) _Noreturn static void give_up(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    (void)vfprintf(stderr, format, arguments);
    va_end(arguments);
    _exit(3);
}

static void open_life(struct life *life, size_t index, char *text) {
    struct case_word words[MOST_WORDS];
    struct case_error error;
    size_t count = 0;
    char *rest = text;
    for (char *word; (word = strtok_r(rest, " ", &rest)) != NULL; count++) {
        if (count == MOST_WORDS || !case_word_parse(word, &words[count], &error)) {
            give_up("lives: %s\n", count == MOST_WORDS ? "too many words" : error.message);
        }
    }
    if (!case_complete(words, count, &life->a_case, &error)) {
        give_up("lives: %s\n", error.message);
    }
    const struct hr_allocator *parent = hr_allocator_find(life->a_case.allocator);
    case_settings(&life->a_case, life->settings);
    life->index = index;
    life->config = (struct hr_adapter_config){.growth = hr_growth_find(life->a_case.growth),
                                              .settings = life->settings};
    if (parent != NULL) {
        hr_counting_allocator_init(&life->counting, parent);
        life->config.allocator = &life->counting.allocator;
    }
    life->run = (struct workload_run){
        .adapter = life->a_case.adapter, .config = &life->config, .settings = life->settings};
    void *input = NULL;
    if (life->a_case.workload->make_input != NULL &&
        life->a_case.workload->make_input(life->settings, &input) != HR_OK) {
        give_up("lives: case %zu has no input\n", index);
    }
    life->run.input = input;
}

static void must(const struct life *life, const char *stage, enum hr_status status) {
    if (status != HR_OK) {
        give_up("lives: case %zu, %s: %s\n", life->index, stage, hr_status_name(status));
    }
}

static void prepare(struct life *life) {
    must(life, "prepare", life->a_case.workload->prepare(&life->run));
}

static void run(struct life *life) {
    must(life, "run", life->a_case.workload->run(&life->run));
}

static void finish(struct life *life) {
    if (life->run.state != NULL || life->run.crowd != NULL) {
        life->a_case.workload->finish(&life->run);
    }
}

static unsigned long long number(uint64_t value) {
    return (unsigned long long)value;
}

static void say_run(const struct life *life, const struct trace_counts *trace) {
    const struct hr_block_counts *blocks = &life->counting.counts;
    say("run %zu %llu %llu %llu malloc=%llu calloc=%llu realloc=%llu aligned=%llu free=%llu "
        "live=%llu peak=%llu,%llu foreign=%llu dropped=%llu blocks=%llu,%llu,%llu requested=%llu "
        "block_live=%llu\n",
        life->index, number(trace->heap_allocs), number(trace->heap_frees),
        number(trace->heap_bytes), number(trace->malloc_calls), number(trace->calloc_calls),
        number(trace->realloc_calls), number(trace->aligned_calls), number(trace->free_calls),
        number(trace->live_bytes), number(trace->peak_live_bytes_low),
        number(trace->peak_live_bytes_high), number(trace->foreign_frees), number(trace->dropped),
        number(blocks->allocate_calls), number(blocks->resize_calls), number(blocks->release_calls),
        number(blocks->requested_bytes), number(blocks->live_bytes));
}

static void live_traced(struct life *life) {
    struct trace_counts trace;
    prepare(life);
    life->counting.counts = (struct hr_block_counts){0}; /* blocks of prepare: foreign to both */
    begin();
    run(life);
    read_counts(&trace);
    say_run(life, &trace);
    finish(life);
    begin();
    prepare(life);
    run(life);
    finish(life);
    read_counts(&trace);
    say("life %zu %llu %llu %llu live=%llu\n", life->index, number(trace.heap_allocs),
        number(trace.heap_frees), number(trace.heap_bytes), number(trace.live_bytes));
}

static void mark(const struct life *life, const char *stage) {
    int status;
    pid_t child = fork();
    if (child == 0) {
        _exit(0);
    }
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0) {
        give_up("lives: a child failed\n");
    }
    say("point %zu %s %d\n", life->index, stage, (int)child);
}

static void live_marked(struct life *life) {
    mark(life, "start");
    prepare(life);
    mark(life, "begin");
    run(life);
    mark(life, "end");
    finish(life);
    mark(life, "gone");
}

static void find(const char *symbol, void *function) {
    *(void **)function = dlsym(RTLD_DEFAULT, symbol);
}

int main(int argc, char **argv) {
    size_t cases = (size_t)argc - 1;
    if (argc < 2 || cases > MOST_CASES) {
        give_up("lives: from 1 to %d cases are needed\n", MOST_CASES);
    }
    find(TRACE_BEGIN_SYMBOL, &begin);
    find(TRACE_READ_SYMBOL, &read_counts);
    (void)dlerror();
    for (size_t i = 0; i < cases; i++) {
        open_life(&lives[i], i, argv[i + 1]);
    }
    for (size_t i = 0; i < cases; i++) {
        if (begin != NULL) {
            live_traced(&lives[i]);
        } else {
            live_marked(&lives[i]);
        }
    }
    say("done %zu\n", cases);
    _exit(0);
}
