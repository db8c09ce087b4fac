/*
 * failing.c - for tests: says no to chosen requests, as an allocator without memory would, and
 * passes on the others. Frees always succeed.
 */
#include <headroom/allocator.h>

#include <stdbool.h>

static bool refuses(const struct hr_failing_allocator *failing, uint64_t request) {
    return failing->mode == HR_FAIL_ONCE
               ? request == failing->fail_at
               : failing->mode == HR_FAIL_ALWAYS && request >= failing->fail_at;
}

static void *failing_resize(void *context, void *block, size_t old_bytes, size_t new_bytes) {
    struct hr_failing_allocator *failing = context;
    const struct hr_allocator *parent = failing->parent;
    if (new_bytes > 0 && refuses(failing, failing->requests++)) {
        return NULL;
    }
    return parent->resize(parent->context, block, old_bytes, new_bytes);
}

static size_t failing_good_size(void *context, size_t bytes) {
    const struct hr_failing_allocator *failing = context;
    return hr_good_size(failing->parent, bytes);
}

static enum hr_move failing_move(void *context, const void *block, size_t old_bytes,
                                 size_t new_bytes) {
    const struct hr_failing_allocator *failing = context;
    return failing->parent->move(failing->parent->context, block, old_bytes, new_bytes);
}

void hr_failing_allocator_init(struct hr_failing_allocator *failing,
                               const struct hr_allocator *parent, enum hr_failing_mode mode,
                               uint64_t fail_at) {
    *failing = (struct hr_failing_allocator){
        .allocator =
            {
                .name = "failing",
                .summary = "says no to chosen requests",
                .resize = failing_resize,
                .good_size = failing_good_size,
                .move = failing_move,
                .context = failing,
            },
        .parent = parent,
        .mode = mode,
        .fail_at = fail_at,
    };
}
