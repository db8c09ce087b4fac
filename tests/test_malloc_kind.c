/*
 * test_malloc_kind.c - mallocs by name, specification and file; and who answers in processes that
 * run on each of them. As `test_malloc_kind who` it prints the malloc in force.
 */
// links: bench-platform
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "platform/library.h"
#include "platform/malloc.h"
#include "support/sanitized.h"

static const struct malloc_kind *find(const char *name) {
    return malloc_kind_find(name, strlen(name));
}

static void test_malloc_kind_names_are_found_others_not(void **state) {
    (void)state;
    static const char *const names[] = {"glibc", "jemalloc", "mimalloc", "tcmalloc"};
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(malloc_kind_at(i)->name, names[i]);
        assert_ptr_equal(find(names[i]), malloc_kind_at(i));
    }
    assert_null(malloc_kind_at(4));
    assert_null(find(""));
    assert_null(find("jemallo"));
    assert_null(find("jemallocs"));
    assert_null(find("JEMALLOC"));
    assert_ptr_equal(malloc_kind_find("jemalloc:x=1", 8), find("jemalloc"));
}

static void test_malloc_kind_of_path_goes_by_file_name(void **state) {
    (void)state;
    assert_ptr_equal(malloc_kind_of_path("/lib/x86_64-linux-gnu/libc.so.6"), find("glibc"));
    assert_ptr_equal(malloc_kind_of_path("libjemalloc.so.2"), find("jemalloc"));
    assert_ptr_equal(malloc_kind_of_path("/usr/lib/libmimalloc.so.2.0"), find("mimalloc"));
    assert_ptr_equal(malloc_kind_of_path("/a/libtcmalloc_minimal.so.4"), find("tcmalloc"));
    assert_null(malloc_kind_of_path("/libjemalloc.so/other.so"));
    assert_null(malloc_kind_of_path("/lib/libcrypt.so.1"));
    assert_null(malloc_kind_of_path("/lib/libc_malloc_debug.so.0"));
    assert_null(malloc_kind_of_path(""));
    assert_null(malloc_kind_of_path(NULL));
}

static void assert_variables(const char *text, const char *first, const char *second) {
    struct malloc_spec spec;
    char error[MALLOC_ERROR_BYTES], entry[MALLOC_VARIABLE_BYTES];
    assert_true(malloc_spec_parse(text, &spec, error));
    assert_string_equal(error, "");
    assert_int_equal(malloc_spec_variable(&spec, 0, entry), first != NULL);
    assert_string_equal(entry, first != NULL ? first : "");
    assert_int_equal(malloc_spec_variable(&spec, 1, entry), second != NULL);
    assert_string_equal(entry, second != NULL ? second : "");
    assert_false(malloc_spec_variable(&spec, 2, entry));
}

static void test_malloc_spec_tunables_become_variables(void **state) {
    (void)state;
    assert_variables("glibc", NULL, NULL);
    assert_variables("jemalloc", NULL, NULL);
    assert_variables("glibc:hugetlb=1,tcache_count=0",
                     "GLIBC_TUNABLES=glibc.malloc.hugetlb=1:glibc.malloc.tcache_count=0", NULL);
    assert_variables("jemalloc:dirty_decay_ms=0,narenas=1",
                     "MALLOC_CONF=dirty_decay_ms:0,narenas:1", NULL);
    assert_variables("mimalloc:page_reset=1,decommit_delay=0", "MIMALLOC_PAGE_RESET=1",
                     "MIMALLOC_DECOMMIT_DELAY=0");
    assert_variables("tcmalloc:aggressive_decommit=1", "TCMALLOC_AGGRESSIVE_DECOMMIT=1", NULL);
}

static void assert_refused(const char *text, const char *quoted) {
    struct malloc_spec spec;
    char error[MALLOC_ERROR_BYTES];
    assert_false(malloc_spec_parse(text, &spec, error));
    assert_non_null(strstr(error, quoted));
}

static void test_malloc_spec_nonsense_is_refused_and_quoted(void **state) {
    (void)state;
    static char longest[400] = "jemalloc:";
    assert_refused("", "''");
    assert_refused("jemaloc", "'jemaloc'");
    assert_refused(":x=1", "''");
    assert_refused("jemalloc:", "''");
    assert_refused("jemalloc:x", "'x'");
    assert_refused("jemalloc:=1", "'=1'");
    assert_refused("jemalloc:x=", "'x='");
    assert_refused("jemalloc:x=1,", "''");
    assert_refused("jemalloc:X=1", "'X=1'");
    assert_refused("jemalloc:x=1:y=2", "'x=1:y=2'");
    assert_refused("jemalloc:x=a b", "'x=a b'");
    assert_refused("jemalloc:x=$(id)", "'x=$(id)'");
    assert_refused("jemalloc:ld_preload\n=1", "ld_preload");
    assert_refused("jemalloc:a=1,b=1,c=1,d=1,e=1,f=1,g=1,h=1,i=1", "more than 8");
    memset(longest + 9, 'k', 200);
    memcpy(longest + 209, "=1", 3);
    assert_refused(longest, "kkk");
}

static bool knows(const char *text) {
    struct malloc_spec spec;
    char error[MALLOC_ERROR_BYTES] = "";
    assert_true(malloc_spec_parse(text, &spec, error));
    bool is_known = malloc_spec_is_known(&spec, error);
    assert_int_equal(is_known, error[0] == '\0');
    return is_known;
}

