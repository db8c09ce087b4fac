/*
 * watch.h - what the checks ask of the tracer beyond the public functions of testing.h. Answered by
 * meter.c, refuse.c and unsupported.c, or by unwatched.c in a tree without tracer.
 */
#ifndef HEADROOM_TESTING_WATCH_H
#define HEADROOM_TESTING_WATCH_H

#include <stddef.h>
#include <stdint.h>

#include <headroom/testing.h>

/* Bytes in blocks that were made in a running meter and are still there. */
uint64_t test_watch_live_bytes(const struct hr_test_meter *meter);

/* Of the calling thread since its last hr_test_refuse. */
struct test_requests {
    uint64_t asked, refused;
    size_t first_bytes; /* of the first that was refused */
};
struct test_requests test_watch_requests(void);

#endif
