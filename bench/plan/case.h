/*
 * case.h - a case: structure x growth x allocator x malloc x workload x all parameters, and its
 * key, one greppable line in canonical order with every default spelled out:
 *
 *     structure=dynarray growth=cpython-3.9 allocator=heap malloc=glibc workload=append
 *     element_bytes=8 length=1000000 thp=never                       (one line; parameters by name)
 *
 * A case is pure text plus pointers into the registries; it opens nothing and measures nothing.
 */
#ifndef HEADROOM_BENCH_CASE_H
#define HEADROOM_BENCH_CASE_H

#include <stdbool.h>
#include <stddef.h>

#include <headroom/adapter.h>
#include <headroom/parameter.h>

struct workload;

enum { CASE_WORD_BYTES = 96, CASE_SETTINGS = 16, CASE_KEY_BYTES = 1024, CASE_ERROR_BYTES = 512 };

/* One choice on the command line or in a suite, e.g. "growth" = "cpython-3.9". */
struct case_word {
    char name[CASE_WORD_BYTES];
    char text[CASE_WORD_BYTES];
};

struct bench_case {
    const struct hr_adapter *adapter;
    const struct workload *workload;
    char growth[CASE_WORD_BYTES];    /* a policy, "own" or "none" */
    char allocator[CASE_WORD_BYTES]; /* an allocator, or "own" */
    char malloc[CASE_WORD_BYTES];    /* "glibc", "jemalloc:dirty_decay_ms=0", ... */
    size_t settings;                 /* used of the following, sorted by name */
    struct case_word setting[CASE_SETTINGS];
};

/* Why a text is no case: a message ready to print ("unknown growth 'cpyton', did you mean ..."). */
struct case_error {
    char message[CASE_ERROR_BYTES];
};

/* Takes "KEY=VALUE" apart: both sides there, printable, without spaces. */
bool case_word_parse(const char *text, struct case_word *word, struct case_error *error);

/*
 * Completes words to a case: defaults spelled out, numbers in canonical spelling, every name known,
 * every number in range, the combination sensible (the workload's interface and verbs are there).
 * False with *error filled otherwise. Workload and structure may be left out where the other
 * decides.
 */
bool case_complete(const struct case_word *words, size_t count, struct bench_case *result,
                   struct case_error *error);

/* Writes the key, at most CASE_KEY_BYTES with its end. */
void case_key(const struct bench_case *a_case, char key[CASE_KEY_BYTES]);

/* Words as people type them, one space between any two, completed as by case_complete. */
bool case_parse_words(const char *words, struct bench_case *result, struct case_error *error);

/* The key of a case back to the case, whole and canonical. */
bool case_parse(const char *key, struct bench_case *result, struct case_error *error);

/* The value of `name` in a key or a completed case: structure, growth, ..., any parameter; or NULL.
 */
const char *case_value(const struct bench_case *a_case, const char *name);

/* What the growth of a structure that takes none is called: "own" or "none". */
const char *case_implied_growth(const struct hr_adapter *adapter);

/* The harness's own parameters, ending with name NULL. */
extern const struct hr_parameter case_parameters[];

/* The parameters as settings for adapters and workloads, files by their paths; `settings` has
 * CASE_SETTINGS + 1 places. */
void case_settings(const struct bench_case *a_case, struct hr_setting *settings);

#endif
