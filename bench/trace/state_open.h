/*
 * state_open.h - the traced process's side of state.h.
 */
#ifndef HEADROOM_TRACE_STATE_OPEN_H
#define HEADROOM_TRACE_STATE_OPEN_H

#include "state.h"

/* A fresh state that no other process has, as the environment asks; NULL where it cannot be had. */
struct trace_state *trace_state_open(void);

#endif
