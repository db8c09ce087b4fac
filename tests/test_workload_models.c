// links: bench-workloads headroom-adapters
/*
 * test_workload_models.c - every workload over many parameters against a model that does the same
 * by hand, one element at a time and without looking at its formulas; and what it predicts to be
 * copied against what the allocator counted.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <headroom/adapter.h>

#include "support/adapters.h"
#include "workloads/workload.h"

enum { MOST_SETTINGS = 16, MOST_AXES = 4, MOST_ITEMS = 20000, VALUE_BYTES = 128 };

/* The model's list. */
static struct {
    uint64_t item[MOST_ITEMS];
    size_t length;
} list;

static void push(uint64_t value) {
    assert_true(list.length < MOST_ITEMS);
    list.item[list.length++] = value;
}

static uint64_t pop(void) {
    assert_true(list.length > 0);
    return list.item[--list.length];
}

/* An empty list with 0, 1, 2, ... pushed. */
static void begin(size_t length) {
    list.length = 0;
    for (size_t i = 0; i < length; i++) {
        push(i);
    }
}

static uint64_t checksum(void) {
    uint64_t sum = 0;
    for (size_t i = 0; i < list.length; i++) {
        sum += (i + 1) * list.item[i];
    }
    return sum;
}

static size_t count_of(const struct hr_setting *settings, const char *name) {
    assert_non_null(hr_setting_text(settings, name));
    return hr_setting_count(settings, name);
}

static uint64_t model_fill(const struct hr_setting *settings) {
    begin(count_of(settings, "length"));
    return checksum();
}

static uint64_t model_construct(const struct hr_setting *settings) {
    begin(count_of(settings, "length"));
    for (size_t i = count_of(settings, "extra"); i > 0; i--) {
        push(list.length);
    }
    return checksum();
}

static uint64_t model_grow_shrink(const struct hr_setting *settings) {
    uint64_t popped = 0;
    size_t length = count_of(settings, "length");
    begin(length);
    while (list.length * 100 > length * count_of(settings, "share")) {
        popped += pop();
    }
    while (strcmp(hr_setting_text(settings, "regrow"), "yes") == 0 && list.length < length) {
        push(list.length);
    }
    return checksum() + popped;
}

/* At the shrinking edge of a policy whose blocks are as long as what is in them. */
static uint64_t model_append_pop(const struct hr_setting *settings) {
    bool shrinks = strcmp(hr_setting_text(settings, "edge"), "shrink") == 0;
    size_t length = shrinks ? count_of(settings, "length") / 2 : count_of(settings, "length");
    size_t swing = count_of(settings, "swing");
    uint64_t popped = 0;
    swing = shrinks && swing > length ? length : swing;
    begin(length);
    for (size_t i = 0; i < count_of(settings, "rounds"); i++) {
        for (size_t j = 0; j < swing && shrinks; j++) {
            uint64_t value = pop();
            popped += i > 0 ? value : 0;
        }
        for (size_t j = 0; j < swing; j++) {
            push(j);
        }
        for (size_t j = 0; j < swing && !shrinks; j++) {
            popped += pop();
        }
    }
    list.length -= shrinks ? swing : 0;
    return checksum() + popped;
}

static uint64_t model_read_sequential(const struct hr_setting *settings) {
    uint64_t sum = 0;
    begin(count_of(settings, "length"));
    for (size_t i = 0; i < list.length; i++) {
        sum += list.item[i];
    }
    return checksum() + sum;
}

/* splitmix64 once more. */
static uint64_t draw(uint64_t *state) {
    *state += 0x9e3779b97f4a7c15U;
    uint64_t z = *state;
    z ^= z >> 30;
    z *= 0xbf58476d1ce4e5b9U;
    z ^= z >> 27;
    z *= 0x94d049bb133111ebU;
    return z ^ z >> 31;
}

static uint64_t model_read_random(const struct hr_setting *settings) {
    uint64_t sum = 0, state = count_of(settings, "seed");
    begin(count_of(settings, "length"));
    for (size_t i = 0; i < count_of(settings, "reads"); i++) {
        sum += list.item[draw(&state) % list.length];
    }
    return checksum() + sum;
}

