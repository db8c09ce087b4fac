/*
 * surroundings.h - whether two runs were measured in the same surroundings: what their headers say
 * of the machine, the kernel, the mallocs and the build.
 */
#ifndef HEADROOM_BENCH_SURROUNDINGS_H
#define HEADROOM_BENCH_SURROUNDINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "report/match.h"
#include "results/results.h"

/* A header's entry that both do not share; NULL where one has it not. */
struct surrounding {
    const char *key, *old_value, *new_value;
    bool is_subject; /* a build or plug-in under comparison: to be told, not to be refused */
};

struct surroundings {
    struct surrounding *differing;
    size_t count;
    size_t refused; /* of them that are no subject */
};

/*
 * The commit, the version and plug-ins are what is compared, and so are compiler, flags and the
 * like where both were measured in pairs; a malloc that no compared case uses is of no matter.
 * Everything else has to be equal. False without memory. Free with free().
 */
bool surroundings_compare(const struct results *old_results, const struct results *new_results,
                          const struct matches *matches, struct surroundings *surroundings);

/* Whether both headers have the same pair_group: they were measured trial by trial in pairs. */
bool surroundings_are_paired(const struct results *old_results, const struct results *new_results);

#endif
