/*
 * random.h - seeded numbers for workloads, plans and statistics: the same on every machine and in
 * every process.
 */
#ifndef HEADROOM_BENCH_RANDOM_H
#define HEADROOM_BENCH_RANDOM_H

#include <stdint.h>

/* Number `index` of splitmix64 (Steele, Lea, Flood 2014) from a seed, counted from 0. */
static inline uint64_t random_at(uint64_t seed, uint64_t index) {
    uint64_t z = seed + (index + 1) * UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* The numbers in turn. The seed is the first state. */
static inline uint64_t random_next(uint64_t *state) {
    uint64_t number = random_at(*state, 0);
    *state += UINT64_C(0x9e3779b97f4a7c15);
    return number;
}

/* One of 0 ... below - 1, or 0; some come more often than others by below in 2^64. */
static inline uint64_t random_below(uint64_t *state, uint64_t below) {
    uint64_t number = random_next(state);
    return below > 0 ? number % below : 0;
}

#endif
