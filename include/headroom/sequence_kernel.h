/*
 * sequence_kernel.h - writes the loops of a sequence adapter around four operations of yours, the
 * same loops with the same barrier for every structure. Include it once per element type, after
 * defining (all are undefined again at the end):
 *
 *     KERNEL(name)          pastes a prefix: #define KERNEL(name) my_list_##name
 *     KERNEL_LIST           the structure's type
 *     KERNEL_VALUE          the element's type
 *     KERNEL_FROM(i)        the element that stands for the number i
 *     KERNEL_NUMBER(value)  the number that an element stands for
 *     KERNEL_PUSH(list, value)    appends; an hr_status
 *     KERNEL_POP(list, pointer)   takes the last one off; an hr_status; may be left out
 *     KERNEL_AT(list, index)      reads an element
 *     KERNEL_LENGTH(list)         how many there are
 *
 *     static const struct hr_sequence_verbs verbs = {.append_range = my_list_append_range, ...};
 *
 * It defines KERNEL(append_range), KERNEL(pop_range), KERNEL(sum_sequential), KERNEL(sum_at) and
 * KERNEL(checksum), as adapter.h describes them. What allocates as a whole (make, reserve, extend,
 * destroy) is yours to write. KERNEL_PUSH that fails must leave the list as it was. In C++ it may
 * be included inside a class template, after headroom/adapter.h: the loops are then its members,
 * and with KERNEL(name) defined as name one inclusion serves every element type.
 */
#include <headroom/adapter.h>

HR_UNUSED static enum hr_status KERNEL(append_range)(void *sequence, uint64_t first, size_t count) {
    KERNEL_LIST *list = (KERNEL_LIST *)sequence;
    for (size_t i = 0; i < count; i++) {
        enum hr_status status = KERNEL_PUSH(list, KERNEL_FROM(first + i));
        if (HR_UNLIKELY(status != HR_OK)) {
            return status;
        }
        hr_barrier();
    }
    return HR_OK;
}

#ifdef KERNEL_POP
HR_UNUSED static enum hr_status KERNEL(pop_range)(void *sequence, size_t count, uint64_t *sum) {
    KERNEL_LIST *list = (KERNEL_LIST *)sequence;
    KERNEL_VALUE value;
    uint64_t total = 0;
    for (size_t i = 0; i < count; i++) {
        enum hr_status status = KERNEL_POP(list, &value);
        if (HR_UNLIKELY(status != HR_OK)) {
            return status;
        }
        total += KERNEL_NUMBER(value);
        hr_barrier();
    }
    *sum = total;
    return HR_OK;
}
#undef KERNEL_POP
#endif

HR_UNUSED static uint64_t KERNEL(sum_sequential)(const void *sequence) {
    const KERNEL_LIST *list = (const KERNEL_LIST *)sequence;
    uint64_t total = 0;
    for (size_t i = 0; i < KERNEL_LENGTH(list); i++) {
        total += KERNEL_NUMBER(KERNEL_AT(list, i));
        hr_barrier();
    }
    return total;
}

HR_UNUSED static uint64_t KERNEL(sum_at)(const void *sequence, const size_t *indices,
                                         size_t count) {
    const KERNEL_LIST *list = (const KERNEL_LIST *)sequence;
    uint64_t total = 0;
    for (size_t i = 0; i < count; i++) {
        total += KERNEL_NUMBER(KERNEL_AT(list, indices[i]));
        hr_barrier();
    }
    return total;
}

HR_UNUSED static uint64_t KERNEL(checksum)(const void *sequence) {
    const KERNEL_LIST *list = (const KERNEL_LIST *)sequence;
    uint64_t total = 0;
    for (size_t i = 0; i < KERNEL_LENGTH(list); i++) {
        total += (uint64_t)(i + 1) * KERNEL_NUMBER(KERNEL_AT(list, i));
    }
    return total;
}

#undef KERNEL
#undef KERNEL_LIST
#undef KERNEL_VALUE
#undef KERNEL_FROM
#undef KERNEL_NUMBER
#undef KERNEL_PUSH
#undef KERNEL_AT
#undef KERNEL_LENGTH
