// links: headroom-structures
/*
 * test_growth_answers.c - what the systems that are modelled give for anything but single pushes
 * from empty (which are test_growth_rows.c's): bulk operations, construction, shrinking.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <headroom/growth.h>

static struct hr_growth_request request_of(enum hr_growth_reason reason, size_t length,
                                           size_t capacity, size_t needed) {
    return (struct hr_growth_request){
        .length = length,
        .capacity = capacity,
        .needed = needed,
        .element_bytes = 8,
        .reason = reason,
        .limit = SIZE_MAX / 8,
    };
}

static size_t next_of(const char *policy, enum hr_growth_reason reason, size_t length,
                      size_t capacity, size_t needed) {
    struct hr_growth_named named;
    const struct hr_growth *growth = hr_growth_parse(policy, &named);
    assert_non_null(growth);
    const struct hr_growth_request request = request_of(reason, length, capacity, needed);
    return hr_growth_next(growth, &request);
}

struct one_answer {
    const char *policy;
    enum hr_growth_reason reason;
    size_t length, capacity, needed, answer;
};

static const struct one_answer answers[] = {
    /* [0] * 10**8 and one append: the book's figure, and what 3.9 made of it. */
    {"cpython-2.7", HR_GROWTH_PUSH, 100000000, 100000000, 100000001, 112500007},
    {"cpython-3.9", HR_GROWTH_PUSH, 100000000, 100000000, 100000001, 112500004},
    {"libstdcxx", HR_GROWTH_PUSH, 100000000, 100000000, 100000001, 200000000},
    {"java", HR_GROWTH_PUSH, 100000000, 100000000, 100000001, 150000000},
    {"exact", HR_GROWTH_PUSH, 100000000, 100000000, 100000001, 100000001},
    /* Bulk, 3.8 and before: 100 + 20 gives 141, 1000 + 1000 gives 2256, [].extend(10) gives 17. */
    {"cpython-2.7", HR_GROWTH_EXTEND, 100, 100, 120, 141},
    {"cpython-2.7", HR_GROWTH_EXTEND, 1000, 1000, 2000, 2256},
    {"cpython-2.7", HR_GROWTH_EXTEND, 0, 0, 10, 17},
    {"cpython-3.9", HR_GROWTH_PUSH, 4, 4, 5, 8},
    {"cpython-3.9", HR_GROWTH_PUSH, 19, 19, 20, 28},
    /* Bulk, 3.9: without padding when more is added than it would pad. */
    {"cpython-3.9", HR_GROWTH_EXTEND, 10, 10, 20, 20},
    {"cpython-3.9", HR_GROWTH_EXTEND, 10, 16, 20, 20},
    {"cpython-3.9", HR_GROWTH_EXTEND, 100, 100, 200, 200},
    {"cpython-3.9", HR_GROWTH_EXTEND, 1000, 1000, 2000, 2000},
    {"cpython-3.9", HR_GROWTH_EXTEND, 100, 100, 101, 116},
    {"cpython-3.9", HR_GROWTH_EXTEND, 100, 100, 120, 140},
    {"cpython-3.9", HR_GROWTH_EXTEND, 0, 0, 9, 10},
    {"cpython-3.9", HR_GROWTH_EXTEND, 0, 4, 6, 12},
    {"cpython-3.9", HR_GROWTH_EXTEND, 0, 0, 101, 102},
    {"cpython-3.9", HR_GROWTH_EXTEND, 0, 0, 100, 100},
    {"cpython-3.9", HR_GROWTH_CONSTRUCT, 0, 0, 101, 101},
    {"cpython-2.7", HR_GROWTH_CONSTRUCT, 0, 0, 101, 101},
    /* Popping 100 appended elements: 3.8 and 3.9 to 3.13. */
    {"cpython-2.7", HR_GROWTH_SHRINK, 53, 106, 52, 64},
    {"cpython-2.7", HR_GROWTH_SHRINK, 32, 64, 31, 40},
    {"cpython-2.7", HR_GROWTH_SHRINK, 2, 5, 1, 4},
    {"cpython-2.7", HR_GROWTH_SHRINK, 1, 4, 0, 0},
    {"cpython-3.9", HR_GROWTH_SHRINK, 54, 108, 53, 64},
    {"cpython-3.9", HR_GROWTH_SHRINK, 32, 64, 31, 40},
    {"cpython-3.9", HR_GROWTH_SHRINK, 8, 16, 7, 12},
    {"cpython-3.9", HR_GROWTH_SHRINK, 1, 4, 0, 0},
    {"cpython-3.9", HR_GROWTH_SHRINK, 100, 100, 49, 60},
    {"cpython-2.7", HR_GROWTH_SHRINK, 100, 100, 49, 61},
    /* Cutting can even add a slot: del of one of three in a list of 7 slots, 3.11. */
    {"cpython-3.9", HR_GROWTH_SHRINK, 3, 7, 2, 8},
    /* std::vector: resize 10 to 11 and to 25; the length counts, not the capacity. */
    {"libstdcxx", HR_GROWTH_EXTEND, 10, 10, 11, 20},
    {"libstdcxx", HR_GROWTH_EXTEND, 10, 10, 25, 25},
    {"libstdcxx", HR_GROWTH_EXTEND, 3, 4, 5, 6},
    {"libstdcxx", HR_GROWTH_RESERVE, 10, 10, 11, 11},
    {"libstdcxx", HR_GROWTH_CONSTRUCT, 0, 0, 7, 7},
    /* ArrayList: addAll of 3 onto the default gives 10, 20 more 23, ensureCapacity(24) 34. */
    {"java", HR_GROWTH_EXTEND, 0, 0, 3, 10},
    {"java", HR_GROWTH_EXTEND, 3, 10, 23, 23},
    {"java", HR_GROWTH_RESERVE, 23, 23, 24, 34},
    {"java", HR_GROWTH_EXTEND, 0, 0, 11, 11},
    {"java", HR_GROWTH_CONSTRUCT, 0, 0, 3, 3},
    {"exact", HR_GROWTH_EXTEND, 10, 10, 20, 20},
    /* 3.14 keeps up to 32 slots until the list is empty: [0] * 32 and [0] * 33 popped. */
    {"cpython-3.14", HR_GROWTH_SHRINK, 16, 32, 15, 32},
    {"cpython-3.14", HR_GROWTH_SHRINK, 2, 32, 1, 32},
    {"cpython-3.14", HR_GROWTH_SHRINK, 1, 32, 0, 0},
    {"cpython-3.14", HR_GROWTH_SHRINK, 16, 33, 15, 20},
    {"cpython-3.14", HR_GROWTH_PUSH, 8, 8, 9, 16},
    /* bytearray: cut to less than half it becomes exact; a step of more than an eighth too. */
    {"cpython-bytearray", HR_GROWTH_SHRINK, 100, 117, 40, 40},
    {"cpython-bytearray", HR_GROWTH_EXTEND, 10, 11, 100, 100},
    {"cpython-bytearray", HR_GROWTH_EXTEND, 100, 100, 113, 132},
    {"cpython-bytearray", HR_GROWTH_EXTEND, 100, 100, 114, 114},
    {"cpython-bytearray-3.15", HR_GROWTH_EXTEND, 100, 100, 112, 132},
    {"cpython-bytearray-3.15", HR_GROWTH_EXTEND, 100, 100, 113, 113},
    /* Tables: dict(presized), and what 50,000 entries change. */
    {"cpython-dict", HR_GROWTH_CONSTRUCT, 0, 0, 6, 10},
    {"cpython-dict-2.7", HR_GROWTH_PUSH, 50000, 50000, 50001, 87381},
    {"cpython-dict-2.7", HR_GROWTH_PUSH, 49999, 49999, 50000, 174762},
    {"cpython-set", HR_GROWTH_CONSTRUCT, 0, 0, 5, 8},
    {"cpython-set", HR_GROWTH_PUSH, 50000, 50000, 50001, 78642},
    {"cpython-dict-2.7", HR_GROWTH_PUSH, 4095, 4095, 4096, 21845}, /* above 4 * n, not at it */
    /* PyPy: exact from empty, then the formula; popped from 100: 44, 16, 2. */
    {"pypy", HR_GROWTH_EXTEND, 0, 0, 10, 10},
    {"pypy", HR_GROWTH_EXTEND, 10, 10, 13, 20},
    {"pypy", HR_GROWTH_SHRINK, 46, 100, 45, 100},
    {"pypy", HR_GROWTH_SHRINK, 45, 100, 44, 44},
    {"pypy", HR_GROWTH_SHRINK, 17, 44, 16, 16},
    {"pypy", HR_GROWTH_SHRINK, 3, 16, 2, 2},
    {"pypy", HR_GROWTH_PUSH, 100000000, 100000000, 100000001, 112500007},
    /* Vectors of C++: resize 10 to 11 and to 25, reserve. */
    {"libcxx", HR_GROWTH_EXTEND, 10, 10, 11, 20},
    {"libcxx", HR_GROWTH_EXTEND, 3, 4, 5, 8},
    {"libcxx", HR_GROWTH_RESERVE, 10, 10, 11, 11},
    {"eastl", HR_GROWTH_EXTEND, 10, 10, 11, 20},
    {"eastl", HR_GROWTH_EXTEND, 10, 10, 25, 25},
    {"msvc", HR_GROWTH_EXTEND, 10, 10, 11, 15},
    {"msvc", HR_GROWTH_CONSTRUCT, 0, 0, 11, 11},
    {"boost", HR_GROWTH_EXTEND, 10, 10, 11, 16},
    {"boost", HR_GROWTH_EXTEND, 10, 10, 25, 25},
    {"boost", HR_GROWTH_RESERVE, 10, 10, 11, 11},
    {"absl", HR_GROWTH_EXTEND, 10, 10, 11, 20},
    {"llvm", HR_GROWTH_EXTEND, 10, 10, 11, 21},
    {"llvm", HR_GROWTH_RESERVE, 4, 4, 5, 9},
    {"llvm", HR_GROWTH_RESERVE, 4, 4, 100, 100},
    {"llvm", HR_GROWTH_CONSTRUCT, 0, 0, 7, 7},
    {"folly-fbvector", HR_GROWTH_EXTEND, 10, 10, 11, 11},
    {"folly-fbvector", HR_GROWTH_PUSH, 513, 513, 514, 770},
    {"qt5-vector", HR_GROWTH_EXTEND, 0, 0, 10, 13},
    {"qt6-list", HR_GROWTH_EXTEND, 0, 0, 10, 14},
    {"qt6-list", HR_GROWTH_RESERVE, 0, 0, 10, 10},
    {"qt5-list", HR_GROWTH_CONSTRUCT, 0, 0, 10, 10},
    {"qt5-bytearray", HR_GROWTH_RESERVE, 0, 0, 10, 10},
    {"qt-varlengtharray", HR_GROWTH_EXTEND, 4, 4, 9, 9},
    {"libcxx-string", HR_GROWTH_RESERVE, 10, 22, 100, 111},
    {"libcxx-string", HR_GROWTH_CONSTRUCT, 0, 0, 7, 22},
    {"libstdcxx-string", HR_GROWTH_CONSTRUCT, 0, 0, 16, 16},
    {"libstdcxx-string", HR_GROWTH_EXTEND, 15, 15, 40, 40},
    {"msvc-string", HR_GROWTH_CONSTRUCT, 0, 0, 40, 47},
    {"eastl-string", HR_GROWTH_RESERVE, 23, 23, 24, 24},
    /* Java: Vector, builders and queues. */
    {"java-sized", HR_GROWTH_CONSTRUCT, 0, 0, 3, 3},
    {"java-vector", HR_GROWTH_EXTEND, 10, 10, 25, 25},
    {"java-stringbuilder", HR_GROWTH_CONSTRUCT, 0, 0, 5, 21},
    {"java-stringbuilder", HR_GROWTH_EXTEND, 16, 16, 40, 40},
    {"java-arraydeque", HR_GROWTH_PUSH, 63, 63, 64, 95},
    {"java-arraydeque", HR_GROWTH_PUSH, 62, 62, 63, 127},
    {"java-priorityqueue", HR_GROWTH_PUSH, 64, 64, 65, 96},
    {"java-priorityqueue", HR_GROWTH_PUSH, 63, 63, 64, 128},
    /* .NET: 10 + 3 in 10 gives 20, 25 more 40; no array is longer than 0x7FFFFFC7 unless asked. */
    {"dotnet", HR_GROWTH_EXTEND, 10, 10, 13, 20},
    {"dotnet", HR_GROWTH_EXTEND, 13, 20, 38, 40},
    {"dotnet", HR_GROWTH_PUSH, 0x60000000, 0x60000000, 0x60000001, 0x7FFFFFC7},
    {"dotnet", HR_GROWTH_PUSH, 0x7FFFFFC7, 0x7FFFFFC7, 0x7FFFFFC8, 0x7FFFFFC8},
    {"dotnet", HR_GROWTH_CONSTRUCT, 0, 0, 3, 3},
    /* Rust: reserve(1) on 10; 25 onto 10; collect of 10. */
    {"rust", HR_GROWTH_RESERVE, 10, 10, 11, 20},
    {"rust", HR_GROWTH_EXTEND, 10, 10, 35, 35},
    {"rust", HR_GROWTH_EXTEND, 0, 0, 3, 4},
    {"rust", HR_GROWTH_CONSTRUCT, 0, 0, 3, 3},
    /* Go: 10 + 25, 0 + 5, a million and one, 10^8 and one. */
    {"go-1.22", HR_GROWTH_EXTEND, 10, 10, 35, 36},
    {"go-1.22", HR_GROWTH_EXTEND, 0, 0, 5, 6},
    {"go-1.18", HR_GROWTH_PUSH, 1000000, 1000000, 1000001, 1250304},
    {"go-1.18", HR_GROWTH_PUSH, 100000000, 100000000, 100000001, 125000704},
    {"go-1.15", HR_GROWTH_PUSH, 1023, 1023, 1024, 2048},
    {"go-1.15", HR_GROWTH_CONSTRUCT, 0, 0, 5, 5},
    {"go-1.15", HR_GROWTH_EXTEND, 0, 0, 3, 4},
    {"go-1.18", HR_GROWTH_EXTEND, 0, 0, 3, 3},
    {"go-1.15", HR_GROWTH_EXTEND, 0, 0, 2, 2},
    /* Engines of JavaScript; V8 pops from 140 slots: 101 72 50 33 21 12; length = 10 trims. */
    {"v8", HR_GROWTH_EXTEND, 0, 0, 1001, 1517},
    {"v8", HR_GROWTH_CONSTRUCT, 0, 0, 5, 5},
    {"v8", HR_GROWTH_PUSH, 5, 5, 6, 25},
    {"v8", HR_GROWTH_SHRINK, 63, 140, 62, 140},
    {"v8", HR_GROWTH_SHRINK, 62, 140, 61, 101},
    {"v8", HR_GROWTH_SHRINK, 43, 101, 42, 72},
    {"v8", HR_GROWTH_SHRINK, 28, 72, 27, 50},
    {"v8", HR_GROWTH_SHRINK, 17, 50, 16, 33},
    {"v8", HR_GROWTH_SHRINK, 9, 33, 8, 21},
    {"v8", HR_GROWTH_SHRINK, 3, 21, 2, 12},
    {"v8", HR_GROWTH_SHRINK, 1000, 1000, 10, 10},
    {"jsc", HR_GROWTH_CONSTRUCT, 0, 0, 3, 3},
    {"jsc", HR_GROWTH_CONSTRUCT, 0, 0, 10, 13},
    {"jsc", HR_GROWTH_EXTEND, 0, 0, 9, 9},
    {"spidermonkey", HR_GROWTH_PUSH, 9437182, 9437182, 9437183, 11534334},
    {"spidermonkey", HR_GROWTH_CONSTRUCT, 0, 0, 3, 3},
    /* Ruby: Array.new(100) << 1; 25 and 1 onto a literal of 10; pop at 95771 of 287314. */
    {"ruby", HR_GROWTH_PUSH, 100, 100, 101, 151},
    {"ruby", HR_GROWTH_EXTEND, 10, 20, 35, 51},
    {"ruby", HR_GROWTH_EXTEND, 10, 10, 11, 27},
    {"ruby", HR_GROWTH_CONSTRUCT, 0, 0, 100, 100},
    {"ruby", HR_GROWTH_SHRINK, 95771, 287314, 95770, 191542},
    {"ruby", HR_GROWTH_SHRINK, 95772, 287314, 95771, 287314},
    {"ruby", HR_GROWTH_SHRINK, 5, 16, 4, 16},
    {"ruby", HR_GROWTH_SHRINK, 5, 17, 4, 10},
    {"ruby", HR_GROWTH_SHRINK, 100, 100, 10, 100},
    {"ruby-string", HR_GROWTH_PUSH, 0, 0, 1, 23},
    {"ruby-string", HR_GROWTH_EXTEND, 23, 23, 100, 100},
    {"ruby-string", HR_GROWTH_CONSTRUCT, 0, 0, 23, 23},
    {"ruby-string", HR_GROWTH_CONSTRUCT, 0, 0, 24, 24},
    /* Interpreters. */
    {"php", HR_GROWTH_CONSTRUCT, 0, 0, 100, 128},
    {"php", HR_GROWTH_EXTEND, 8, 8, 9, 16},
    {"php", HR_GROWTH_EXTEND, 8, 8, 20, 32},
    {"php", HR_GROWTH_PUSH, 10, 10, 11, 20},
    {"lua", HR_GROWTH_CONSTRUCT, 0, 0, 5, 5},
    {"lua", HR_GROWTH_EXTEND, 4, 4, 9, 16},
    {"luajit", HR_GROWTH_CONSTRUCT, 0, 0, 5, 5},
    {"perl", HR_GROWTH_EXTEND, 0, 0, 10, 10},
    {"perl", HR_GROWTH_EXTEND, 100, 101, 200, 220},
    {"perl", HR_GROWTH_CONSTRUCT, 0, 0, 3, 3},
    {"tcl", HR_GROWTH_EXTEND, 10, 10, 20, 40},
    {"tcl", HR_GROWTH_CONSTRUCT, 0, 0, 10, 10},
    {"r", HR_GROWTH_EXTEND, 100, 100, 200, 210},
    {"r", HR_GROWTH_CONSTRUCT, 0, 0, 200, 200},
    /* Zig, Nim, D, OCaml, Julia, Crystal. */
    {"zig-0.11", HR_GROWTH_EXTEND, 0, 0, 9, 20},
    {"zig-0.11", HR_GROWTH_CONSTRUCT, 0, 0, 9, 9},
    {"zig-0.14", HR_GROWTH_EXTEND, 0, 0, 17, 40},
    {"zig-0.14", HR_GROWTH_CONSTRUCT, 0, 0, 9, 9},
    {"zig-0.17", HR_GROWTH_EXTEND, 0, 0, 9, 29},
    {"zig-0.17", HR_GROWTH_CONSTRUCT, 0, 0, 9, 9},
    {"nim", HR_GROWTH_EXTEND, 4, 4, 100, 100},
    {"nim", HR_GROWTH_CONSTRUCT, 0, 0, 3, 3},
    {"d", HR_GROWTH_CONSTRUCT, 0, 0, 100, 101},
    {"d", HR_GROWTH_EXTEND, 10, 11, 100, 101},
    {"d-appender", HR_GROWTH_EXTEND, 8, 8, 100, 102},
    {"ocaml", HR_GROWTH_EXTEND, 8, 8, 222, 222},
    {"ocaml", HR_GROWTH_EXTEND, 0, 0, 3, 8},
    {"ocaml", HR_GROWTH_PUSH, 513, 513, 514, 769},
    {"ocaml", HR_GROWTH_CONSTRUCT, 0, 0, 3, 3},
    {"julia-1.5", HR_GROWTH_EXTEND, 10, 16, 35, 35},
    {"julia-1.5", HR_GROWTH_EXTEND, 10, 16, 20, 20},
    {"julia-1.6", HR_GROWTH_EXTEND, 8, 8, 100, 100},
    {"julia-1.6", HR_GROWTH_CONSTRUCT, 0, 0, 3, 3},
    {"julia-1.12", HR_GROWTH_CONSTRUCT, 0, 0, 2, 2},
    {"crystal", HR_GROWTH_EXTEND, 0, 0, 13, 24},
    {"crystal", HR_GROWTH_CONSTRUCT, 0, 0, 13, 13},
    /* Libraries and programs of C. */
    {"glib-array", HR_GROWTH_CONSTRUCT, 0, 0, 10, 16},
    {"glib-string", HR_GROWTH_EXTEND, 0, 0, 200, 255},
    {"stb-ds", HR_GROWTH_EXTEND, 0, 0, 10, 10},
    {"stb-ds", HR_GROWTH_EXTEND, 10, 10, 11, 20},
    {"stb-ds", HR_GROWTH_RESERVE, 0, 0, 3, 4},
    {"stretchy-buffer", HR_GROWTH_EXTEND, 2, 2, 100, 100},
    {"kvec", HR_GROWTH_EXTEND, 2, 2, 5, 8},
    {"kvec", HR_GROWTH_RESERVE, 2, 2, 5, 5},
    {"kvec", HR_GROWTH_PUSH, 10, 10, 11, 20},
    {"kstring", HR_GROWTH_EXTEND, 0, 0, 8, 15},
    {"utarray", HR_GROWTH_RESERVE, 0, 0, 20, 32},
    {"utstring", HR_GROWTH_EXTEND, 99, 99, 109, 110},
    {"apr", HR_GROWTH_EXTEND, 4, 4, 9, 16},
    {"apr", HR_GROWTH_CONSTRUCT, 0, 0, 9, 9},
    {"nginx", HR_GROWTH_EXTEND, 4, 4, 14, 20},
    {"nginx", HR_GROWTH_CONSTRUCT, 0, 0, 3, 3},
    {"nginx", HR_GROWTH_EXTEND, 0, 0, 9, 18},
    {"nginx", HR_GROWTH_EXTEND, 0, 0, 3, 4},
    {"stc-vec", HR_GROWTH_EXTEND, 10, 10, 13, 18},
    {"stc-vec", HR_GROWTH_RESERVE, 10, 10, 13, 13},
    {"stc-stack", HR_GROWTH_EXTEND, 10, 10, 30, 30},
    {"stc-stack", HR_GROWTH_CONSTRUCT, 0, 0, 3, 3},
    {"stc-deque", HR_GROWTH_RESERVE, 0, 0, 8, 15},
    {"cc-vec", HR_GROWTH_EXTEND, 2, 2, 5, 8},
    {"cc-vec", HR_GROWTH_RESERVE, 2, 2, 5, 5},
    {"aws", HR_GROWTH_EXTEND, 4, 4, 5, 8},
    {"aws", HR_GROWTH_CONSTRUCT, 0, 0, 5, 5},
    {"sds", HR_GROWTH_EXTEND, 0, 0, 100, 200},
    {"sds", HR_GROWTH_EXTEND, 2000000, 2000000, 3000000, 4048576},
    {"sds", HR_GROWTH_EXTEND, 0, 0, 1048575, 2097150},
    {"sds", HR_GROWTH_CONSTRUCT, 0, 0, 100, 100},
    {"redis", HR_GROWTH_CONSTRUCT, 0, 0, 100, 100},
    {"redis", HR_GROWTH_EXTEND, 0, 0, 3000000, 4048576},
    {"git", HR_GROWTH_EXTEND, 24, 24, 100, 100},
    {"git", HR_GROWTH_CONSTRUCT, 0, 0, 3, 3},
    {"postgres-list", HR_GROWTH_EXTEND, 0, 0, 6, 16},
    {"postgres-stringinfo", HR_GROWTH_EXTEND, 1023, 1023, 5000, 8191},
    {"sqlite", HR_GROWTH_EXTEND, 7, 7, 20, 31},
    {"sqlite", HR_GROWTH_CONSTRUCT, 0, 0, 8, 15},
    {"arrow", HR_GROWTH_CONSTRUCT, 0, 0, 3, 32},
    {"arrow", HR_GROWTH_RESERVE, 32, 32, 40, 64},
    {"arrow", HR_GROWTH_EXTEND, 32, 32, 40, 64},
    {"geometric:1.5", HR_GROWTH_EXTEND, 10, 10, 11, 15},
    {"geometric:1.5", HR_GROWTH_CONSTRUCT, 0, 0, 11, 11},
    {"geometric:1.3", HR_GROWTH_PUSH, 1000000007, 1000000007, 1000000008, 1300000009},
    {"step:64", HR_GROWTH_EXTEND, 10, 64, 200, 200},
    {"step:64", HR_GROWTH_RESERVE, 10, 64, 65, 65},
};

static void test_growth_answers_are_those_of_the_real_system(void **state) {
    (void)state;
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        const struct one_answer *row = &answers[i];
        size_t answer = next_of(row->policy, row->reason, row->length, row->capacity, row->needed);
        if (answer != row->answer) {
            print_error("%s, reason %d, length %zu, capacity %zu, needed %zu: %zu, not %zu\n",
                        row->policy, (int)row->reason, row->length, row->capacity, row->needed,
                        answer, row->answer);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_growth_answers_are_those_of_the_real_system),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
