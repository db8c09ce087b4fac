// outside.cc - the same from C++: the headers and the library serve both languages.
#include <cstdio>

#include <headroom/dynarray.h>

HR_DYNARRAY_DEFINE(numbers, double);

int main() {
    struct hr_dynarray_config config = {};
    config.allocator = hr_allocator_find("heap");
    config.growth = hr_growth_find("libstdcxx");
    struct numbers numbers;
    numbers_init(&numbers, &config);
    double sum = 0;
    for (int i = 1; i <= 1000; i++) {
        if (numbers_push(&numbers, i) != HR_OK) {
            return 1;
        }
        sum += *numbers_at(&numbers, numbers_length(&numbers) - 1);
    }
    std::printf("%zu of %zu slots, sum %.0f\n", numbers_length(&numbers),
                numbers_capacity(&numbers), sum);
    numbers_clean_up(&numbers);
    return 0;
}
