/*
 * guard.h - standard error of the whole program behind a stream that masks what a terminal would
 * obey, so that no message has to think of it.
 */
#ifndef HEADROOM_BENCH_GUARD_H
#define HEADROOM_BENCH_GUARD_H

#include <stdio.h>

/*
 * From here on all that is written to `stderr` is written with '?' for every byte that may
 * not be shown (plain.h), line ends and tabs excepted. Once per process; where there is no memory
 * it stays as it is.
 */
void guard_standard_error(void);

/* The stream behind a guarded one, for whoever draws by escapes; any other is returned as it is. */
FILE *guard_behind(FILE *stream);

#endif