static void test_malloc_spec_unknown_tunables_are_told(void **state) {
    static const char *const known[] = {"glibc:hugetlb=1,arena_max=1",
                                        "jemalloc:dirty_decay_ms=0,background_thread=true",
                                        "mimalloc:decommit_delay=0", "tcmalloc:release_rate=10"};
    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        char unknown[128];
        int name = (int)strcspn(known[i], ":");
        if (!malloc_is_installed(malloc_kind_find(known[i], (size_t)name))) {
            print_message("%.*s is not installed\n", name, known[i]);
            continue;
        }
        assert_true(knows(known[i]));
        (void)snprintf(unknown, sizeof unknown, "%s,nosuch=1", known[i]);
        assert_false(knows(unknown));
        (void)snprintf(unknown, sizeof unknown, "%.*s:dirty_decay_m=1", name, known[i]);
        assert_false(knows(unknown));
        (void)snprintf(unknown, sizeof unknown, "%.*s", name, known[i]);
        assert_true(knows(unknown));
    }
}

static void test_malloc_library_is_a_file_or_null(void **state) {
    (void)state;
    assert_null(malloc_library_path(find("glibc")));
    assert_true(malloc_is_installed(find("glibc")));
    assert_null(library_find("libnobody-has-this.so.1"));
    assert_non_null(library_find("libc.so.6"));
    assert_false(library_is_loadable("/etc/passwd"));
    assert_false(library_is_loadable("/proc/self"));
    assert_false(library_is_loadable("/nowhere"));
    for (size_t i = 1; malloc_kind_at(i) != NULL; i++) {
        const char *path = malloc_library_path(malloc_kind_at(i));
        assert_int_equal(path != NULL, malloc_is_installed(malloc_kind_at(i)));
        assert_true(path == NULL || access(path, R_OK) == 0);
        assert_true(path == NULL || malloc_kind_of_path(path) == malloc_kind_at(i));
    }
}

static void test_malloc_library_of_the_user_comes_first(void **state) {
    (void)state;
    const struct malloc_kind *kind = find("jemalloc");
    char own[4096];
    assert_int_equal(setenv(kind->path_variable, "/nowhere/libjemalloc.so", 1), 0);
    assert_null(malloc_library_path(kind));
    assert_false(malloc_is_installed(kind));
    assert_int_equal(setenv(kind->path_variable, "/etc/passwd", 1), 0);
    assert_false(malloc_is_installed(kind));
    (void)snprintf(own, sizeof own, "%s", library_find("libc.so.6"));
    assert_int_equal(setenv(kind->path_variable, own, 1), 0);
    assert_string_equal(malloc_library_path(kind), own);
    assert_int_equal(unsetenv(kind->path_variable), 0);
}

/* Who answers in a process with this preloaded. */
static void ask(const char *preload, char *name, size_t bytes) {
    char command[8192];
    char own[4096] = "";
    assert_true(readlink("/proc/self/exe", own, sizeof own - 1) > 0);
    (void)snprintf(command, sizeof command, "LD_PRELOAD='%s' '%s' who", preload, own);
    FILE *answer = popen(command, "r");
    assert_non_null(answer);
    name[0] = '\0';
    assert_non_null(fgets(name, (int)bytes, answer));
    assert_int_equal(pclose(answer), 0);
}

static void test_malloc_in_force_is_the_one_that_was_preloaded(void **state) {
    (void)state;
    char name[32];
    if (IS_SANITIZED) { /* the sanitizer's malloc answers */
        skip();
    }
    ask("", name, sizeof name);
    assert_string_equal(name, "glibc");
    for (size_t i = 1; malloc_kind_at(i) != NULL; i++) {
        const char *path = malloc_library_path(malloc_kind_at(i));
        if (path != NULL) {
            ask(path, name, sizeof name);
            assert_string_equal(name, malloc_kind_at(i)->name);
        } else {
            print_message("%s is not installed\n", malloc_kind_at(i)->name);
        }
    }
}

static void test_malloc_in_force_of_two_is_neither(void **state) {
    (void)state;
    char both[8192], name[32];
    if (IS_SANITIZED || !malloc_is_installed(find("jemalloc")) ||
        !malloc_is_installed(find("mimalloc"))) {
        skip();
    }
    int used = snprintf(both, sizeof both, "%s:", malloc_library_path(find("jemalloc")));
    (void)snprintf(both + used, sizeof both - (size_t)used, "%s",
                   malloc_library_path(find("mimalloc")));
    ask(both, name, sizeof name);
    assert_string_equal(name, "none");
}

int main(int argc, char **argv) {
    if (argc == 2 && strcmp(argv[1], "who") == 0) {
        const struct malloc_kind *kind = malloc_in_force();
        return fputs(kind != NULL ? kind->name : "none", stdout) < 0;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_malloc_kind_names_are_found_others_not),
        cmocka_unit_test(test_malloc_kind_of_path_goes_by_file_name),
        cmocka_unit_test(test_malloc_spec_tunables_become_variables),
        cmocka_unit_test(test_malloc_spec_nonsense_is_refused_and_quoted),
        cmocka_unit_test(test_malloc_spec_unknown_tunables_are_told),
        cmocka_unit_test(test_malloc_library_is_a_file_or_null),
        cmocka_unit_test(test_malloc_library_of_the_user_comes_first),
        cmocka_unit_test(test_malloc_in_force_is_the_one_that_was_preloaded),
        cmocka_unit_test(test_malloc_in_force_of_two_is_neither),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
