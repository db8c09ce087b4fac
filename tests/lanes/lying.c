/*
 * lying.c - a structure called dynarray that misbehaves by the number of elements it is given, so
 * that the real image and the real worker have something to find out. It stores nothing.
 */
#include <signal.h>
#include <unistd.h>

#include <headroom/adapter.h>

enum lie { TRUTH = 1, WRONG_CHECKSUM, CRASH, NO_MEMORY, HANG, TOO_LARGE, SILENT_EXIT, LATE_CRASH };

struct liar {
    size_t length;
};

static struct liar liar;

static enum hr_status make(const struct hr_adapter_config *config, void **sequence) {
    (void)config;
    liar.length = 0;
    *sequence = &liar;
    return HR_OK;
}

static enum hr_status append_range(void *sequence, uint64_t first, size_t count) {
    struct liar *it = sequence;
    (void)first;
    it->length = count;
    switch (count) {
    case CRASH:
        (void)raise(SIGSEGV);
        break;
    case NO_MEMORY:
        return HR_NO_MEMORY;
    case HANG:
        (void)pause();
        break;
    case TOO_LARGE:
        return HR_TOO_LARGE;
    case SILENT_EXIT:
        _exit(0);
    default:
        break;
    }
    return HR_OK;
}

/* Sum of (i + 1) * i for i < length. */
static uint64_t checksum(const void *sequence) {
    const struct liar *it = sequence;
    uint64_t sum = it->length == WRONG_CHECKSUM;
    for (uint64_t i = 0; i < it->length; i++) {
        sum += (i + 1) * i;
    }
    return sum;
}

static struct hr_footprint footprint(const void *sequence) {
    const struct liar *it = sequence;
    return (struct hr_footprint){.length = it->length, .capacity = it->length};
}

static void destroy(void *sequence) {
    const struct liar *it = sequence;
    if (it->length == LATE_CRASH) {
        (void)raise(SIGBUS);
    }
}

static const struct hr_sequence_verbs verbs = {
    .make = make,
    .append_range = append_range,
    .checksum = checksum,
    .footprint = footprint,
    .destroy = destroy,
};

static const struct hr_adapter dynarray = {
    .name = "dynarray",
    .summary = "lies",
    .interface = HR_INTERFACE_SEQUENCE,
    .takes_growth = true,
    .takes_allocator = true,
    .sequence = &verbs,
};

static const struct hr_adapter *const adapters[] = {&dynarray, NULL};

HR_MODULE("lying", "1", "a test", adapters)
