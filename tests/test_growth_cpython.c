// links: headroom-structures
/*
 * test_growth_cpython.c - the policy cpython-3.9 against the real python3: thousands of random
 * operations on a list, its capacity read with sys.getsizeof after each, replayed on a dynarray.
 *
 * What stands for what: append is push; extend, also with the list itself, and list(range(n)) are
 * extend; [None] * n and values[a:b] are construct; insert and pop are themselves; del of an index
 * or a slice is erase; clear() is clean_up, since CPython frees the block there and our clear keeps
 * it.
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

#include <headroom/dynarray.h>

HR_DYNARRAY_DEFINE(references, void *);

enum { OPERATIONS = 20000, SEEDS = 5, MOST_AT_ONCE = 5000 };

struct operation {
    char name[16];
    size_t a, b, length, capacity;
};

static enum hr_status pop_many(struct references *list, size_t count) {
    enum hr_status status = HR_OK;
    void *value;
    for (size_t i = 0; i < count && status == HR_OK; i++) {
        status = references_pop(list, &value);
    }
    return status;
}

static enum hr_status construct_anew(struct references *list, size_t count) {
    references_clean_up(list);
    return references_construct(list, NULL, count);
}

static enum hr_status extend_anew(struct references *list, size_t count) {
    static void *const nothing[MOST_AT_ONCE];
    references_clean_up(list);
    return references_extend(list, nothing, count);
}

static enum hr_status change(struct references *list, const struct operation *operation) {
    static void *const nothing[MOST_AT_ONCE];
    const char *name = operation->name;
    if (strcmp(name, "append") == 0) {
        return references_push(list, NULL);
    }
    if (strcmp(name, "insert") == 0) {
        return references_insert(list, operation->a, NULL);
    }
    if (strcmp(name, "extend") == 0) {
        return references_extend(list, nothing, operation->a);
    }
    if (strcmp(name, "double") == 0) {
        return references_extend(list, references_items(list), references_length(list));
    }
    if (strcmp(name, "pop") == 0) {
        return pop_many(list, 1);
    }
    return strcmp(name, "pop_many") == 0 ? pop_many(list, operation->a) : HR_UNSUPPORTED;
}

static enum hr_status replay(struct references *list, const struct operation *operation) {
    const char *name = operation->name;
    if (strcmp(name, "delete") == 0) {
        return references_erase(list, operation->a, 1);
    }
    if (strcmp(name, "cut") == 0) {
        return references_erase(list, operation->a, operation->b);
    }
    if (strcmp(name, "copy_slice") == 0) {
        return construct_anew(list, operation->b - operation->a);
    }
    if (strcmp(name, "construct") == 0) {
        return construct_anew(list, operation->a);
    }
    if (strcmp(name, "from_range") == 0) {
        return extend_anew(list, operation->a);
    }
    if (strcmp(name, "clear") == 0) {
        references_clean_up(list);
        return HR_OK;
    }
    return change(list, operation);
}

static FILE *start_python(unsigned seed) {
    char command[1024];
    int length = snprintf(command, sizeof command, "python3 '%s/list_operations.py' %u %d",
                          TEST_DATA_DIR, seed, (int)OPERATIONS);
    assert_true(length > 0 && (size_t)length < sizeof command);
    FILE *python = popen(command, "r"); /* NOLINT: the command is ours, from a fixed path */
    assert_non_null(python);
    return python;
}

/* The rules modelled are those of CPython 3.10 to 3.13; anything else cannot be judged here. */
static bool is_modelled(FILE *python) {
    char implementation[32] = "";
    int major = 0, minor = 0;
    int fields = fscanf(python, "version %d %d %31s", &major, &minor, implementation);
    assert_int_equal(fields, 3);
    return strcmp(implementation, "cpython") == 0 && major == 3 && minor >= 10 && minor <= 13;
}

static size_t replay_all(FILE *python, struct references *list) {
    struct operation operation;
    size_t count = 0;
    while (fscanf(python, "%15s %zu %zu %zu %zu", operation.name, &operation.a, &operation.b,
                  &operation.length, &operation.capacity) == 5) {
        size_t before = references_capacity(list);
        assert_int_equal(replay(list, &operation), HR_OK);
        assert_true(references_is_valid(list));
        assert_int_equal(references_length(list), operation.length);
        if (references_capacity(list) != operation.capacity) {
            fail_msg("operation %zu, %s %zu %zu, length now %zu: capacity %zu -> %zu, CPython has "
                     "%zu",
                     count, operation.name, operation.a, operation.b, operation.length, before,
                     references_capacity(list), operation.capacity);
        }
        count++;
    }
    return count;
}

static void test_growth_cpython_39_agrees_with_the_real_python3(void **state) {
    (void)state;
    if (system("command -v python3 >/dev/null") != 0) { /* NOLINT: a constant command */
        print_message("NOT TESTED: python3 is missing, cpython-3.9 was compared with nothing\n");
        skip();
    }
    const struct hr_dynarray_config config = {.allocator = hr_allocator_find("heap"),
                                              .growth = hr_growth_find("cpython-3.9")};
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        struct references list;
        references_init(&list, &config);
        FILE *python = start_python(seed);
        bool modelled = is_modelled(python);
        size_t count = modelled ? replay_all(python, &list) : 0;
        int status = pclose(python);
        references_clean_up(&list);
        if (!modelled) {
            print_message("NOT TESTED: this python3 is not CPython 3.10 to 3.13\n");
            skip();
        }
        assert_int_equal(status, 0);
        assert_int_equal(count, OPERATIONS);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_growth_cpython_39_agrees_with_the_real_python3),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
