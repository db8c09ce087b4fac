/*
 * commands/screen.h - how wide what is printed may be.
 */
#ifndef HEADROOM_BENCH_COMMANDS_SCREEN_H
#define HEADROOM_BENCH_COMMANDS_SCREEN_H

#include <stddef.h>

/* What COLUMNS says, else the terminal, but 60 at least; anything that is no terminal gets 100. */
size_t screen_width(void);

#endif
