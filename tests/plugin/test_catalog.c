// links: bench-contract bench-plan headroom-example-plugin headroom-adapters
/*
 * test_catalog.c - plug-ins in the catalog: the example is added once and found, what is no plug-in
 * leaves everything as it was.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "contract/contract.h"
#include "plan/case.h"
#include "plan/catalog.h"
#include "plan/tables.h"

#define EXAMPLE TEST_BINARY_DIR "/tests/plugin/headroom-example-plugin.so"
#define OURS    TEST_BINARY_DIR "/bin/adapters/headroom-adapter-dynarray.so"

static size_t structures(void) {
    size_t count = 0;
    while (catalog_structure_at(count) != NULL) {
        count++;
    }
    return count;
}

static void expect_refused(const char *path, enum module_outcome outcome, const char *text) {
    struct case_error error;
    size_t before = structures();
    assert_int_equal(catalog_add_plugin(path, &error), outcome);
    assert_non_null(strstr(error.message, text));
    assert_int_equal(structures(), before);
}

static void test_catalog_what_is_no_plugin_is_refused_and_leaves_no_trace(void **state) {
    (void)state;
    expect_refused("/nonexistent.so", MODULE_UNREADABLE, "cannot read the plug-in '/nonexistent");
    expect_refused("/", MODULE_UNREADABLE, "cannot read the plug-in '/': Is a directory");
    expect_refused("", MODULE_UNREADABLE, "cannot read the plug-in ''");
    expect_refused(TEST_SOURCE_DIR "/CMakeLists.txt", MODULE_UNFIT, "is no ELF shared object");
    expect_refused(OURS, MODULE_MISUSED, "structure 'dynarray' is both in headroom itself");
    assert_null(catalog_plugin_at(0));
    assert_null(catalog_plugin_of("dynarray"));
}

static void test_catalog_plugin_is_added_once_and_found(void **state) {
    struct case_error error;
    (void)state;
    size_t before = structures();
    assert_null(catalog_adapter("example-list", &error));
    assert_int_equal(catalog_add_plugin(EXAMPLE, &error), MODULE_OPENED);
    assert_int_equal(structures(), before + 2);
    assert_string_equal(catalog_structure_at(before), "example-list");
    assert_string_equal(catalog_structure_at(before + 1), "null-example");
    const struct catalog_plugin *plugin = catalog_plugin_of("example-list");
    assert_non_null(plugin);
    assert_ptr_equal(plugin, catalog_plugin_at(0));
    assert_null(catalog_plugin_at(1));
    assert_null(catalog_plugin_of("dynarray"));
    assert_string_equal(plugin->module.name, "example");
    assert_true(catalog_adapter("example-list", &error)->takes_allocator);
    assert_true(catalog_adapter("null-example", &error)->is_null);
    expect_refused(EXAMPLE, MODULE_MISUSED, "is given twice; give it once");
}

static void test_catalog_case_of_a_plugin_is_parsed_like_ours(void **state) {
    struct bench_case a_case;
    struct case_error error;
    char key[CASE_KEY_BYTES];
    (void)state;
    assert_true(case_parse_words("structure=example-list length=1e3", &a_case, &error));
    case_key(&a_case, key);
    assert_string_equal(key, "structure=example-list growth=own allocator=heap malloc=glibc "
                             "workload=append first_capacity=4 length=1000 thp=never");
    assert_true(case_parse(key, &a_case, &error));
    assert_false(case_parse_words("structure=example-list growth=java", &a_case, &error));
    assert_non_null(strstr(error.message, "takes no growth"));
}

/* A copy of the example's adapter with a change, and what is said of it. */
static void expect_malformed(const struct hr_adapter *adapter, const char *text) {
    struct case_error error;
    assert_false(tables_check(adapter, &error));
    assert_non_null(strstr(error.message, text));
}

static void test_catalog_tables_that_are_malformed_are_named(void **state) {
    struct case_error error;
    (void)state;
    const struct hr_adapter whole = *catalog_adapter("example-list", &error);
    assert_true(tables_check(&whole, &error));
    struct hr_adapter changed = whole;
    changed.name = "4list";
    expect_malformed(&changed, "a structure cannot be called '4list'");
    changed = whole;
    changed.summary = "two\nlines";
    expect_malformed(&changed, "its summary is not one line");
    changed = whole;
    changed.interface = (enum hr_interface)0;
    expect_malformed(&changed, "the table of verbs of its interface");
    changed.interface = HR_INTERFACE_COORDS;
    expect_malformed(&changed, "the table of verbs of its interface");
    struct hr_sequence_verbs verbs = *whole.sequence;
    changed = whole;
    changed.sequence = &verbs;
    verbs.footprint = NULL;
    expect_malformed(&changed, "the verb 'footprint' is not there");
    verbs = *whole.sequence;
    verbs.destroy_many = verbs.destroy;
    expect_malformed(&changed, "make_many and destroy_many go together");
}

static void test_catalog_parameters_that_are_malformed_are_named(void **state) {
    struct case_error error;
    (void)state;
    struct hr_adapter changed = *catalog_adapter("example-list", &error);
    struct hr_parameter parameters[3] = {changed.parameters[0], changed.parameters[0]};
    changed.parameters = parameters;
    expect_malformed(&changed, "has the parameter 'first_capacity' twice");
    parameters[1] = (struct hr_parameter){0};
    assert_true(tables_check(&changed, &error));
    parameters[0].name = "growth";
    expect_malformed(&changed, "headroom has a key of that name");
    parameters[0].name = "thp";
    expect_malformed(&changed, "headroom has a key of that name");
    parameters[0].name = "a b";
    expect_malformed(&changed, "cannot be called 'a b'");
    parameters[0].name = "first";
    parameters[0].text = "1e3";
    expect_malformed(&changed, "the default '1e3' of 'first' is spelled '1000'");
    parameters[0].text = "1e9";
    expect_malformed(&changed, "a default of its own is refused");
    parameters[0].least = 2e6;
    expect_malformed(&changed, "has an empty range");
    parameters[0].kind = (enum hr_parameter_kind)9;
    expect_malformed(&changed, "has an unknown kind");
    parameters[0].kind = HR_PARAMETER_WORD;
    expect_malformed(&changed, "has no list of words");
    const char *const words[] = {"a,b", NULL};
    parameters[0].words = words;
    expect_malformed(&changed, "has the word 'a,b'");
    parameters[0].unit = NULL;
    expect_malformed(&changed, "has no unit, summary or default");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_catalog_what_is_no_plugin_is_refused_and_leaves_no_trace),
        cmocka_unit_test(test_catalog_plugin_is_added_once_and_found),
        cmocka_unit_test(test_catalog_case_of_a_plugin_is_parsed_like_ours),
        cmocka_unit_test(test_catalog_tables_that_are_malformed_are_named),
        cmocka_unit_test(test_catalog_parameters_that_are_malformed_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
