/*
 * test_testing_operators.cc - the same from C++: operator new and delete are counted and refused,
 * std::vector keeps its strong guarantee, and one that does not is found.
 */
#include <csetjmp>
#include <cstdarg>
#include <cstddef>
#include <cstdint>

extern "C" {
#include <cmocka.h>
}

#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

#include "recorded.h"

struct alignas(64) wide {
    char bytes[64];
};

static void test_testing_operators_new_is_counted(void **state) {
    (void)state;
    struct hr_test_meter meter;
    hr_test_begin(&meter);
    delete new int(1);
    delete[] new char[100];
    delete new wide();
    ::operator delete(::operator new(7, std::nothrow));
    hr_test_end(&meter);
    assert_int_equal(meter.counts.allocations, 4);
    assert_int_equal(meter.counts.aligned_calls, 1);
    assert_int_equal(meter.counts.free_calls, 4);
    assert_int_equal(meter.counts.total_bytes, sizeof(int) + 100 + sizeof(wide) + 7);
    assert_passed(HR_EXPECT_NO_LEAK(&meter));
}

static void test_testing_operators_refused_new_throws_bad_alloc(void **state) {
    (void)state;
    bool was_thrown = false, was_thrown_aligned = false;
    hr_test_refuse(1, HR_TEST_REFUSE_REST);
    was_thrown = !hr_test_caught([] { delete new int(1); });
    was_thrown_aligned = !hr_test_caught([] { delete new wide(); });
    void *nothing = ::operator new(1, std::nothrow);
    uint64_t refused = hr_test_refuse_stop();
    assert_true(was_thrown);
    assert_true(was_thrown_aligned);
    assert_null(nothing);
    assert_true(refused >= 3);
    assert_true(hr_test_caught([] { delete new int(1); }));
}

static void test_testing_operators_vector_pushes_are_amortized(void **state) {
    (void)state;
    struct hr_test_meter meter;
    hr_test_begin(&meter);
    {
        std::vector<uint64_t> numbers;
        for (uint64_t i = 0; i < 1000; i++) {
            numbers.push_back(i);
        }
        assert_passed(HR_EXPECT_HEADROOM_AT_MOST(numbers.size(), numbers.capacity(), 100.0));
    }
    hr_test_end(&meter);
    assert_passed(HR_EXPECT_EXACTLY(&meter, HR_TEST_ALLOCATIONS, 11));
    assert_passed(HR_EXPECT_EXACTLY(&meter, HR_TEST_COPIED_BYTES, 1023 * sizeof(uint64_t)));
    assert_passed(HR_EXPECT_EXACTLY(&meter, HR_TEST_PEAK_BYTES, (512 + 1024) * sizeof(uint64_t)));
    assert_passed(HR_EXPECT_NO_LEAK(&meter));
    assert_failed(HR_EXPECT_AT_MOST(&meter, HR_TEST_ALLOCATIONS, 10),
                  "11 allocations, at most 10 allowed");
}

/* Strings too long to be kept inside of themselves. */
struct fixture {
    std::unique_ptr<std::vector<std::string>> strings;
    bool is_careless;
};

static bool set_up(void *context) {
    fixture *it = static_cast<fixture *>(context);
    return hr_test_caught(
        [it] { it->strings.reset(new std::vector<std::string>(4, std::string(50, 'x'))); });
}

static bool push(void *context) {
    fixture *it = static_cast<fixture *>(context);
    return hr_test_caught([it] {
        if (it->is_careless) {
            it->strings->emplace_back();
            it->strings->back().assign(50, 'y');
        } else {
            it->strings->push_back(std::string(50, 'y'));
        }
    });
}

static uint64_t fingerprint(void *context) {
    fixture *it = static_cast<fixture *>(context);
    uint64_t hash = 0;
    for (const std::string &text : *it->strings) {
        hash = hr_test_hash(hash, text.data(), text.size());
    }
    return hash;
}

static void tear_down(void *context) {
    static_cast<fixture *>(context)->strings.reset();
}

static void test_testing_operators_vector_keeps_its_strong_guarantee(void **state) {
    (void)state;
    fixture it = {nullptr, false};
    hr_test_operation operation = {};
    operation.name = "push_back";
    operation.context = &it;
    operation.set_up = set_up;
    operation.run = push;
    operation.fingerprint = fingerprint;
    operation.tear_down = tear_down;
    assert_passed(HR_EXPECT_SURVIVES_FAILURES(&operation));
    assert_true(operation.refused >= 4);
    it.is_careless = true;
    assert_failed_about(HR_EXPECT_SURVIVES_FAILURES(&operation),
                        "push_back: with allocation 2 of 2 refused (51 bytes): the object is not "
                        "as it was before: ");
}

/* As a C++ framework would hang itself in. */
static void test_testing_operators_handler_may_be_a_lambda(void **state) {
    (void)state;
    std::string said;
    hr_test_set_handler(
        [](const hr_test_failure *failure, void *context) {
            *static_cast<std::string *>(context) = failure->message;
        },
        &said);
    bool result = HR_EXPECT_HEADROOM_AT_MOST(1, 2, 0.0);
    hr_test_set_handler(record, nullptr);
    assert_false(result);
    assert_true(said.find("100.0 % headroom") == 0);
}

int main() {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_testing_operators_new_is_counted, record_anew),
        cmocka_unit_test_setup(test_testing_operators_refused_new_throws_bad_alloc, record_anew),
        cmocka_unit_test_setup(test_testing_operators_vector_pushes_are_amortized, record_anew),
        cmocka_unit_test_setup(test_testing_operators_vector_keeps_its_strong_guarantee,
                               record_anew),
        cmocka_unit_test_setup(test_testing_operators_handler_may_be_a_lambda, record_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
