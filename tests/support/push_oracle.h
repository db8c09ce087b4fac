/*
 * push_oracle.h - what building an array by appends must cost, in closed form: capacities, requests
 * and bytes, for some policies that differ, written down a second time without a look at
 * structures/. For tests only. (test_growth_rows.c holds every policy against its own system.)
 *
 *     struct push_oracle oracle = {.policy = "java", .element_bytes = 8};
 *     push_oracle_advance(&oracle, 100);              an array of 100 elements, built one by one
 *     oracle.capacity, oracle.requests, oracle.requested_bytes, oracle.copied_if_all_copied
 */
#ifndef HEADROOM_TESTS_PUSH_ORACLE_H
#define HEADROOM_TESTS_PUSH_ORACLE_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct push_oracle {
    const char *policy;
    size_t element_bytes;
    size_t capacity;
    uint64_t requests;             /* allocations and resizes */
    uint64_t requested_bytes;      /* sum of their sizes */
    uint64_t copied_if_all_copied; /* sum of the sizes given up, all full at that moment */
};

/* The capacity after a push onto a full array of `full` elements; 0 for an unknown policy. */
static inline size_t push_oracle_capacity(const char *policy, size_t full) {
    size_t wanted = full + 1;
    if (strcmp(policy, "cpython-2.7") == 0) {
        return wanted + wanted / 8 + (wanted < 9 ? 3 : 6);
    }
    if (strcmp(policy, "cpython-3.9") == 0) {
        size_t padded = wanted + wanted / 8 + 6;
        return padded - padded % 4;
    }
    if (strcmp(policy, "libstdcxx") == 0) {
        return full == 0 ? 1 : 2 * full;
    }
    if (strcmp(policy, "java") == 0) {
        return full == 0 ? 10 : full == 1 ? 2 : full + full / 2;
    }
    if (strcmp(policy, "v8") == 0) {
        return wanted + wanted / 2 + 16;
    }
    return strcmp(policy, "exact") == 0 ? wanted : 0;
}

/* The policies that are written down here; NULL past the end. */
static inline const char *push_oracle_policy(size_t index) {
    static const char *const policies[] = {"cpython-2.7", "cpython-3.9", "libstdcxx",
                                           "java",        "v8",          "exact"};
    return index < sizeof policies / sizeof policies[0] ? policies[index] : NULL;
}

/* Pushes until the length is `length`. A policy that nobody wrote down here ends the test. */
static inline void push_oracle_advance(struct push_oracle *oracle, size_t length) {
    while (oracle->capacity < length) {
        oracle->copied_if_all_copied += (uint64_t)oracle->capacity * oracle->element_bytes;
        size_t capacity = push_oracle_capacity(oracle->policy, oracle->capacity);
        if (capacity <= oracle->capacity) {
            (void)fprintf(stderr, "push_oracle.h does not know how '%s' grows from %zu\n",
                          oracle->policy, oracle->capacity);
            abort();
        }
        oracle->capacity = capacity;
        oracle->requests++;
        oracle->requested_bytes += (uint64_t)oracle->capacity * oracle->element_bytes;
    }
}

#endif
