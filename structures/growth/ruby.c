/*
 * ruby.c - Array and String of Ruby 3.1: ary_double_capa(), ary_ensure_room_for_push() and
 * rb_ary_pop() in array.c; strings double.
 */
#include "rules.h"

enum { EMBEDDED = 3, DEFAULT_SIZE = 16, STRING_EMBEDDED = 23 };

/* rb_ary_pop() alone gives memory back: to twice the length before the pop. */
static size_t shrink_ruby(const struct hr_growth_request *request) {
    bool is_pop = request->needed + 1 == request->length;
    bool is_sparse = hr_saturating_multiply(request->length, 3) < request->capacity;
    return is_pop && is_sparse && request->capacity > DEFAULT_SIZE ? doubled(request->length)
                                                                   : request->capacity;
}

/* Up to three elements lie inside the object, which an empty array of ours stands for. */
static size_t next_ruby(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    if (request->reason == HR_GROWTH_SHRINK) {
        return shrink_ruby(request);
    }
    if (request->capacity < EMBEDDED && request->needed <= EMBEDDED) {
        return EMBEDDED;
    }
    size_t added = larger(request->capacity / 2, DEFAULT_SIZE);
    return is_asked_for(request) ? request->needed : hr_saturating_add(request->needed, added);
}

/* The final NUL takes a byte of each doubling: 24 48 96 192 with it. */
static size_t next_ruby_string(const struct hr_growth *growth,
                               const struct hr_growth_request *request) {
    (void)growth;
    if (request->capacity < STRING_EMBEDDED && request->needed <= STRING_EMBEDDED) {
        return STRING_EMBEDDED;
    }
    size_t capacity = larger(request->capacity, STRING_EMBEDDED);
    size_t grown = hr_saturating_add(doubled(capacity), 1);
    return is_asked_for(request) ? request->needed : larger(grown, request->needed);
}

/* Pushes: 3 (inside the object) 20 37 56 85 128 193 290 436 655 983; Array.new(100) << 1: 151. */
const struct hr_growth hr_growth_ruby = {
    .name = "ruby",
    .origin = "Ruby 3.1, Array; 3 elements inside the object",
    .formula = "n + max(capacity / 2, 16)",
    .rules =
        {
            .push = "ary_ensure_room_for_push(), ary_double_capa(), array.c, 3.1.7",
            .extend = "the same, concat, 3.1.7: 10 and 25 more give 51",
            .construct = "exact, Array.new(n), 3.1.7",
            .shrink = "to 2 * length by pop when 3 * length < capacity and capacity > 16, 3.1.7",
        },
    .factor = 1.5,
    .has_shrink = true,
    .next = next_ruby,
};

/* Pushes: 23 (inside the object) 47 95 191 383 */
const struct hr_growth hr_growth_ruby_string = {
    .name = "ruby-string",
    .origin = "Ruby 3.1, String; capacity without the final NUL, 23 inside the object",
    .formula = "max(2 * capacity + 1, n)",
    .rules =
        {
            .push = "str_buf_cat(), string.c, 3.1.7",
            .extend = "not known; taken to be max(2 * capacity + 1, n)",
            .construct = "exact beyond 23, 3.1.7",
            .shrink = "not known; taken to be never",
        },
    .factor = 2.0,
    .next = next_ruby_string,
};
