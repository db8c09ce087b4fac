/*
 * places.c - see places.h. Knows the two layouts, of a build tree and of an installation, and
 * nothing of what the parts are for.
 */
#include "platform/places.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Compiled in by the top-level CMakeLists.txt; empty strings are no candidates. */
#ifndef HEADROOM_LIBEXEC_DIR
#define HEADROOM_LIBEXEC_DIR ""
#endif
#ifndef HEADROOM_DATA_DIR
#define HEADROOM_DATA_DIR ""
#endif
#ifndef HEADROOM_SOURCE_DIR
#define HEADROOM_SOURCE_DIR ""
#endif

enum { PLACE_BYTES = 4096, PLACE_NEAR = 2 };

/* A place and where to look for it; paths of `near` are relative to the program's folder. */
struct place {
    const char *variable;
    const char *near[PLACE_NEAR];
    const char *in_source;                    /* path in the source tree; "" for what is built */
    const char *installed_folder, *installed; /* of the installation */
    char path[PLACE_BYTES];                   /* the answer; "" before the first question */
};

/* The folder of the running program, without a slash at its end; false when it is not known. */
static bool program_folder(char folder[PLACE_BYTES]) {
    ssize_t length = readlink("/proc/self/exe", folder, PLACE_BYTES - 1);
    if (length <= 0) {
        return false;
    }
    folder[length] = '\0';
    char *slash = strrchr(folder, '/');
    if (slash == NULL) {
        return false;
    }
    *slash = '\0';
    return true;
}

/* Joins the two; remembers the first path that was tried; true when it exists. */
static bool try_path(struct place *place, const char *folder, const char *name) {
    char path[PLACE_BYTES];
    int length = snprintf(path, sizeof path, "%s/%s", folder, name);
    if (length < 0 || (size_t)length >= sizeof path) {
        return false;
    }
    bool exists = access(path, F_OK) == 0;
    if (exists || place->path[0] == '\0') {
        memcpy(place->path, path, (size_t)length + 1);
    }
    return exists;
}

static bool try_near_program(struct place *place) {
    char folder[PLACE_BYTES];
    if (!program_folder(folder)) {
        return false;
    }
    for (size_t i = 0; i < PLACE_NEAR; i++) {
        if (try_path(place, folder, place->near[i])) {
            return true;
        }
    }
    return false;
}

static bool try_fixed(struct place *place, const char *folder, const char *name) {
    return folder[0] != '\0' && name[0] != '\0' && try_path(place, folder, name);
}

static const char *find(struct place *place) {
    const char *chosen = getenv(place->variable);
    if (chosen != NULL && chosen[0] != '\0') {
        return chosen;
    }
    if (place->path[0] == '\0' && !try_near_program(place) &&
        !try_fixed(place, HEADROOM_SOURCE_DIR, place->in_source)) {
        (void)try_fixed(place, place->installed_folder, place->installed);
    }
    return place->path;
}

const char *places_image(void) {
    static struct place place = {.variable = "HEADROOM_IMAGE",
                                 .near = {"headroom-image", "../libexec/headroom/headroom-image"},
                                 .installed_folder = HEADROOM_LIBEXEC_DIR,
                                 .installed = "headroom-image",
                                 .in_source = ""};
    return find(&place);
}

const char *places_tracer(void) {
    static struct place place = {
        .variable = "HEADROOM_TRACER",
        .near = {"libheadroom-trace.so", "../libexec/headroom/libheadroom-trace.so"},
        .installed_folder = HEADROOM_LIBEXEC_DIR,
        .installed = "libheadroom-trace.so",
        .in_source = ""};
    return find(&place);
}

const char *places_adapters(void) {
    static struct place place = {.variable = "HEADROOM_ADAPTERS",
                                 .near = {"adapters", "../libexec/headroom/adapters"},
                                 .installed_folder = HEADROOM_LIBEXEC_DIR,
                                 .installed = "adapters",
                                 .in_source = ""};
    return find(&place);
}

const char *places_suites(void) {
    static struct place place = {
        .variable = "HEADROOM_SUITES",
        .near = {"../share/headroom/suites", "../../share/headroom/suites"},
        .installed_folder = HEADROOM_DATA_DIR,
        .installed = "suites",
        .in_source = "bench/suites"};
    return find(&place);
}

const char *places_lengths(void) {
    static struct place place = {
        .variable = "HEADROOM_LENGTHS",
        .near = {"../share/headroom/lengths", "../../share/headroom/lengths"},
        .installed_folder = HEADROOM_DATA_DIR,
        .installed = "lengths",
        .in_source = "bench/lengths"};
    return find(&place);
}

const char *places_plots(void) {
    static struct place place = {.variable = "HEADROOM_PLOTS",
                                 .near = {"../share/headroom/plots", "../../share/headroom/plots"},
                                 .installed_folder = HEADROOM_DATA_DIR,
                                 .installed = "plots",
                                 .in_source = "plots"};
    return find(&place);
}
