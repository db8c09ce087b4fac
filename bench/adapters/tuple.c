/*
 * tuple.c - headroom's tuples with their cache, made and released in batches.
 */
#include <string.h>

#include <headroom/adapter.h>
#include <headroom/tuple.h>

enum { POOL_LENGTH = 25 };

struct tuples {
    const struct hr_allocator *allocator;
    struct hr_tuple_cache cache;
    struct hr_box *pool[POOL_LENGTH]; /* box i holds the number i */
    size_t length;                    /* items of each tuple */
    size_t batch;                     /* tuples alive together */
    uint64_t made;
    struct hr_tuple *last;  /* of the latest churn, kept to be read back */
    struct hr_tuple **live; /* batch places */
};

static void destroy(void *tuples) {
    struct tuples *it = tuples;
    if (it == NULL) {
        return;
    }
    if (it->last != NULL) {
        hr_tuple_release(&it->cache, it->last);
    }
    hr_tuple_cache_clean_up(&it->cache);
    for (size_t i = 0; i < POOL_LENGTH && it->pool[i] != NULL; i++) {
        hr_box_release(it->allocator, it->pool[i]);
    }
    free(it->live);
    free(it);
}

static enum hr_status fill_pool(struct tuples *it) {
    for (size_t i = 0; i < POOL_LENGTH; i++) {
        enum hr_status status = hr_box_new_integer(it->allocator, (int64_t)i, &it->pool[i]);
        if (status != HR_OK) {
            return status;
        }
    }
    return HR_OK;
}

/*
 * Places for the batch, or NULL. They are the harness's: their pages are touched here, before the
 * region, by other values than 0, which the compiler would leave to calloc and that to the kernel.
 */
static struct hr_tuple **make_places(size_t batch) {
    struct hr_tuple **places = reallocarray(NULL, batch, sizeof *places);
    if (places != NULL) {
        memset(places, 0xff, batch * sizeof *places);
    }
    return places;
}

static enum hr_status make(const struct hr_adapter_config *config, size_t length, size_t batch,
                           void **tuples) {
    const struct hr_tuple_cache_preset *preset =
        hr_tuple_cache_preset_find(hr_setting_text(config->settings, "cache"));
    struct tuples *it = preset != NULL && length <= POOL_LENGTH ? calloc(1, sizeof *it) : NULL;
    if (it == NULL) {
        return preset == NULL || length > POOL_LENGTH ? HR_UNSUPPORTED : HR_NO_MEMORY;
    }
    it->allocator = config->allocator;
    it->length = length;
    it->batch = batch;
    hr_tuple_cache_init(&it->cache, config->allocator, preset);
    it->live = make_places(batch);
    enum hr_status status = it->live != NULL ? fill_pool(it) : HR_NO_MEMORY;
    if (status != HR_OK) {
        destroy(it);
        return status;
    }
    *tuples = it;
    return HR_OK;
}

/* Releases the first `count` of the batch, in the order in which they were made. */
static void release_batch(struct tuples *it, size_t count) {
    for (size_t i = 0; i < count; i++) {
        hr_tuple_release(&it->cache, it->live[i]);
        hr_barrier();
    }
}

static enum hr_status churn_batch(struct tuples *it, size_t count) {
    for (size_t i = 0; i < count; i++) {
        enum hr_status status = hr_tuple_new(&it->cache, it->pool, it->length, &it->live[i]);
        if (HR_UNLIKELY(status != HR_OK)) {
            release_batch(it, i);
            return status;
        }
        hr_barrier();
    }
    return HR_OK;
}

/* The last tuple of all stays alive until the structure is destroyed. */
static enum hr_status churn(void *tuples, size_t count) {
    struct tuples *it = tuples;
    for (size_t done = 0; done < count;) {
        size_t now = count - done < it->batch ? count - done : it->batch;
        enum hr_status status = churn_batch(it, now);
        if (status != HR_OK) {
            return status;
        }
        done += now;
        it->made += now;
        bool is_last = done == count && it->last == NULL;
        if (is_last) {
            it->last = it->live[now - 1];
        }
        release_batch(it, is_last ? now - 1 : now);
    }
    return HR_OK;
}

static uint64_t checksum(const void *tuples) {
    const struct tuples *it = tuples;
    uint64_t sum = it->made;
    for (size_t i = 0; it->last != NULL && i < it->last->length; i++) {
        sum += (uint64_t)((const struct hr_box_integer *)hr_tuple_at(it->last, i))->value;
    }
    return sum;
}

static struct hr_tuple_cache_counts cache_counts(const void *tuples) {
    const struct tuples *it = tuples;
    return hr_tuple_cache_counts(&it->cache);
}

static struct hr_footprint footprint(const void *tuples) {
    const struct tuples *it = tuples;
    struct hr_footprint footprint = {0};
    if (it->last != NULL) {
        footprint = hr_tuple_footprint(it->last);
    }
    footprint.parked_bytes = (size_t)hr_tuple_cache_counts(&it->cache).parked_bytes;
    return footprint;
}

static bool is_valid(const void *tuples) {
    const struct tuples *it = tuples;
    return hr_tuple_cache_is_valid(&it->cache) && (it->last == NULL || hr_tuple_is_valid(it->last));
}

static const struct hr_tuple_verbs verbs = {
    .make = make,
    .churn = churn,
    .checksum = checksum,
    .cache_counts = cache_counts,
    .footprint = footprint,
    .is_valid = is_valid,
    .destroy = destroy,
};

static const char *const presets[] = {"off",          "book",         "cpython-3.10",
                                      "cpython-3.11", "cpython-3.14", NULL};

static const struct hr_parameter parameters[] = {
    {.name = "cache",
     .unit = "preset",
     .summary = "free lists of released tuples",
     .text = "cpython-3.11",
     .kind = HR_PARAMETER_WORD,
     .words = presets},
    {.name = NULL},
};

static const struct hr_adapter tuple = {
    .name = "tuple",
    .summary = "headroom's immutable tuples, with free lists by length",
    .interface = HR_INTERFACE_TUPLE,
    .takes_allocator = true,
    .parameters = parameters,
    .tuple = &verbs,
};

static const struct hr_adapter *const adapters[] = {&tuple, NULL};

HR_MODULE("tuple", "1", "headroom", adapters)
