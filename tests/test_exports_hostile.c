// links: bench-report
/* Hostile names, in every format: none of them leaves its place. */
#include "support/hostile.h"

#include <jansson.h>

static json_t *read_json(char *text) {
    json_error_t error;
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &error);
    if (root == NULL) {
        fail_msg("%s in %s", error.text, text);
    }
    free(text);
    return root;
}

static const char *string_of(const json_t *object, const char *key) {
    const char *text = json_string_value(json_object_get(object, key));
    return text == NULL ? "" : text;
}

static void test_exports_hostile_names_stay_in_their_place_in_json(void **state) {
    (void)state;
    static const char *const names[] = {"json", "google-benchmark", "hyperfine"};
    for (size_t i = 0; i < 3; i++) {
        struct reading reading;
        gather_hostile(&reading);
        char *text = export_as(&reading, names[i], NULL);
        assert_true(is_escape_free(text));
        assert_null(strstr(text, "</script"));
        json_t *root = read_json(text);
        if (i == 1) {
            const json_t *entries = json_object_get(root, "benchmarks");
            assert_int_equal(json_array_size(entries), 3 + 4 + 1 + 3 + 4);
            assert_true(is_escape_free(string_of(json_array_get(entries, 0), "name")));
        }
        json_decref(root);
        close_reading(&reading);
    }
}

/* Columns of a line of a Markdown table: bars that no backslash precedes. */
static size_t count_bars(const char *line, const char *end) {
    size_t bars = 0;
    for (const char *at = line; at < end; at++) {
        bars += *at == '|';
        at += *at == '\\';
    }
    return bars;
}

static void test_exports_hostile_names_stay_in_their_place_in_markdown(void **state) {
    (void)state;
    struct reading reading;
    gather_hostile(&reading);
    char *text = export_as(&reading, "markdown", NULL);
    assert_true(is_escape_free(text));
    size_t bars = 0;
    for (const char *line = text; *line != '\0';) {
        const char *end = strchr(line, '\n');
        assert_non_null(end);
        if (*line == '|') {
            assert_true(bars == 0 || count_bars(line, end) == bars);
            bars = count_bars(line, end);
        } else {
            assert_int_equal(count_bars(line, end), 0);
            bars = 0;
        }
        line = end + 1;
    }
    for (const char *at = text; *at != '\0'; at++) {
        assert_true(*at != '<' && *at != '`' && *at != '$' && *at != '@');
        at += *at == '\\' && at[1] != '\0';
    }
    free(text);
    close_reading(&reading);
}

static void test_exports_text_and_lists_hold_hostile_names(void **state) {
    (void)state;
    struct reading reading;
    gather_hostile(&reading);
    char *text = export_as(&reading, "text", NULL);
    assert_true(is_escape_free(text));
    free(text);
    text = export_as(&reading, "csv", NULL);
    assert_true(is_escape_free(text));
    free(text);
    text = export_as(&reading, "tsv", NULL);
    size_t tabs = 0;
    for (const char *line = text; *line != '\0'; line = strchr(line, '\n') + 1) {
        size_t own = 0;
        for (const char *at = line; *at != '\n'; at++) {
            own += *at == '\t';
            assert_true(*at != '"' && *at != '`');
        }
        assert_true(line == text || own == tabs);
        tabs = own;
    }
    free(text);
    close_reading(&reading);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exports_hostile_names_stay_in_their_place_in_json),
        cmocka_unit_test(test_exports_hostile_names_stay_in_their_place_in_markdown),
        cmocka_unit_test(test_exports_text_and_lists_hold_hostile_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
