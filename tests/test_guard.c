// Standard error behind its guard, in a child that writes into a file.
// links: bench-words
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "words/guard.h"

enum { WRITTEN_BYTES = 8192 };

/* What the function's messages are when its standard error is guarded. */
static void written_by(void (*write_messages)(void), char written[WRITTEN_BYTES]) {
    FILE *file = tmpfile();
    assert_non_null(file);
    (void)fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        (void)dup2(fileno(file), STDERR_FILENO);
        guard_standard_error();
        guard_standard_error();
        write_messages();
        exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    rewind(file);
    size_t bytes = fread(written, 1, WRITTEN_BYTES - 1, file);
    written[bytes] = '\0';
    (void)fclose(file);
}

static void write_hostile(void) {
    fprintf(stderr, "a '%s'\n", "\x1b[31m\xc2\x9b\rz\xff");
    putc('\xc3', stderr); /* a character byte by byte */
    putc('\xa9', stderr);
    fputs("\tb", stderr);
}

static void write_long(void) {
    for (unsigned i = 0; i < 5000; i++) {
        putc("x\x1b"[i % 2], stderr);
    }
}

static void write_behind(void) {
    fprintf(guard_behind(stderr), "\x1b[K");
    fprintf(stderr, "\x1b[K");
}

static void test_guard_masks_what_a_terminal_would_obey(void **state) {
    char written[WRITTEN_BYTES];
    (void)state;
    written_by(write_hostile, written);
    assert_string_equal(written, "a '?[31m???z?'\n\xc3\xa9\tb");
}

static void test_guard_long_messages_are_whole(void **state) {
    char written[WRITTEN_BYTES];
    (void)state;
    written_by(write_long, written);
    assert_int_equal(strlen(written), 5000);
    assert_null(strchr(written, '\x1b'));
    assert_int_equal(strspn(written, "x?"), 5000);
}

static void test_guard_lets_who_draws_go_behind_it(void **state) {
    char written[WRITTEN_BYTES];
    (void)state;
    written_by(write_behind, written);
    assert_string_equal(written, "\x1b[K?[K");
    assert_ptr_equal(guard_behind(stdout), stdout);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_guard_masks_what_a_terminal_would_obey),
        cmocka_unit_test(test_guard_long_messages_are_whole),
        cmocka_unit_test(test_guard_lets_who_draws_go_behind_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
