// links: headroom-structures
/*
 * test_growth_rows.c - every registered policy against capacities that were read from the system it
 * models or, where it could not be run, computed from its source: the column verified_or_read of
 * data/growth_sequences.tsv and growth_sequences_more.tsv says which.
 *
 * data/growth_rows.tsv says of each row which policy it is, and how what the system shows relates
 * to our capacity; where a row is no list's, its policy is `-` and the last column the reason. A
 * row without such a line, a line without a row, and a policy without a row fail.
 *
 *     good_size   which sizes a malloc gives: `-` nobody asks, `jemalloc`, `glibc-usable` as
 *                 malloc_usable_size of 2.36 says, `glibc-request` as the greatest request says,
 *                 in a process whose heap had room for its first block above 128 KiB,
 *                 `glibc-heap` one whose heap had room for all
 *     inside      slots inside the object, which the row names first; 0: it starts empty
 *     compared    all, or how many of the row's values; then the last column says why
 *     shown       capacity, +N more than it, xN times it, slots of the table of a `dict` or a `set`
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

#include <headroom/growth.h>

enum { LINE_BYTES = 1024, FIELDS = 11, MOST_LINES = 256 };

struct line {
    char text[LINE_BYTES];
    const char *field[FIELDS];
    size_t fields;
    bool is_used;
};

/* A file of data/ without its head. */
struct lines {
    struct line line[MOST_LINES];
    size_t count;
};

static struct lines rows, mappings;

static void split(struct line *line) {
    char *rest = line->text;
    line->text[strcspn(line->text, "\n")] = '\0';
    for (char *word; line->fields < FIELDS && (word = strsep(&rest, "\t")) != NULL;) {
        line->field[line->fields++] = word;
    }
}

static void read_lines(const char *name, struct lines *lines) {
    char path[LINE_BYTES];
    (void)snprintf(path, sizeof path, "%s/%s", TEST_DATA_DIR, name);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_non_null(fgets(path, sizeof path, file)); /* the head */
    while (fgets(lines->line[lines->count].text, LINE_BYTES, file) != NULL) {
        split(&lines->line[lines->count]);
        assert_true(++lines->count < MOST_LINES);
    }
    assert_int_equal(fclose(file), 0);
}

static int read_all(void **state) {
    (void)state;
    read_lines("growth_sequences.tsv", &rows);
    read_lines("growth_sequences_more.tsv", &rows);
    read_lines("growth_rows.tsv", &mappings);
    return 0;
}

/* The line that speaks of this row. */
static struct line *mapping_of(const struct line *row) {
    struct line *found = NULL;
    for (size_t i = 0; i < mappings.count; i++) {
        struct line *mapping = &mappings.line[i];
        bool is_it = true;
        for (size_t f = 0; f < 3; f++) {
            is_it = is_it && strcmp(mapping->field[f], row->field[f]) == 0;
        }
        if (is_it && found != NULL) {
            fail_msg("'%s' stands twice in growth_rows.tsv", row->field[0]);
        }
        found = is_it ? mapping : found;
    }
    return found;
}

/* jemalloc 5.3: steps of 16 to 128, then four sizes to each doubling. */
static size_t jemalloc_size(void *context, size_t bytes) {
    (void)context;
    size_t step = 16;
    if (bytes <= 8) {
        return 8;
    }
    while (bytes > 8 * step) {
        step *= 2;
    }
    return (bytes + step - 1) / step * step;
}

/* glibc, 64 bits: a word of header, multiples of 16, at least 24; large ones take whole pages. */
static size_t glibc_size(size_t bytes, size_t border_kib, size_t large_header) {
    size_t chunk = (bytes + 8 + 15) / 16 * 16;
    if (chunk < border_kib * 1024) {
        return chunk < 32 ? 24 : chunk - 8;
    }
    return (chunk + 8 + 4095) / 4096 * 4096 - large_header;
}

static size_t glibc_usable(void *context, size_t bytes) {
    (void)context;
    return glibc_size(bytes, 128, 16);
}

static size_t glibc_request(void *context, size_t bytes) {
    (void)context;
    return glibc_size(bytes, 256, 24);
}

static size_t glibc_heap(void *context, size_t bytes) {
    (void)context;
    return glibc_size(bytes, SIZE_MAX / 1024, 0);
}

static hr_good_size_fn *good_size_of(const char *name) {
    static const struct {
        const char *name;
        hr_good_size_fn *good_size;
    } known[] = {{"-", NULL},
                 {"jemalloc", jemalloc_size},
                 {"glibc-usable", glibc_usable},
                 {"glibc-request", glibc_request},
                 {"glibc-heap", glibc_heap}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strcmp(known[i].name, name) == 0) {
            return known[i].good_size;
        }
    }
    fail_msg("'%s' is no good_size", name);
    return NULL;
}

