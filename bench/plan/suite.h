/*
 * suite.h - rows of cases: a suite file, or words of a command line as a file of one row.
 *
 *     # What does a growth policy cost? (the first comment says what the suite answers)
 *     workload=append growth=cpython-3.9,java length=1e3,1e6 lanes=counts,time repetitions=5
 *
 * A row is a line of KEY=VALUE words; a comma makes a list, and the lists of a row its product.
 * `lanes` and `repetitions` belong to the row and make no product. `repetitions=9` are nine trials
 * of each case in the time lane, and in the memory lane as many, but three at most;
 * `repetitions=memory:5,time:30` says them lane by lane, a lane that is not named has its default.
 * The counts lane is exact: one trial. `#` begins a comment.
 */
#ifndef HEADROOM_BENCH_SUITE_H
#define HEADROOM_BENCH_SUITE_H

#include <stdbool.h>
#include <stddef.h>

#include "meters/meter.h"
#include "plan/case.h"
#include "plan/faults.h"

enum {
    SUITE_ROW_WORDS = 5 + CASE_SETTINGS,
    SUITE_MOST_CASES = 100000,
    SUITE_MEMORY_REPETITIONS = 3, /* one run proves, three confirm */
};

/* A word with its list; `values` is "a,b,c". */
struct suite_word {
    char name[CASE_WORD_BYTES];
    char *values;
};

struct suite_row {
    size_t line; /* of the file; 0 for words of the command line */
    size_t words;
    struct suite_word word[SUITE_ROW_WORDS];
    unsigned lanes;              /* bits 1 << lane; 0 when the row does not say */
    unsigned repetitions[LANES]; /* 0 where the row does not say */
    bool lacks_work;             /* its workload or structure could not be read: no cases */
};

struct suite {
    char *path;     /* NULL for words of the command line */
    char *question; /* the first comment; NULL when there is none */
    struct suite_row *rows;
    size_t row_count;
};

/*
 * `name` is a suite's name ("quick") or a path (with a '/' or ending in ".suite"). Words that are
 * none are added to *faults and left out of their rows. False with *error filled when there is no
 * such suite or it cannot be read to its end.
 */
bool suite_read(const char *name, struct suite *suite, struct faults *faults,
                struct case_error *error);

/* One row from words, as suite_read does. False without memory. */
bool suite_from_words(const char *const *words, size_t count, struct suite *suite,
                      struct faults *faults, struct case_error *error);

void suite_clean_up(struct suite *suite);

/*
 * Calls `visit` with each case of a row's product, the last list turning fastest. What makes no
 * sense is added to *faults and not visited. False with *error filled when `visit` said so.
 */
typedef bool suite_visit_fn(void *context, const struct suite_row *row,
                            const struct bench_case *a_case, struct case_error *error);
bool suite_expand(const struct suite *suite, const struct suite_row *row, suite_visit_fn *visit,
                  void *context, struct faults *faults, struct case_error *error);

/* The names of the suites in the suites folder, for lists; NULL past the end. */
const char *suite_name_at(size_t index);

/* "9" or "memory:5,time:30"; 0 for lanes of which it says nothing. */
bool suite_parse_repetitions(const char *text, unsigned repetitions[LANES],
                             struct case_error *error);

/* "counts,time" as bits. */
bool suite_parse_lanes(const char *text, unsigned *lanes, struct case_error *error);

#endif
