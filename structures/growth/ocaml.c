/*
 * ocaml.c - Dynarray of OCaml: next_capacity() in stdlib/dynarray.ml, with folly's constants.
 */
#include "rules.h"

enum { FIRST = 8, LARGE = 512 };

static size_t next_ocaml(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    size_t capacity = request->capacity;
    size_t grown = capacity <= LARGE ? 2 * capacity : half_more(capacity);
    return request->reason == HR_GROWTH_CONSTRUCT ? request->needed
                                                  : larger(larger(FIRST, grown), request->needed);
}

/* Pushes: 8 16 ... 512 1024 1536 2304 3456 5184 */
const struct hr_growth hr_growth_ocaml = {
    .name = "ocaml",
    .origin = "OCaml 5.3, Dynarray",
    .formula = "max(8, capacity <= 512 ? 2 * capacity : capacity + capacity / 2, n)",
    .rules =
        {
            .push = "next_capacity(), stdlib/dynarray.ml, 5.3.0",
            .extend = "max(next_capacity(), n), append_array, 5.3.0",
            .construct = "exact, of_array, 5.3.0",
            .shrink = "never (fit_capacity)",
        },
    .factor = 1.5,
    .next = next_ocaml,
};