/* Slots of the smallest table in which so many entries leave what must stay free. */
static size_t table_slots(size_t entries, bool is_dict) {
    size_t slots = 8;
    while (is_dict ? 2 * slots / 3 < entries : 5 * entries >= 3 * (slots - 1)) {
        slots *= 2;
    }
    return slots;
}

/* What the system shows for a capacity of ours. */
static size_t shown_as(const char *shown, size_t capacity) {
    if (strcmp(shown, "capacity") == 0) {
        return capacity;
    }
    if (strcmp(shown, "dict") == 0 || strcmp(shown, "set") == 0) {
        return table_slots(capacity, shown[0] == 'd');
    }
    size_t number = strtoull(shown + 1, NULL, 10);
    assert_true((shown[0] == '+' || shown[0] == 'x') && number > 0);
    return shown[0] == '+' ? capacity + number : capacity * number;
}

/* Pushes from the row's start on, one growth after the other. */
static void check_row(const struct line *row, const struct line *mapping, size_t element_bytes) {
    struct hr_growth_named named;
    const struct hr_growth *growth = hr_growth_parse(mapping->field[3], &named);
    if (growth == NULL) {
        fail_msg("'%s' is no policy", mapping->field[3]);
    }
    const char *rest = row->field[4];
    struct hr_growth_request request = {.element_bytes = element_bytes,
                                        .element_has_pointers = strcmp(mapping->field[5], "1") == 0,
                                        .inline_capacity = strtoull(mapping->field[7], NULL, 10),
                                        .reason = HR_GROWTH_PUSH,
                                        .limit = PTRDIFF_MAX / element_bytes,
                                        .good_size = good_size_of(mapping->field[6])};
    bool is_inside = request.inline_capacity > 0;
    request.capacity = request.inline_capacity;
    bool is_all = strcmp(mapping->field[9], "all") == 0;
    size_t number = 0, most = is_all ? SIZE_MAX : strtoull(mapping->field[9], NULL, 10);
    for (char *end; *rest != '\0' && number < most; rest = end + strspn(end, " "), number++) {
        size_t expected = strtoull(rest, &end, 10);
        assert_true(end > rest);
        if (!is_inside) {
            request.length = request.capacity;
            request.needed = request.length + 1;
            request.capacity = hr_growth_next(growth, &request);
        }
        is_inside = false;
        size_t found = shown_as(mapping->field[8], request.capacity);
        if (found != expected) {
            fail_msg("'%s' %s, %zu bytes: number %zu is %zu by %s, the system has %zu",
                     row->field[0], row->field[1], element_bytes, number + 1, found,
                     mapping->field[3], expected);
        }
    }
    assert_true(number >= 5);
}

static void test_growth_rows_every_row_is_met_by_its_policy(void **state) {
    (void)state;
    size_t compared = 0;
    for (size_t i = 0; i < rows.count; i++) {
        const struct line *row = &rows.line[i];
        assert_int_equal(row->fields, 5);
        struct line *mapping = mapping_of(row);
        if (mapping == NULL) {
            fail_msg("'%s' %s %s has no line in growth_rows.tsv", row->field[0], row->field[1],
                     row->field[2]);
            return;
        }
        mapping->is_used = true;
        if (strcmp(mapping->field[3], "-") == 0) {
            assert_true(strlen(mapping->field[mapping->fields - 1]) > 10);
            continue;
        }
        assert_int_equal(mapping->fields, strcmp(mapping->field[9], "all") == 0 ? 10 : 11);
        const char *width = mapping->field[4];
        for (char *end; *width != '\0'; width = end + strspn(end, ",")) {
            check_row(row, mapping, strtoull(width, &end, 10));
            compared++;
        }
    }
    assert_true(compared >= rows.count);
}

static void test_growth_rows_every_mapping_has_its_row(void **state) {
    (void)state;
    assert_int_equal(mappings.count, rows.count);
    for (size_t i = 0; i < mappings.count; i++) {
        if (!mappings.line[i].is_used) {
            fail_msg("no row is '%s'", mappings.line[i].field[0]);
        }
    }
}

static void test_growth_rows_every_policy_has_one(void **state) {
    (void)state;
    const struct hr_growth *growth;
    for (size_t p = 0; (growth = hr_growth_at(p)) != NULL; p++) {
        const char *colon = strchr(growth->name, ':');
        size_t bytes = colon != NULL ? (size_t)(colon - growth->name) : strlen(growth->name);
        size_t found = 0;
        for (size_t i = 0; i < mappings.count; i++) {
            const char *name = mappings.line[i].field[3];
            found += strncmp(name, growth->name, bytes) == 0 && strchr(":+", name[bytes]) != NULL;
        }
        if (found == 0) {
            fail_msg("'%s' was compared with nothing: give it a row", growth->name);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_growth_rows_every_row_is_met_by_its_policy),
        cmocka_unit_test(test_growth_rows_every_mapping_has_its_row),
        cmocka_unit_test(test_growth_rows_every_policy_has_one),
    };
    return cmocka_run_group_tests(tests, read_all, NULL);
}
