/*
 * outside.c - somebody else's program: a thousand numbers in an array that grows as libstdc++ does.
 */
#include <stdio.h>

#include <headroom/dynarray.h>

HR_DYNARRAY_DEFINE(numbers, double);

int main(void) {
    const struct hr_dynarray_config config = {.allocator = hr_allocator_find("heap"),
                                              .growth = hr_growth_find("libstdcxx")};
    if (config.allocator == NULL || config.growth == NULL) {
        return 1;
    }
    struct numbers numbers;
    numbers_init(&numbers, &config);
    double sum = 0;
    for (int i = 1; i <= 1000; i++) {
        if (numbers_push(&numbers, i) != HR_OK) {
            return 1;
        }
    }
    for (size_t i = 0; i < numbers_length(&numbers); i++) {
        sum += *numbers_at(&numbers, i);
    }
    printf("%zu of %zu slots, sum %.0f\n", numbers_length(&numbers), numbers_capacity(&numbers),
           sum);
    numbers_clean_up(&numbers);
    return 0;
}