static uint64_t model_many_small(const struct hr_setting *settings) {
    bool is_cycle = strcmp(hr_setting_text(settings, "mix"), "cycle") == 0;
    size_t longest = count_of(settings, "length"), length = is_cycle ? 0 : longest;
    uint64_t sum = 0;
    for (size_t s = 0; s < count_of(settings, "count"); s++) {
        begin(length);
        sum += (s + 1) * (1 + checksum());
        length = !is_cycle ? length : length == longest ? 0 : length + 1;
    }
    return sum;
}

/* Draws a place among all weights laid side by side, as they stand in TEST_LENGTHS. */
static const size_t laid_out[] = {0, 0, 0, 2, 9, 9, 30};

static uint64_t model_mixed(const struct hr_setting *settings) {
    uint64_t sum = 0, state = count_of(settings, "seed");
    for (size_t s = 0; s < count_of(settings, "count"); s++) {
        begin(laid_out[draw(&state) % (sizeof laid_out / sizeof laid_out[0])]);
        sum += (s + 1) * (1 + checksum());
    }
    return sum;
}

static uint64_t model_tuple_concat(const struct hr_setting *settings) {
    uint64_t sum = 0, reached = 0;
    size_t length = count_of(settings, "length");
    begin(0);
    do {
        for (size_t i = 0; i < count_of(settings, "step") && list.length < length; i++) {
            sum += list.length;
            push(list.length);
        }
        reached++;
    } while (list.length < length);
    return sum + reached;
}

/* A workload with what it is tried with: the product of all lists. */
struct grid {
    const char *workload;
    uint64_t (*model)(const struct hr_setting *settings);
    struct {
        const char *name, *values;
    } axis[MOST_AXES];
};

#define LENGTHS       "0,1,2,3,4,5,8,9,16,17,24,25,100,101,1000"
#define TEST_LENGTHS  "test_workload_models.lengths"
#define FILE_OF_TESTS TEST_BINARY_DIR "/" TEST_LENGTHS

static const struct grid grids[] = {
    {"append", model_fill, {{"length", LENGTHS}, {"element_bytes", "4,8,24"}}},
    {"extend", model_fill, {{"length", LENGTHS}, {"block", "1,2,7,8,100,600,5000"}}},
    {"reserve-fill", model_fill, {{"length", LENGTHS}, {"element_bytes", "8,16"}}},
    {"construct", model_construct, {{"length", LENGTHS}, {"extra", "0,1,2,300"}}},
    {"grow-shrink",
     model_grow_shrink,
     {{"length", LENGTHS}, {"share", "0,1,10,33,49,50,99,100"}, {"regrow", "no,yes"}}},
    {"append-pop",
     model_append_pop,
     {{"length", LENGTHS},
      {"edge", "grow,shrink"},
      {"swing", "1,2,3,9,60"},
      {"rounds", "0,1,2,7,200"}}},
    {"read-sequential", model_read_sequential, {{"length", LENGTHS}}},
    {"read-random",
     model_read_random,
     {{"length", "1,2,17,1000"}, {"reads", "1,2,500"}, {"seed", "0,1,99"}}},
    {"many-small",
     model_many_small,
     {{"count", "1,2,8,9,10,200"}, {"length", "0,1,2,8,9,21,40"}, {"mix", "cycle,same"}}},
    {"mixed", model_mixed, {{"count", "1,2,500"}, {"seed", "0,1,5"}, {"lengths", FILE_OF_TESTS}}},
    {"tuple-concat",
     model_tuple_concat,
     {{"length", LENGTHS}, {"step", "1,2,3,4,8,20,21,100,2000"}}},
};

enum { GRIDS = sizeof grids / sizeof grids[0] };

/* One point of a grid, on one structure. */
struct point {
    const struct grid *grid;
    const struct workload *workload;
    const struct hr_adapter *adapter;
    struct hr_setting settings[MOST_SETTINGS];
    char value[MOST_AXES][VALUE_BYTES];
    void (*test)(struct point *point);
    size_t tried;
};

static size_t add_defaults(struct hr_setting *settings, size_t used,
                           const struct hr_parameter *parameters) {
    for (; parameters != NULL && parameters->name != NULL; parameters++) {
        assert_true(used < MOST_SETTINGS - 1);
        settings[used++] = (struct hr_setting){parameters->name, parameters->text};
    }
    settings[used] = (struct hr_setting){NULL, NULL};
    return used;
}

/* False where nobody has such a parameter: a tuple has no element_bytes. */
static bool set(struct point *point, const char *name, const char *text) {
    for (struct hr_setting *setting = point->settings; setting->name != NULL; setting++) {
        if (strcmp(setting->name, name) == 0) {
            setting->text = text;
            return true;
        }
    }
    return false;
}

