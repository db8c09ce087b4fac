/*
 * refuse.c - refusing the requests of the calling thread, each counted once.
 */
#include <errno.h>

#include "trace/observe.h"
#include "watch.h"

static _Thread_local struct {
    uint64_t first; /* 0: nothing is refused */
    enum hr_test_refusal refusal;
    struct test_requests requests;
} plan __attribute__((tls_model("initial-exec")));

HR_EXPORT void hr_test_refuse(uint64_t first, enum hr_test_refusal refusal) {
    plan.requests = (struct test_requests){0};
    plan.refusal = refusal;
    plan.first = first;
}

HR_EXPORT uint64_t hr_test_refuse_stop(void) {
    plan.first = 0;
    return plan.requests.refused;
}

struct test_requests test_watch_requests(void) {
    return plan.requests;
}

bool trace_observe_refuses(size_t bytes) {
    if (HR_LIKELY(plan.first == 0)) {
        return false;
    }
    uint64_t number = ++plan.requests.asked;
    if (number != plan.first && (plan.refusal == HR_TEST_REFUSE_ONE || number < plan.first)) {
        return false;
    }
    if (plan.requests.refused++ == 0) {
        plan.requests.first_bytes = bytes;
    }
    errno = ENOMEM;
    return true;
}
