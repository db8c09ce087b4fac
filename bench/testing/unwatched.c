/*
 * unwatched.c - in place of meter.c, refuse.c and unsupported.c where there is no tracer: nothing
 * is counted, and everybody who asks is told why.
 */
#include "watch.h"

HR_EXPORT const char *hr_test_unsupported(void) {
    return "this build of headroom has a sanitizer, whose malloc takes the place of the counts";
}

HR_EXPORT void hr_test_begin(struct hr_test_meter *meter) {
    *meter = (struct hr_test_meter){.unsupported = hr_test_unsupported()};
}

HR_EXPORT void hr_test_end(struct hr_test_meter *meter) {
    meter->id = 0;
}

HR_EXPORT void hr_test_refuse(uint64_t first, enum hr_test_refusal refusal) {
    (void)first, (void)refusal;
}

HR_EXPORT uint64_t hr_test_refuse_stop(void) {
    return 0;
}

struct test_requests test_watch_requests(void) {
    return (struct test_requests){0};
}

uint64_t test_watch_live_bytes(const struct hr_test_meter *meter) {
    (void)meter;
    return 0;
}
