/*
 * curves.c - growth policies iterated, and the Julia set counted, into tables.
 */
#include "report/curves.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <headroom/allocator.h>

enum { ELEMENT_BYTES = 8, EVENTS_A_DECADE = 600, GRID_A_DECADE = 60, COSTS_A_DECADE = 10 };

/* The capacity after a push that makes the array `length` long; good sizes are this process's. */
static size_t push(const struct hr_growth *growth, size_t length, size_t capacity) {
    if (length <= capacity) {
        return capacity;
    }
    const struct hr_allocator *heap = hr_allocator_find("heap");
    const struct hr_growth_request request = {.length = length - 1,
                                              .capacity = capacity,
                                              .needed = length,
                                              .element_bytes = ELEMENT_BYTES,
                                              .reason = HR_GROWTH_PUSH,
                                              .limit = SIZE_MAX / ELEMENT_BYTES,
                                              .good_size = heap->good_size,
                                              .good_size_context = heap->context};
    return hr_growth_next(growth, &request);
}

static void add_heads(const struct hr_growth *const *policies, size_t count, struct table *table) {
    table_init(table, "");
    table_column(table, "length", "elements", TABLE_RIGHT, 0);
    for (size_t i = 0; i < count; i++) {
        table_column(table, policies[i]->name, "", TABLE_RIGHT, 0);
    }
}

bool curves_capacity(const struct hr_growth *const *policies, size_t count, size_t most,
                     struct table *table) {
    size_t *capacity = calloc(count + 1, sizeof *capacity);
    add_heads(policies, count, table);
    table->failed |= capacity == NULL;
    for (size_t length = 0; length <= most && capacity != NULL; length++) {
        table_row(table, false);
        table_number(table, (double)length, NULL);
        for (size_t i = 0; i < count; i++) {
            capacity[i] = push(policies[i], length, capacity[i]);
            table_number(table, (double)capacity[i], NULL);
        }
    }
    free(capacity);
    return !table->failed;
}

/* The decade of a length, 0 for 1 ... 9. */
static size_t decade_of(size_t length) {
    size_t decade = 0;
    for (; length >= 10; length /= 10) {
        decade++;
    }
    return decade;
}

static void add_headroom_row(const size_t *capacity, size_t count, size_t length,
                             struct table *table) {
    table_row(table, false);
    table_number(table, (double)length, NULL);
    for (size_t i = 0; i < count; i++) {
        table_number(table, 100 * (double)(capacity[i] - length) / (double)length, NULL);
    }
}

/* What is kept between lengths while the rows of the headroom are chosen. */
struct walk {
    size_t decade, events; /* growths in this decade that had a row */
    size_t last;           /* length of the last row */
    double next_on_grid;   /* of the logarithmic axis */
    size_t *before;        /* capacities at the previous length */
};

/* Whether a length has a row because some policy, of those that grow seldom, grew at it. */
static bool is_event(struct walk *walk, const size_t *capacity, size_t count, size_t length) {
    bool grew = false;
    for (size_t i = 0; i < count; i++) {
        grew |= capacity[i] != walk->before[i] && capacity[i] > length;
    }
    if (decade_of(length) != walk->decade) {
        walk->decade = decade_of(length);
        walk->events = 0;
    }
    walk->events += grew;
    return grew && walk->events <= EVENTS_A_DECADE;
}

bool curves_headroom(const struct hr_growth *const *policies, size_t count, size_t most,
                     struct table *table) {
    struct walk walk = {.next_on_grid = 1, .before = calloc(count + 1, sizeof(size_t))};
    size_t *capacity = calloc(count + 1, sizeof *capacity);
    add_heads(policies, count, table);
    table->failed |= capacity == NULL || walk.before == NULL;
    for (size_t length = 1; length <= most && !table->failed; length++) {
        for (size_t i = 0; i < count; i++) {
            walk.before[i] = capacity[i];
            capacity[i] = push(policies[i], length, capacity[i]);
        }
        bool event = is_event(&walk, capacity, count, length);
        if (event && length > 1 && walk.last < length - 1) {
            add_headroom_row(walk.before, count, length - 1, table);
        }
        if (event || (double)length >= walk.next_on_grid || length == most) {
            add_headroom_row(capacity, count, length, table);
            walk.last = length;
        }
        while ((double)length >= walk.next_on_grid) {
            walk.next_on_grid *= pow(10, 1.0 / GRID_A_DECADE);
        }
    }
    free(walk.before);
    free(capacity);
    return !table->failed;
}

/* A policy walked from growth to growth. */
struct steps {
    const struct hr_growth *growth;
    size_t length, capacity;  /* right after the last growth */
    size_t before;            /* the length right after the one before; 0 for none */
    double peak, peak_before; /* the headroom there, in per cent */
    double calls, copied;     /* blocks asked for, bytes copied, up to `length` */
};

