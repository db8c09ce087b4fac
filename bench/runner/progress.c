/*
 * progress.c - see progress.h. Nothing here can fail a run: errors of `out` are nobody's business.
 */
#include "runner/progress.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "platform/clock.h"
#include "words/guard.h"
#include "words/shown.h"

enum { BAR_WIDTH = 30, REMARK_BYTES = 2048, REDRAW_NS = 100000000 };

void progress_duration(double seconds, char text[16]) {
    const double limit = 99 * 3600.0;
    if (!(seconds < limit)) {
        (void)snprintf(text, 16, "days");
    } else if (seconds >= 2 * 3600) {
        (void)snprintf(text, 16, "%.1f h", seconds / 3600);
    } else if (seconds >= 120) {
        (void)snprintf(text, 16, "%.0f min", seconds / 60);
    } else {
        (void)snprintf(text, 16, "%.0f s", seconds > 0 ? seconds : 0);
    }
}

static bool is_set(const char *variable) {
    const char *value = getenv(variable);
    return value != NULL && value[0] != '\0';
}

void progress_begin(struct progress *progress, FILE *out, size_t trials, double seconds,
                    bool is_quiet) {
    const char *terminal = getenv("TERM");
    out = guard_behind(out);
    bool is_terminal = isatty(fileno(out)) == 1;
    bool is_dumb = terminal == NULL || strcmp(terminal, "dumb") == 0;
    *progress = (struct progress){.out = out,
                                  .has_bar = is_terminal && !is_dumb && !is_quiet,
                                  .has_color = is_terminal && !is_dumb && !is_set("NO_COLOR"),
                                  .is_quiet = is_quiet,
                                  .trials = trials,
                                  .seconds = seconds,
                                  .started_ns = clock_wall_ns()};
}

/* By how the predictions have held so far; by number of trials when nothing was predicted. */
static double seconds_left(const struct progress *progress) {
    double elapsed = (double)(clock_wall_ns() - progress->started_ns) / 1e9;
    if (progress->seconds_done > 0) {
        return elapsed * (progress->seconds - progress->seconds_done) / progress->seconds_done;
    }
    return progress->done > 0
               ? elapsed * (double)(progress->trials - progress->done) / (double)progress->done
               : progress->seconds;
}

static void erase(struct progress *progress) {
    if (progress->is_drawn) {
        (void)fputs("\r\033[K", progress->out);
        progress->is_drawn = false;
    }
}

static void draw(struct progress *progress) {
    char left[16], bar[BAR_WIDTH + 1];
    size_t trials = progress->trials > 0 ? progress->trials : 1;
    size_t filled = progress->done * BAR_WIDTH / trials;
    memset(bar, '.', BAR_WIDTH);
    memset(bar, '#', filled < BAR_WIDTH ? filled : BAR_WIDTH);
    bar[BAR_WIDTH] = '\0';
    progress_duration(seconds_left(progress), left);
    erase(progress);
    (void)fprintf(progress->out, "%s[%s]%s %zu/%zu trials, %s left",
                  progress->has_color ? "\033[32m" : "", bar, progress->has_color ? "\033[0m" : "",
                  progress->done, progress->trials, left);
    (void)fflush(progress->out);
    progress->is_drawn = true;
    progress->drawn_ns = clock_wall_ns();
}

void progress_step(struct progress *progress, double seconds) {
    progress->done++;
    progress->seconds_done += seconds;
    if (progress->has_bar &&
        (clock_wall_ns() - progress->drawn_ns >= REDRAW_NS || progress->done == progress->trials)) {
        draw(progress);
    }
}

void progress_remark(struct progress *progress, const char *format, ...) {
    char text[REMARK_BYTES];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    erase(progress);
    shown_print(progress->out, "headroom: %s\n", text);
    (void)fflush(progress->out);
}

void progress_end(struct progress *progress) {
    erase(progress);
    (void)fflush(progress->out);
}
