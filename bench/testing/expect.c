/*
 * expect.c - bounds on what a meter counted, and on headroom.
 */
#include "report.h"

/* A quantity's words for messages: "%llu of them" in one and in many. */
static const struct {
    const char *one, *many;
} words[] = {
    [HR_TEST_ALLOCATIONS] = {"allocation", "allocations"},
    [HR_TEST_FREES] = {"free", "frees"},
    [HR_TEST_FAILED_CALLS] = {"failed allocation", "failed allocations"},
    [HR_TEST_TOTAL_BYTES] = {"byte requested in all", "bytes requested in all"},
    [HR_TEST_PEAK_BYTES] = {"byte live at the peak", "bytes live at the peak"},
    [HR_TEST_PEAK_MOVING_BYTES] = {"byte there at once", "bytes there at once"},
    [HR_TEST_LIVE_BYTES] = {"byte left", "bytes left"},
    [HR_TEST_LIVE_BLOCKS] = {"block left", "blocks left"},
    [HR_TEST_COPIED_BYTES] = {"byte copied by growing", "bytes copied by growing"},
    [HR_TEST_MAP_CALLS] = {"call of mmap and friends", "calls of mmap and friends"},
};
enum { QUANTITIES = sizeof words / sizeof words[0] };

static uint64_t measured(const struct hr_test_counts *counts, enum hr_test_quantity quantity) {
    switch (quantity) {
    case HR_TEST_ALLOCATIONS:
        return counts->allocations;
    case HR_TEST_FREES:
        return counts->free_calls;
    case HR_TEST_FAILED_CALLS:
        return counts->failed_calls;
    case HR_TEST_TOTAL_BYTES:
        return counts->total_bytes;
    case HR_TEST_PEAK_BYTES:
        return counts->peak_live_bytes;
    case HR_TEST_PEAK_MOVING_BYTES:
        return counts->peak_moving_bytes;
    case HR_TEST_LIVE_BYTES:
        return counts->live_bytes;
    case HR_TEST_LIVE_BLOCKS:
        return counts->live_blocks;
    case HR_TEST_COPIED_BYTES:
        return counts->readdressed_bytes - counts->remapped_bytes + counts->replaced_bytes;
    case HR_TEST_MAP_CALLS:
        return counts->map_calls;
    }
    return 0;
}

static void say_name(struct test_finding *finding, const struct hr_test_meter *meter) {
    if (meter->name != NULL) {
        test_text_add(finding->text, "%s: ", meter->name);
    }
}

/* Ends the meter; false, with a report, where it has nothing to tell. */
static bool has_counts(const char *file, int line, struct hr_test_meter *meter) {
    struct test_finding finding = {.file = file, .line = line};
    hr_test_end(meter);
    if (meter->unsupported != NULL) {
        return test_report_unsupported(file, line, meter->unsupported);
    }
    if (!meter->has_counts) {
        test_text_add(finding.text, "this meter has counted nothing: hr_test_begin it first");
    }
    return test_report(&finding);
}

static bool expect(const char *file, int line, struct hr_test_meter *meter,
                   enum hr_test_quantity quantity, uint64_t bound, bool is_exact) {
    struct test_finding finding = {.file = file, .line = line};
    if (!has_counts(file, line, meter)) {
        return false;
    }
    if ((unsigned)quantity >= QUANTITIES) {
        test_text_add(finding.text, "there is no quantity %d, see enum hr_test_quantity",
                      (int)quantity);
        return test_report(&finding);
    }
    uint64_t found = measured(&meter->counts, quantity);
    if (is_exact ? found != bound : found > bound) {
        say_name(&finding, meter);
        test_text_add(finding.text, "%llu %s, %s %llu %s", (unsigned long long)found,
                      found == 1 ? words[quantity].one : words[quantity].many,
                      is_exact ? "exactly" : "at most", (unsigned long long)bound,
                      is_exact ? "expected" : "allowed");
    }
    return test_report(&finding);
}

HR_EXPORT bool hr_test_expect_at_most(const char *file, int line, struct hr_test_meter *meter,
                                      enum hr_test_quantity quantity, uint64_t most) {
    return expect(file, line, meter, quantity, most, false);
}

HR_EXPORT bool hr_test_expect_exactly(const char *file, int line, struct hr_test_meter *meter,
                                      enum hr_test_quantity quantity, uint64_t count) {
    return expect(file, line, meter, quantity, count, true);
}

HR_EXPORT bool hr_test_expect_no_leak(const char *file, int line, struct hr_test_meter *meter) {
    struct test_finding finding = {.file = file, .line = line};
    if (!has_counts(file, line, meter)) {
        return false;
    }
    const struct hr_test_counts *counts = &meter->counts;
    if (counts->live_blocks != 0) {
        say_name(&finding, meter);
        test_text_left(finding.text, counts);
        test_text_add(finding.text, " left, none expected; the oldest is allocation %llu of %llu",
                      (unsigned long long)counts->first_left_ordinal,
                      (unsigned long long)counts->allocations);
    }
    return test_report(&finding);
}

HR_EXPORT bool hr_test_expect_headroom(const char *file, int line, size_t length, size_t capacity,
                                       double percent) {
    struct test_finding finding = {.file = file, .line = line};
    if (capacity < length) {
        test_text_add(finding.text, "a capacity of %zu is less than the length, %zu", capacity,
                      length);
    } else if (length == 0 && capacity != 0) {
        test_text_add(finding.text, "%zu slots for no element, no headroom allowed", capacity);
    } else if (length != 0) {
        double found = 100.0 * (double)(capacity - length) / (double)length;
        if (!(found <= percent)) {
            test_text_add(finding.text,
                          "%.1f %% headroom (%zu slots, %zu in use), at most %.1f %% allowed",
                          found, capacity, length, percent);
        }
    }
    return test_report(&finding);
}
