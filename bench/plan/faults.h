/*
 * faults.h - all that is wrong with a suite or with words, collected, so that it can be mended in
 * one go.
 *
 *     struct faults faults = {0};
 *     faults_add(&faults, "mine.suite", 3, "unknown growth 'jaba'");
 *     for (size_t i = 0; i < faults.count; i++) { puts(faults.text[i]); }
 *     faults_clean_up(&faults);
 */
#ifndef HEADROOM_BENCH_FAULTS_H
#define HEADROOM_BENCH_FAULTS_H

#include <stdbool.h>
#include <stddef.h>

enum { FAULTS_MOST = 50 };

/* All zero: none. */
struct faults {
    char *text[FAULTS_MOST];  /* "FILE:LINE: what", or "what" for words of a command line */
    size_t line[FAULTS_MOST]; /* never falling */
    size_t count;
    size_t left_out;    /* beyond FAULTS_MOST, or when memory was short */
    bool is_unreadable; /* the file itself could not be read */
};

/* `path` NULL: without a place. What was said of this line already is not said again. */
void faults_add(struct faults *faults, const char *path, size_t line, const char *what);

/* Whether anything was added. */
bool faults_are_there(const struct faults *faults);

void faults_clean_up(struct faults *faults);

#endif
