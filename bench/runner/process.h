/*
 * process.h - one child process: started, watched, and gone when this returns. The only file of the
 * program that starts processes.
 *
 * The child leads a session of its own; whatever of it is left is killed when it ends. Its standard
 * output is kept up to a limit that ends it, its standard error up to a limit that does not.
 * Started by posix_spawn, whose cost does not depend on the size of the caller.
 */
#ifndef HEADROOM_BENCH_PROCESS_H
#define HEADROOM_BENCH_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct process_request {
    const char *program; /* a path, not looked for */
    char *const *arguments;
    char *const *environment;
    uint64_t deadline_ns; /* from the start, by a clock that nobody sets back; 0: none */
    char *output;         /* what it writes on standard output, ended by 0 */
    size_t output_bytes;  /* room; one byte more than fits ends the child */
    char *errors;         /* the last of what it writes on standard error, ended by 0 */
    size_t errors_bytes;
};

enum process_end {
    PROCESS_EXITED,      /* status: its exit status */
    PROCESS_KILLED,      /* status: the signal that ended it, which was not ours */
    PROCESS_TIMED_OUT,   /* by us, at the deadline */
    PROCESS_FLOODED,     /* by us, when its output did not fit */
    PROCESS_INTERRUPTED, /* by us, after process_interrupts_watch saw a signal */
    PROCESS_NOT_STARTED, /* status: errno */
};

struct process_result {
    enum process_end end;
    int status;
    size_t output_bytes, errors_bytes; /* of what was kept */
    bool output_has_zeros;             /* a byte 0 was among it */
    uint64_t wall_ns;
};

/* Runs it to its end. */
void process_run(const struct process_request *request, struct process_result *result);

/* The last line that says something of what came on standard error: its beginning in `errors`, and
 * its length, which may be 0. */
const char *process_last_words(const char *errors, int *length);

/* This program's file, even if its name has changed since. Lives for ever. */
const char *process_own_program(void);

/*
 * From now on SIGINT, SIGTERM and SIGHUP end the running child and no other is started; the
 * caller's own work between children is not disturbed. `release` undoes it.
 */
void process_interrupts_watch(void);
void process_interrupts_release(void);

/* The signal that came, 0 when none did. */
int process_interrupted(void);

/*
 * Puts something on descriptors 0 to 2 that are closed, so that no other file gets their number:
 * writing there still fails. False when even that fails.
 */
bool process_keep_standard_streams(void);

#endif