static void step(struct steps *steps) {
    steps->before = steps->length;
    steps->peak_before = steps->peak;
    steps->calls++;
    steps->copied += (double)steps->capacity * ELEMENT_BYTES;
    steps->length = steps->capacity + 1;
    steps->capacity = push(steps->growth, steps->length, steps->capacity);
    steps->peak = 100 * (double)(steps->capacity - steps->length) / (double)steps->length;
}

/* The envelope at a length; the walk goes on until it is behind it. */
static double envelope_at(struct steps *steps, double length) {
    while ((double)steps->length < length) {
        step(steps);
    }
    if (steps->before == 0 || (double)steps->length <= length) {
        return steps->peak;
    }
    double share =
        log(length / (double)steps->before) / log((double)steps->length / (double)steps->before);
    return steps->peak_before + share * (steps->peak - steps->peak_before);
}

static struct steps *steps_new(const struct hr_growth *const *policies, size_t count) {
    struct steps *steps = calloc(count + 1, sizeof *steps);
    for (size_t i = 0; steps != NULL && i < count; i++) {
        steps[i].growth = policies[i];
        step(&steps[i]);
    }
    return steps;
}

bool curves_envelope(const struct hr_growth *const *policies, size_t count, size_t most,
                     struct table *table) {
    struct steps *steps = steps_new(policies, count);
    add_heads(policies, count, table);
    table->failed |= steps == NULL;
    size_t last = (size_t)floor(log10((double)most / 10) * GRID_A_DECADE + 0.5);
    for (size_t row = 0; row <= last && !table->failed; row++) {
        double length = round(10 * pow(10, (double)row / GRID_A_DECADE));
        table_row(table, false);
        table_number(table, length, NULL);
        for (size_t i = 0; i < count; i++) {
            table_number(table, envelope_at(&steps[i], length), NULL);
        }
    }
    free(steps);
    return !table->failed;
}

/* Walks until the next growth would be beyond `length`. */
static void walk_to(struct steps *steps, double length) {
    while ((double)steps->capacity < length) {
        step(steps);
    }
}

bool curves_cost(const struct hr_growth *const *policies, size_t count, size_t most,
                 struct table *copied, struct table *calls) {
    struct steps *steps = steps_new(policies, count);
    add_heads(policies, count, copied);
    add_heads(policies, count, calls);
    copied->failed |= steps == NULL;
    size_t last = (size_t)floor(log10((double)most) * COSTS_A_DECADE + 0.5);
    double before = 0;
    for (size_t row = 0; row <= last && !copied->failed && !calls->failed; row++) {
        double length = round(pow(10, (double)row / COSTS_A_DECADE));
        if (length > before) {
            table_row(copied, false);
            table_row(calls, false);
            table_number(copied, length, NULL);
            table_number(calls, length, NULL);
            for (size_t i = 0; i < count; i++) {
                walk_to(&steps[i], length);
                table_number(copied, steps[i].copied, NULL);
                table_number(calls, steps[i].calls, NULL);
            }
        }
        before = length;
    }
    free(steps);
    return !copied->failed && !calls->failed;
}

/* Columns of the picture: their real parts, walked as the book does. NULL without memory. */
static double *walk_columns(const struct hr_julia *julia, size_t columns) {
    double *re = calloc(columns + 1, sizeof *re);
    double step = (julia->x2 - julia->x1) / (double)julia->width;
    double x = julia->x1;
    for (size_t i = 0; re != NULL && i < columns; i++) {
        re[i] = x;
        x += step;
    }
    return re;
}

static void add_julia_heads(const double *re, size_t columns, struct table *table) {
    char text[TABLE_NUMBER_BYTES];
    table_init(table, "");
    table_spell((double)columns, text);
    table_column(table, text, "", TABLE_RIGHT, 0);
    for (size_t i = 0; i < columns; i++) {
        table_spell(re[i], text);
        table_column(table, text, "", TABLE_RIGHT, 0);
    }
}

static void add_julia_row(const struct hr_julia *julia, const double *re, size_t columns, double im,
                          struct table *table) {
    table_row(table, false);
    table_number(table, im, NULL);
    for (size_t i = 0; i < columns; i++) {
        char text[16];
        unsigned counted =
            hr_julia_count(re[i], im, julia->c_re, julia->c_im, julia->max_iterations);
        snprintf(text, sizeof text, "%u", counted);
        table_number(table, counted, text);
    }
}

bool curves_julia(const struct hr_julia *julia, struct table *table) {
    size_t columns = hr_julia_columns(julia);
    size_t rows = hr_julia_rows(julia);
    double *re = walk_columns(julia, columns);
    if (re == NULL) {
        table_init(table, "");
        return false;
    }
    add_julia_heads(re, columns, table);
    double step = (julia->y1 - julia->y2) / (double)julia->width;
    double im = julia->y2;
    for (size_t row = 0; row < rows; row++) {
        add_julia_row(julia, re, columns, im, table);
        im += step;
    }
    free(re);
    return !table->failed;
}
