/*
 * interpreters.c - growing lists of PHP, Lua, LuaJIT, Perl, Tcl and R: one small rule each.
 */
#include "rules.h"

enum { PHP_LEAST = 8, LUAJIT_LEAST = 2, PERL_FIRST = 4, EXPAND_PARTS = 20 };

/* zend_hash_packed_grow(): doubles a table of at least 8 places, whatever is asked for. */
static size_t next_php(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    if (is_asked_for(request) || request->reason == HR_GROWTH_EXTEND) {
        return larger(PHP_LEAST, power_of_two(request->needed));
    }
    return larger(PHP_LEAST, doubled(request->capacity));
}

/* computesizes(): the array part is the largest power of two more than half of which is in use. */
static size_t next_lua(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    return is_asked_for(request) ? request->needed : power_of_two(request->needed);
}

/* The same; index 0 has a slot beside them, so that a block holds 2^k + 1 slots. */
static size_t next_luajit(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    return is_asked_for(request) ? request->needed
                                 : larger(LUAJIT_LEAST, power_of_two(request->needed));
}

/* av_extend_guts(): key + max / 5, where key is the last index wanted and max the last there is. */
static size_t next_perl(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    if (is_asked_for(request)) {
        return request->needed;
    }
    if (request->capacity == 0) {
        return larger(PERL_FIRST, request->needed);
    }
    return hr_saturating_add(request->needed, (request->capacity - 1) / 5);
}

/* Tcl_ListObjAppendElement(): twice what is needed; a new list is exact. */
static size_t next_tcl(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    return is_asked_for(request) || request->capacity == 0 ? request->needed
                                                           : doubled(request->needed);
}

/* EnlargeVector(): floor(1.05 * n), so that up to 19 elements every append copies. */
static size_t next_r(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    return is_asked_for(request)
               ? request->needed
               : hr_saturating_add(request->needed, request->needed / EXPAND_PARTS);
}

/* Pushes: 8 16 32 64 128; zvals of 16 bytes. */
const struct hr_growth hr_growth_php = {
    .name = "php",
    .origin = "PHP 8.2, packed array",
    .formula = "2 * capacity, at least 8",
    .rules =
        {
            .push = "zend_hash_packed_grow(), Zend/zend_hash.c, 8.2.36",
            .extend = "not known; taken to be the next power of two",
            .construct = "zend_hash_check_size(): the next power of two, 8.2",
            .shrink = "never by array_pop, 8.2.36",
        },
    .factor = 2.0,
    .next = next_php,
};

/* Pushes: 1 2 4 8 16 32 64 */
const struct hr_growth hr_growth_lua = {
    .name = "lua",
    .origin = "Lua 5.1 to 5.4, array part of a table",
    .formula = "next power of two",
    .rules =
        {
            .push = "computesizes(), rehash(), ltable.c, 5.1.5, 5.3.6 and 5.4.4",
            .extend = "not known; taken to be the same",
            .construct = "exact, constructors, lua_createtable()",
            .shrink = "only at a rehash: not modelled",
        },
    .factor = 2.0,
    .next = next_lua,
};

/* Pushes: 2 4 8 16 32, in 3 5 9 17 33 slots. */
const struct hr_growth hr_growth_luajit = {
    .name = "luajit",
    .origin = "LuaJIT 2.1, array part of a table without the slot of index 0",
    .formula = "next power of two, at least 2",
    .rules =
        {
            .push = "rehashtab(), lj_tab.c, 2.1.0-beta3",
            .extend = "not known; taken to be the same",
            .construct = "not known; taken to be exact",
            .shrink = "only at a rehash: not modelled",
        },
    .factor = 2.0,
    .next = next_luajit,
};

/* Pushes: 4 5 6 8 10 12 15 18 22 27 33 */
const struct hr_growth hr_growth_perl = {
    .name = "perl",
    .origin = "Perl 5.36, AV",
    .formula = "n + (capacity - 1) / 5, first 4",
    .rules =
        {
            .push = "av_extend_guts(), av.c, 5.36.0",
            .extend = "the same, key + max / 5, 5.36.0",
            .construct = "exact, 5.36.0",
            .shrink = "never (undef @a)",
        },
    .factor = 1.2,
    .next = next_perl,
};

/* Pushes: 1 4 10 22 46 94 */
const struct hr_growth hr_growth_tcl = {
    .name = "tcl",
    .origin = "Tcl 8.6, list; what it asks for when memory is short is not modelled",
    .formula = "2 * n, first exact",
    .rules =
        {
            .push = "Tcl_ListObjAppendElement(), tclListObj.c, 8.6.13",
            .extend = "the same, Tcl_ListObjReplace(), 8.6.13",
            .construct = "exact, 8.6.13",
            .shrink = "never",
        },
    .factor = 2.0,
    .next = next_tcl,
};

/* Pushes: 1 2 3 ... 19 21 23 25 27 */
const struct hr_growth hr_growth_r = {
    .name = "r",
    .origin = "R 4.2, x[n] <- value",
    .formula = "floor(1.05 * n)",
    .rules =
        {
            .push = "EnlargeVector(), subassign.c, 4.2.2",
            .extend = "the same, 4.2.2",
            .construct = "exact, vector(), 4.2.2",
            .shrink = "never",
        },
    .factor = 1.05,
    .next = next_r,
};
