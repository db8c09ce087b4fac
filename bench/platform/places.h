/*
 * places.h - where the program finds its parts: the measured image, the tracer, the adapter
 * modules, the suites, the files of lengths and the plot scripts.
 *
 *     const char *tracer = places_tracer();          never NULL, no memory is allocated
 *
 * Each place is, in this order: what an environment variable says (HEADROOM_IMAGE,
 * HEADROOM_TRACER, HEADROOM_ADAPTERS, HEADROOM_SUITES, HEADROOM_LENGTHS, HEADROOM_PLOTS; taken as
 * it is), what lies beside or near the running program, what was compiled in (the source tree, then
 * the place of the installation). Near the program means:
 *
 *     build tree    bin/{headroom, headroom-image, libheadroom-trace.so, adapters/}
 *     installed     bin/headroom  libexec/headroom/{headroom-image, libheadroom-trace.so,
 * adapters/} share/headroom/{suites, lengths, plots}
 *
 * so that the image and the tests, which live in the same folders, find them too. When nothing
 * exists the answer is the first path that was tried, for the error message of whoever opens it.
 *
 * The string is found once and stays; the first call of each function is not safe in threads.
 */
#ifndef HEADROOM_BENCH_PLACES_H
#define HEADROOM_BENCH_PLACES_H

const char *places_image(void);    /* the program headroom-image */
const char *places_tracer(void);   /* libheadroom-trace.so */
const char *places_adapters(void); /* the folder of adapter modules */
const char *places_suites(void);   /* the folder of suite files */
const char *places_lengths(void);  /* the folder of files of lengths */
const char *places_plots(void);    /* the folder of plot scripts */

#endif