static void walk(struct point *point, size_t axis) {
    const char *name = axis < MOST_AXES ? point->grid->axis[axis].name : NULL;
    if (name == NULL) {
        point->test(point);
        point->tried++;
        return;
    }
    for (const char *values = point->grid->axis[axis].values; *values != '\0';) {
        size_t length = strcspn(values, ",");
        assert_true(length < VALUE_BYTES);
        memcpy(point->value[axis], values, length);
        point->value[axis][length] = '\0';
        assert_true(set(point, name, point->value[axis]));
        walk(point, axis + 1);
        values += length + (values[length] == ',');
    }
}

/* Every grid on every structure that competes in it, the floor excepted. */
static void for_each_point(void (*test)(struct point *point)) {
    for (size_t i = 0; i < GRIDS; i++) {
        size_t tried = 0;
        for (size_t j = 0; j < STRUCTURES; j++) {
            struct point point = {.grid = &grids[i],
                                  .workload = workload_find(grids[i].workload),
                                  .adapter = open_adapter(j),
                                  .test = test};
            assert_non_null(point.workload);
            if (workload_suits(point.workload, point.adapter) && !point.adapter->is_null) {
                size_t used = add_defaults(point.settings, 0, point.workload->parameters);
                (void)add_defaults(point.settings, used, point.adapter->parameters);
                walk(&point, 0);
                tried += point.tried;
            }
        }
        assert_true(tried > 0);
    }
}

/* Bytes that were copied in the latest life before its values were read back. */
static uint64_t copied_bytes;

/* A life, or with `repeats` one in which the work is done three times where it may be. */
static struct workload_result live(const struct point *point, const struct hr_growth *growth,
                                   struct hr_counting_allocator *counting, bool repeats) {
    const struct hr_allocator *allocator =
        counting != NULL ? &counting->allocator : hr_allocator_find("heap");
    const struct workload *workload = point->workload;
    const struct hr_adapter_config config = {allocator, growth, point->settings};
    struct workload_result result = {0};
    void *input = NULL;
    if (workload->make_input != NULL) {
        assert_int_equal(workload->make_input(point->settings, &input), HR_OK);
    }
    struct workload_run run = {
        .adapter = point->adapter, .config = &config, .settings = point->settings, .input = input};
    assert_int_equal(workload->prepare(&run), HR_OK);
    for (int i = 0; i < (repeats && workload->is_repeatable ? 3 : 1); i++) {
        assert_int_equal(workload->run(&run), HR_OK);
    }
    copied_bytes = counting != NULL ? counting->counts.copied_bytes : 0;
    workload->check(&run, &result);
    workload->finish(&run);
    if (workload->free_input != NULL) {
        workload->free_input(input);
    }
    return result;
}

static void equals_its_model(struct point *point) {
    static const char *const policies[] = {"cpython-3.9", "exact", "libstdcxx", "cpython-2.7"};
    uint64_t wanted = point->grid->model(point->settings), expected = ~wanted;
    assert_true(point->workload->expect(point->settings, &expected));
    if (expected != wanted) {
        fail_msg("%s expects %llu, the model %llu; %s %s %s %s", point->workload->name,
                 (unsigned long long)expected, (unsigned long long)wanted, point->value[0],
                 point->value[1], point->value[2], point->value[3]);
    }
    for (size_t i = 0; i < sizeof policies / sizeof policies[0]; i++) {
        struct workload_result result = live(point, hr_growth_find(policies[i]), NULL, i % 2 == 1);
        assert_int_equal(result.checksum, wanted);
    }
}

static void test_workload_models_equal_what_structures_do_and_formulas_say(void **state) {
    (void)state;
    for_each_point(equals_its_model);
}

/* Whether a policy asks the allocator what fits, which a prediction does not know. */
static bool asks_the_allocator(const struct hr_growth *growth) {
    const struct hr_allocator *copying = hr_allocator_find("copying");
    for (size_t length = 0; length < 64; length++) {
        struct hr_growth_request request = {.length = length,
                                            .capacity = length,
                                            .needed = length + 1,
                                            .element_bytes = 4,
                                            .reason = HR_GROWTH_PUSH,
                                            .limit = PTRDIFF_MAX / 4};
        size_t without = hr_growth_next(growth, &request);
        request.good_size = copying->good_size;
        request.good_size_context = copying->context;
        if (hr_growth_next(growth, &request) != without) {
            return true;
        }
    }
    return false;
}

