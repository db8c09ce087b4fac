/*
 * operators.h - C++'s operators, found where the program or its malloc has them.
 */
#ifndef HEADROOM_TRACE_OPERATORS_H
#define HEADROOM_TRACE_OPERATORS_H

/* Part of trace_resolve. A program in C has none. */
void trace_operators_resolve(void);

/* Called by the unwinder, found by its name in assembly. */
int trace_operators_unwind(int version, int actions, unsigned long class, const void *exception,
                           const void *context);

#endif
