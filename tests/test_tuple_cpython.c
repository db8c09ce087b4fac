// links: headroom-structures
/*
 * test_tuple_cpython.c - our cache against the free lists of the real python3: both make and
 * release the same tuples in the same order, and after every batch the same number is parked of
 * each length (sys._debugmallocstats). Random operations, bursts beyond the limit, and full
 * collections.
 *
 * The script makes no tuple while it replays, so that the numbers are equal, not nearly equal. One
 * difference is CPython's: 3.11 and 3.12 park tuples of length 20 but never take one out again
 * (maybe_freelist_push goes to 20, maybe_freelist_pop to 19), which 3.13 mended. There the number
 * must be that of the releases since the last collection, up to the limit. And up to 3.8 calling a
 * type takes its arguments in a tuple: one more of length 1 may be there.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <headroom/tuple.h>

enum { LONGEST = 25, PLACES = 6000, BATCHES = 8, BATCH = 10000, MOST_REPORTS = 64, BURST = 2100 };

/* What was parked of each length at the time of a report. */
struct report {
    uint64_t parked[HR_TUPLE_CACHE_LENGTHS + 1];
};

static struct replay {
    FILE *operations; /* for the script */
    struct hr_tuple_cache cache;
    struct hr_tuple *live[PLACES];
    bool is_live[PLACES]; /* the empty tuple too */
    uint64_t released_20; /* since the last collection */
    bool hoards_20;       /* 3.11 and 3.12 */
    uint64_t arguments;   /* tuples of length 1 that CPython may have beside: 1 up to 3.8 */
    struct report reports[MOST_REPORTS];
    size_t report_count;
    uint64_t seed;
} replay;

static struct hr_box box = {.kind = HR_BOX_INTEGER, .reference_count = 1};

static void make(size_t place, size_t length) {
    struct hr_box *items[LONGEST];
    for (size_t i = 0; i < LONGEST; i++) {
        items[i] = &box;
    }
    assert_int_equal(hr_tuple_new(&replay.cache, items, length, &replay.live[place]), HR_OK);
    replay.is_live[place] = true;
    assert_true(fprintf(replay.operations, "%zu %zu\n", place, length) > 0);
}

static void release(size_t place) {
    replay.released_20 += replay.live[place]->length == 20;
    hr_tuple_release(&replay.cache, replay.live[place]);
    replay.is_live[place] = false;
    assert_true(fprintf(replay.operations, "%zu -1\n", place) > 0);
}

static void report(void) {
    struct report *now = &replay.reports[replay.report_count++];
    assert_true(replay.report_count <= MOST_REPORTS);
    for (size_t length = 1; length <= HR_TUPLE_CACHE_LENGTHS; length++) {
        now->parked[length] = hr_tuple_cache_parked(&replay.cache, length);
    }
    if (replay.hoards_20) {
        const uint64_t limit = replay.cache.limit;
        now->parked[20] = replay.released_20 < limit ? replay.released_20 : limit;
    }
    assert_true(fputs("stats\n", replay.operations) >= 0);
}

static void collect(void) {
    hr_tuple_cache_drain(&replay.cache);
    replay.released_20 = 0;
    assert_true(fputs("collect\n", replay.operations) >= 0);
}

static size_t draw(size_t below) {
    replay.seed = replay.seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (replay.seed >> 33) % below;
}

static void random_batch(void) {
    static const size_t often[] = {1, 2, 5, 19, 20, 21};
    for (size_t i = 0; i < BATCH; i++) {
        const size_t place = draw(PLACES);
        if (replay.is_live[place]) {
            release(place);
        } else {
            const size_t odd = often[draw(sizeof often / sizeof often[0])], any = draw(LONGEST + 1);
            make(place, draw(2) == 0 ? odd : any);
        }
    }
    report();
}

static void release_all(void) {
    for (size_t place = 0; place < PLACES; place++) {
        if (replay.is_live[place]) {
            release(place);
        }
    }
}

/* More of one length than the limit, at first one short of it. */
static void burst(size_t length) {
    const size_t counts[] = {replay.cache.limit - 1, replay.cache.limit, BURST};
    for (size_t c = 0; c < 3; c++) {
        for (size_t place = 0; place < counts[c]; place++) {
            make(place, length);
        }
        report();
        release_all();
        report();
    }
}

static void perform(const struct hr_tuple_cache_preset *preset) {
    static const size_t lengths[] = {1, 2, 10, 19, 20, 21};
    hr_tuple_cache_init(&replay.cache, hr_allocator_find("heap"), preset);
    replay.seed = 20;
    report();
    for (size_t i = 0; i < BATCHES; i++) {
        random_batch();
        if (i == BATCHES / 2) {
            collect();
            report();
        }
    }
    release_all();
    report();
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        burst(lengths[i]);
    }
    collect();
    report();
}

/* Major and minor version of python3; false where there is none. */
static bool find_version(int *major, int *minor) {
    FILE *version = popen("python3 -c 'import sys; print(*sys.version_info[:2])' 2>&1", "r");
    const bool is_read = version != NULL && fscanf(version, "%d %d", major, minor) == 2;
    return version != NULL && pclose(version) == 0 && is_read;
}

static const char *preset_of(int minor) {
    return minor <= 10 ? "cpython-3.10" : minor <= 13 ? "cpython-3.11" : "cpython-3.14";
}

/* The script's lines against our reports: lengths come in order, each report from 1 on. */
static void compare(FILE *lines) {
    size_t length, seen = 0, line = 0;
    uint64_t parked;
    const size_t longest = replay.cache.max_length;
    while (fscanf(lines, "%zu %lu", &length, &parked) == 2) {
        assert_true(seen < replay.report_count);
        assert_int_equal(length, line % longest + 1);
        const uint64_t ours = replay.reports[seen].parked[length];
        if (parked < ours || parked > ours + (length == 1 ? replay.arguments : 0)) {
            fail_msg("report %zu, length %zu: CPython has %lu, we have %lu", seen, length, parked,
                     ours);
        }
        line++;
        seen = line / longest;
    }
    assert_int_equal(seen, replay.report_count);
    assert_int_equal(line, seen * longest);
}

static void test_tuple_cache_parks_what_cpython_parks(void **state) {
    int major, minor;
    char path[] = "/tmp/headroom-tuples-XXXXXX", command[512];
    (void)state;
    if (!find_version(&major, &minor) || major != 3 || minor < 6) {
        skip();
    }
    const int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    replay.operations = fdopen(descriptor, "w");
    assert_non_null(replay.operations);
    replay.hoards_20 = minor == 11 || minor == 12;
    replay.arguments = minor <= 8;
    perform(hr_tuple_cache_preset_find(preset_of(minor)));
    assert_int_equal(fclose(replay.operations), 0);
    snprintf(command, sizeof command, "python3 '%s' <'%s'", TEST_DATA_DIR "/tuple_freelists.py",
             path);
    FILE *lines = popen(command, "r");
    assert_non_null(lines);
    compare(lines);
    assert_int_equal(pclose(lines), 0);
    assert_int_equal(unlink(path), 0);
    assert_true(hr_tuple_cache_counts(&replay.cache).refused >= 4 * (BURST - 2000));
    hr_tuple_cache_clean_up(&replay.cache);
    assert_int_equal(box.reference_count, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tuple_cache_parks_what_cpython_parks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