static bool has_grid(const struct workload *workload) {
    for (size_t i = 0; i < GRIDS; i++) {
        if (strcmp(grids[i].workload, workload->name) == 0) {
            return true;
        }
    }
    return false;
}

/* These are tested where their structures are. */
static void test_workload_models_every_workload_has_one(void **state) {
    static const char *const others[] = {"tuple-churn", "julia-setup", "julia", "null"};
    size_t without = 0;
    (void)state;
    for (size_t i = 0; workload_at(i) != NULL; i++) {
        bool is_other = false;
        for (size_t j = 0; j < sizeof others / sizeof others[0]; j++) {
            is_other = is_other || strcmp(others[j], workload_at(i)->name) == 0;
        }
        if (has_grid(workload_at(i)) == is_other) {
            fail_msg("workload '%s' has no model", workload_at(i)->name);
        }
        without += is_other;
    }
    assert_int_equal(without, sizeof others / sizeof others[0]);
}

static void predicts_what_is_copied(struct point *point) {
    const struct hr_growth *growth;
    if (!point->adapter->takes_growth || strcmp(point->grid->workload, "mixed") == 0 ||
        strcmp(point->grid->workload, "many-small") == 0) {
        return;
    }
    for (size_t i = 0; (growth = hr_growth_at(i)) != NULL; i++) {
        struct hr_counting_allocator counting;
        struct workload_cost cost = {0};
        if (asks_the_allocator(growth)) {
            continue;
        }
        hr_counting_allocator_init(&counting, hr_allocator_find("copying"));
        (void)live(point, growth, &counting, false);
        point->workload->predict(point->settings, growth, &cost);
        if (cost.copied_bytes != (double)copied_bytes) {
            fail_msg("%s under %s predicts %.0f copied bytes, counted are %llu; %s %s %s %s",
                     point->workload->name, growth->name, cost.copied_bytes,
                     (unsigned long long)copied_bytes, point->value[0], point->value[1],
                     point->value[2], point->value[3]);
        }
    }
}

/* On an allocator that always copies, and of single sequences: to the byte. */
static void test_workload_models_predicted_copies_are_those_that_are_counted(void **state) {
    (void)state;
    for_each_point(predicts_what_is_copied);
}

/* Of many at once what is predicted is that of a typical one. */
static void test_workload_models_predicted_copies_of_crowds_are_within_a_factor(void **state) {
    static const char *const words[][2] = {{"many-small", "100"}, {"mixed", "30"}};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct point point = {.workload = workload_find(words[i][0]), .adapter = open_adapter(0)};
        struct hr_counting_allocator counting;
        struct workload_cost cost;
        size_t used = add_defaults(point.settings, 0, point.workload->parameters);
        (void)add_defaults(point.settings, used, point.adapter->parameters);
        assert_true(set(&point, "count", "1000"));
        assert_true(
            set(&point, i == 0 ? "length" : "lengths", i == 0 ? words[i][1] : FILE_OF_TESTS));
        hr_counting_allocator_init(&counting, hr_allocator_find("copying"));
        (void)live(&point, hr_growth_find("cpython-3.9"), &counting, false);
        point.workload->predict(point.settings, hr_growth_find("cpython-3.9"), &cost);
        double counted = (double)copied_bytes;
        assert_true(counted > 0 && cost.copied_bytes > counted / 3);
        assert_true(cost.copied_bytes < counted * 3);
    }
}

static int write_lengths(void **state) {
    (void)state;
    FILE *file = fopen(FILE_OF_TESTS, "w");
    return file != NULL && fputs("# 0 0 0 2 9 9 30\n0 3\n2 1\n9 2\n30 1\n", file) >= 0 &&
                   fclose(file) == 0
               ? 0
               : -1;
}

static int remove_lengths(void **state) {
    (void)state;
    return remove(FILE_OF_TESTS);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_workload_models_equal_what_structures_do_and_formulas_say),
        cmocka_unit_test(test_workload_models_every_workload_has_one),
        cmocka_unit_test(test_workload_models_predicted_copies_are_those_that_are_counted),
        cmocka_unit_test(test_workload_models_predicted_copies_of_crowds_are_within_a_factor),
    };
    return cmocka_run_group_tests(tests, write_lengths, remove_lengths) != 0;
}
