/*
 * commands/shortfall.h - what runs that were read lack, said on standard error.
 */
#ifndef HEADROOM_BENCH_COMMANDS_SHORTFALL_H
#define HEADROOM_BENCH_COMMANDS_SHORTFALL_H

#include "report/inputs.h"

/*
 * One line for each run whose file was cut, or whose run did not come to its end: what is there is
 * whole, but not all. `command` is the verb.
 */
void shortfall_tell(const char *command, const struct inputs *inputs);

#endif
