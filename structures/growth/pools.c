/*
 * pools.c - arrays of APR and nginx, which live in pools: a block that was outgrown stays there
 * until the pool dies. The allocator `arena` gives them such blocks.
 */
#include "rules.h"

enum { NGINX_FIRST = 4 };

/* apr_array_push() and apr_array_cat() double; an array made for nothing gets 1. */
static size_t next_apr(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    return is_asked_for(request) ? request->needed : double_until(1, request);
}

/* ngx_array_push_n(): twice the greater of what is asked for and what there is. */
static size_t next_nginx(const struct hr_growth *growth, const struct hr_growth_request *request) {
    (void)growth;
    if (is_asked_for(request)) {
        return request->needed;
    }
    size_t added = request->needed - request->length;
    if (request->capacity == 0 && added <= NGINX_FIRST) {
        return NGINX_FIRST;
    }
    return doubled(larger(added, request->capacity));
}

/* Pushes: 1 2 4 8 16 */
const struct hr_growth hr_growth_apr = {
    .name = "apr",
    .origin = "APR 1.7.2, apr_array_header_t",
    .formula = "2 * capacity until n fits, first 1",
    .rules =
        {
            .push = "apr_array_push(), tables/apr_tables.c, 1.7.2",
            .extend = "apr_array_cat(): the same, 1.7.2",
            .construct = "exact, apr_array_make(), 1.7.2",
            .shrink = "never",
        },
    .factor = 2.0,
    .next = next_apr,
};

/* Pushes: 4 8 16 32; what ngx_array_create() was told comes first, here 4. */
const struct hr_growth hr_growth_nginx = {
    .name = "nginx",
    .origin = "nginx 1.22.1, ngx_array_t that is not the last of its pool",
    .formula = "2 * max(capacity, added), first 4",
    .rules =
        {
            .push = "ngx_array_push(), core/ngx_array.c, 1.22.1",
            .extend = "ngx_array_push_n(), 1.22.1",
            .construct = "exact, ngx_array_create(), 1.22.1",
            .shrink = "never",
        },
    .factor = 2.0,
    .next = next_nginx,
};
