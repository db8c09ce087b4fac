/*
 * test_growth_vector.cc - the policy libstdcxx against the real std::vector: random operations on
 * both, capacities and contents compared after each.
 *
 * What stands for what: push_back is push; insert of a range at the end and resize to more are
 * extend and resize; reserve, shrink_to_fit, erase, pop_back, clear, insert of one are themselves;
 * vector(n) is construct.
 */
#include <csetjmp>
#include <cstdarg>
#include <cstddef>
#include <cstdint>

extern "C" {
#include <cmocka.h>
}

#include <algorithm>
#include <random>
#include <vector>

#include <headroom/dynarray.h>

HR_DYNARRAY_DEFINE(numbers, std::uint64_t);

namespace {

using vector = std::vector<std::uint64_t>;

struct pair {
    numbers ours;
    vector theirs;
    std::mt19937_64 random{7};

    std::size_t below(std::size_t bound) {
        return static_cast<std::size_t>(random() % bound);
    }
};

void push_or_insert(pair &both) {
    const std::uint64_t value = both.random();
    if (both.below(4) != 0) {
        both.theirs.push_back(value);
        assert_int_equal(numbers_push(&both.ours, value), HR_OK);
        return;
    }
    const std::size_t index = both.below(both.theirs.size() + 1);
    both.theirs.insert(both.theirs.begin() + static_cast<std::ptrdiff_t>(index), value);
    assert_int_equal(numbers_insert(&both.ours, index, value), HR_OK);
}

void extend(pair &both) {
    vector values(both.below(both.below(5) == 0 ? 2000 : 12));
    std::generate(values.begin(), values.end(), [&] { return both.random(); });
    both.theirs.insert(both.theirs.end(), values.begin(), values.end());
    assert_int_equal(numbers_extend(&both.ours, values.data(), values.size()), HR_OK);
}

void remove(pair &both) {
    const std::size_t index = both.below(both.theirs.size() + 1);
    const std::size_t count = both.below(both.theirs.size() - index + 1);
    const auto first = both.theirs.begin() + static_cast<std::ptrdiff_t>(index);
    both.theirs.erase(first, first + static_cast<std::ptrdiff_t>(count));
    assert_int_equal(numbers_erase(&both.ours, index, count), HR_OK);
    std::uint64_t value = 0;
    if (!both.theirs.empty()) {
        both.theirs.pop_back();
        assert_int_equal(numbers_pop(&both.ours, &value), HR_OK);
    }
}

void construct(pair &both, std::size_t length) {
    vector(length).swap(both.theirs);
    numbers_clean_up(&both.ours);
    assert_int_equal(numbers_construct(&both.ours, nullptr, length), HR_OK);
}

void set_size(pair &both) {
    const std::size_t length = both.below(3000);
    switch (both.below(5)) {
    case 0:
        both.theirs.resize(length);
        assert_int_equal(numbers_resize(&both.ours, length), HR_OK);
        break;
    case 1:
        both.theirs.shrink_to_fit();
        assert_int_equal(numbers_shrink_to_fit(&both.ours), HR_OK);
        break;
    case 2:
        both.theirs.clear();
        numbers_clear(&both.ours);
        break;
    case 3:
        construct(both, length);
        break;
    default:
        both.theirs.reserve(length);
        assert_int_equal(numbers_reserve(&both.ours, length), HR_OK);
        break;
    }
}

void operate(pair &both) {
    const std::size_t choice = both.below(32);
    if (choice < 20) {
        push_or_insert(both);
    } else if (choice < 27) {
        extend(both);
    } else if (choice < 30) {
        remove(both);
    } else {
        set_size(both);
    }
}

void test_growth_vector_libstdcxx_agrees_with_the_real_vector(void **) {
    const hr_dynarray_config config = {hr_allocator_find("heap"), hr_growth_find("libstdcxx"),
                                       false};
    pair both;
    numbers_init(&both.ours, &config);
    for (int i = 0; i < 20000; i++) {
        operate(both);
        assert_true(numbers_is_valid(&both.ours));
        assert_int_equal(numbers_length(&both.ours), both.theirs.size());
        assert_int_equal(numbers_capacity(&both.ours), both.theirs.capacity());
        if (!both.theirs.empty()) {
            assert_memory_equal(numbers_items(&both.ours), both.theirs.data(),
                                both.theirs.size() * sizeof(std::uint64_t));
        }
    }
    numbers_clean_up(&both.ours);
}

} // namespace

int main() {
    const CMUnitTest tests[] = {
        cmocka_unit_test(test_growth_vector_libstdcxx_agrees_with_the_real_vector),
    };
    return cmocka_run_group_tests(tests, nullptr, nullptr);
}
