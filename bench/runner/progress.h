/*
 * progress.h - what a person sees while trials run, on standard error: a bar with the time left on
 * a terminal, remarks as plain lines anywhere, nothing but remarks when quiet.
 */
#ifndef HEADROOM_BENCH_PROGRESS_H
#define HEADROOM_BENCH_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <headroom/attributes.h>

struct progress {
    FILE *out;
    bool has_bar, has_color, is_quiet;
    bool is_drawn;
    size_t trials, done;
    double seconds, seconds_done; /* predicted, of all and of those done */
    uint64_t started_ns, drawn_ns;
};

/* The bar is there when `out` is a terminal that can move its cursor; colours unless NO_COLOR. */
void progress_begin(struct progress *progress, FILE *out, size_t trials, double seconds,
                    bool is_quiet);

/* A trial is done that was predicted to take so long. */
void progress_step(struct progress *progress, double seconds);

/* A line that stays, with "headroom: " before it, shown as in words/shown.h. */
HR_PRINTF(2, 3) void progress_remark(struct progress *progress, const char *format, ...);

/* Takes the bar away. */
void progress_end(struct progress *progress);

/* "59 s", "3 min", "2.5 h": at most 16 bytes. */
void progress_duration(double seconds, char text[16]);

#endif
