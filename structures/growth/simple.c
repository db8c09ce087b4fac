/*
 * simple.c - policies that model no system: the ends of the scale, and the two formulas that every
 * other one is a variation of.
 */
#include <string.h>

#include "rules.h"

/* Fifteen digits, and a product of two parts of a fraction, take fifty bits. */
_Static_assert(SIZE_MAX >= UINT64_MAX, "growth by a fraction reckons in 64 bits");

static size_t next_exact(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    return request->needed;
}

/* Digits with at most one point to a fraction of powers of ten; no sign, no exponent. */
static bool parse_fraction(const char *text, size_t *numerator, size_t *denominator) {
    enum { MOST_DIGITS = 15 };
    size_t digits = 0;
    bool has_point = false;
    *numerator = 0;
    *denominator = 1;
    for (; *text != '\0'; text++) {
        if (*text == '.' && !has_point && digits > 0) {
            has_point = true;
            continue;
        }
        if (*text < '0' || *text > '9' || digits++ == MOST_DIGITS) {
            return false;
        }
        *numerator = *numerator * 10 + (size_t)(*text - '0');
        *denominator *= has_point ? 10 : 1;
    }
    while (*denominator > 1 && *numerator % 10 == 0) {
        *numerator /= 10;
        *denominator /= 10;
    }
    return digits > 0;
}

/* Above 1 and at most 1,000; at most six digits behind the point, so that no product wraps. */
static bool set_factor(struct hr_growth *growth, const char *text) {
    enum { MOST_FACTOR = 1000, MOST_DENOMINATOR = 1000000 };
    size_t numerator, denominator;
    if (!parse_fraction(text, &numerator, &denominator) || denominator > MOST_DENOMINATOR ||
        numerator <= denominator || numerator > MOST_FACTOR * denominator) {
        return false;
    }
    growth->numerator = numerator;
    growth->denominator = denominator;
    growth->factor = (double)numerator / (double)denominator;
    return true;
}

/* floor(capacity * factor) in whole numbers: no rounding error at any size. */
static size_t next_geometric(const struct hr_growth *growth,
                             const struct hr_growth_request *request) {
    if (is_asked_for(request)) {
        return request->needed;
    }
    size_t whole = request->capacity / growth->denominator;
    size_t rest = request->capacity % growth->denominator;
    size_t grown = hr_saturating_add(hr_saturating_multiply(whole, growth->numerator),
                                     rest * growth->numerator / growth->denominator);
    return larger(grown, request->needed);
}

/* A whole number of slots, at least 1. */
static bool set_step(struct hr_growth *growth, const char *text) {
    size_t numerator, denominator;
    if (strchr(text, '.') != NULL || !parse_fraction(text, &numerator, &denominator) ||
        numerator == 0) {
        return false;
    }
    growth->numerator = numerator;
    growth->denominator = denominator;
    return true;
}

static size_t next_step(const struct hr_growth *growth, const struct hr_growth_request *request) {
    if (is_asked_for(request)) {
        return request->needed;
    }
    return larger(hr_saturating_add(request->capacity, growth->numerator), request->needed);
}

/* Pushes: 1 2 3 4 5 6 7 8 ...: no headroom, and a request to the allocator for every push. */
const struct hr_growth hr_growth_exact = {
    .name = "exact",
    .origin = "no system: the least memory, the most requests",
    .formula = "n",
    .rules =
        {
            .push = "n by definition",
            .extend = "n by definition",
            .construct = "n by definition",
            .shrink = "never",
        },
    .factor = 1.0,
    .next = next_exact,
};

/* Pushes by 1.5: 1 2 3 4 6 9 13 19 28 42; by 1.3: 1 2 3 4 5 6 7 9 11 14 18 23. */
const struct hr_growth hr_growth_geometric = {
    .name = "geometric:1.5",
    .origin = "no system: any factor above 1 up to 1000, up to six digits behind the point",
    .formula = "max(floor(factor * capacity), n)",
    .rules =
        {
            .push = "by definition",
            .extend = "the same, by definition",
            .construct = "exact, by definition",
            .shrink = "never",
        },
    .factor = 1.5,
    .numerator = 15,
    .denominator = 10,
    .set_parameter = set_factor,
    .next = next_geometric,
};

/* Pushes by 64: 64 128 192 256 ...: copies in the order of n * n, as utstring's do. */
const struct hr_growth hr_growth_step = {
    .name = "step:64",
    .origin = "no system: any fixed number of slots",
    .formula = "max(capacity + step, n)",
    .rules =
        {
            .push = "by definition",
            .extend = "the same, by definition",
            .construct = "exact, by definition",
            .shrink = "never",
        },
    .factor = 1.0,
    .numerator = 64,
    .denominator = 1,
    .set_parameter = set_step,
    .next = next_step,
};
