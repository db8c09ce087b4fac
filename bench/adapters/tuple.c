/*
 * tuple.c - headroom's tuples with their cache: made and released in batches, grown by
 * concatenation, and many of them at once.
 */
#include <string.h>

#include <headroom/adapter.h>
#include <headroom/checked_math.h>
#include <headroom/tuple.h>

enum { LEAST_POOL = 25 };

/* Boxes that items refer to: box i holds the number i. The table of them is the harness's. */
struct pool {
    const struct hr_allocator *allocator;
    struct hr_box **box;
    size_t length;
};

struct tuples {
    struct pool pool;
    struct hr_tuple_cache cache;
    size_t length; /* items of each tuple */
    size_t batch;  /* tuples alive together */
    uint64_t made;
    struct hr_tuple *last;  /* that was made to be read back */
    struct hr_tuple **live; /* batch places */
};

static void pool_clean_up(struct pool *pool) {
    for (size_t i = 0; i < pool->length; i++) {
        hr_box_release(pool->allocator, pool->box[i]);
    }
    free(pool->box);
}

/* To be cleaned up after failures too. */
static enum hr_status pool_init(struct pool *pool, const struct hr_allocator *allocator,
                                size_t length) {
    length = length > LEAST_POOL ? length : LEAST_POOL;
    *pool = (struct pool){.allocator = allocator,
                          .box = reallocarray(NULL, length, sizeof(struct hr_box *))};
    enum hr_status status = pool->box != NULL ? HR_OK : HR_NO_MEMORY;
    while (status == HR_OK && pool->length < length) {
        size_t i = pool->length;
        status = hr_box_new_integer(allocator, (int64_t)i, &pool->box[i]);
        pool->length += status == HR_OK;
    }
    return status;
}

static void destroy(void *tuples) {
    struct tuples *it = tuples;
    if (it == NULL) {
        return;
    }
    if (it->last != NULL) {
        hr_tuple_release(&it->cache, it->last);
    }
    hr_tuple_cache_clean_up(&it->cache);
    pool_clean_up(&it->pool);
    free(it->live);
    free(it);
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
    struct tuples *it = preset != NULL ? calloc(1, sizeof *it) : NULL;
    if (it == NULL) {
        return preset == NULL ? HR_UNSUPPORTED : HR_NO_MEMORY;
    }
    it->length = length;
    it->batch = batch;
    hr_tuple_cache_init(&it->cache, config->allocator, preset);
    it->live = make_places(batch);
    enum hr_status status = pool_init(&it->pool, config->allocator, length);
    status = it->live != NULL ? status : HR_NO_MEMORY;
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
        enum hr_status status = hr_tuple_new(&it->cache, it->pool.box, it->length, &it->live[i]);
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

/* *grown becomes it and the tuple of the `count` items from its own length on; it is released. */
static enum hr_status grow_by(struct tuples *it, size_t count, struct hr_tuple **grown) {
    struct hr_tuple *left = *grown, *right, *both;
    enum hr_status status = hr_tuple_new(&it->cache, it->pool.box + left->length, count, &right);
    if (HR_UNLIKELY(status != HR_OK)) {
        return status;
    }
    status = hr_tuple_concatenate(&it->cache, left, right, &both);
    hr_tuple_release(&it->cache, right);
    if (HR_LIKELY(status == HR_OK)) {
        hr_tuple_release(&it->cache, left);
        *grown = both;
        it->made++;
    }
    hr_barrier();
    return status;
}

static enum hr_status concat(void *tuples, size_t step) {
    struct tuples *it = tuples;
    struct hr_tuple *grown;
    if (step == 0) {
        return HR_OUT_OF_RANGE;
    }
    size_t first = it->length < step ? it->length : step;
    enum hr_status status = hr_tuple_new(&it->cache, it->pool.box, first, &grown);
    if (status != HR_OK) {
        return status;
    }
    it->made++;
    for (size_t done = first; done < it->length && status == HR_OK; done += step) {
        status = grow_by(it, it->length - done < step ? it->length - done : step, &grown);
    }
    struct hr_tuple *released = grown;
    if (status == HR_OK) {
        released = it->last;
        it->last = grown;
    }
    if (released != NULL) {
        hr_tuple_release(&it->cache, released);
    }
    return status;
}

static uint64_t item(const struct hr_tuple *tuple, size_t index) {
    return (uint64_t)((const struct hr_box_integer *)hr_tuple_at(tuple, index))->value;
}

static uint64_t checksum(const void *tuples) {
    const struct tuples *it = tuples;
    uint64_t sum = it->made;
    for (size_t i = 0; it->last != NULL && i < it->last->length; i++) {
        sum += item(it->last, i);
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

/* Many tuples, and the references to them in one block of the same allocator. */
struct crowd {
    struct pool pool;
    struct hr_tuple_cache cache;
    const size_t *lengths;
    size_t count;
    struct hr_tuple **tuple; /* NULL before they are filled */
    size_t filled;
};

static void crowd_destroy(void *crowd) {
    struct crowd *it = crowd;
    if (it == NULL) {
        return;
    }
    for (size_t i = 0; i < it->filled; i++) {
        hr_tuple_release(&it->cache, it->tuple[i]);
    }
    if (it->tuple != NULL) {
        hr_release(it->pool.allocator, it->tuple, it->count * sizeof(struct hr_tuple *));
    }
    hr_tuple_cache_clean_up(&it->cache);
    pool_clean_up(&it->pool);
    free(it);
}

static enum hr_status crowd_make(const struct hr_adapter_config *config, const size_t *lengths,
                                 size_t count, void **crowd) {
    const struct hr_tuple_cache_preset *preset =
        hr_tuple_cache_preset_find(hr_setting_text(config->settings, "cache"));
    struct crowd *it = preset != NULL ? calloc(1, sizeof *it) : NULL;
    if (it == NULL) {
        return preset == NULL ? HR_UNSUPPORTED : HR_NO_MEMORY;
    }
    size_t longest = 0;
    for (size_t i = 0; i < count; i++) {
        longest = lengths[i] > longest ? lengths[i] : longest;
    }
    it->lengths = lengths;
    it->count = count;
    hr_tuple_cache_init(&it->cache, config->allocator, preset);
    enum hr_status status = pool_init(&it->pool, config->allocator, longest);
    if (status != HR_OK) {
        crowd_destroy(it);
        return status;
    }
    *crowd = it;
    return HR_OK;
}

static enum hr_status crowd_fill(void *crowd) {
    struct crowd *it = crowd;
    size_t bytes;
    if (it->tuple != NULL || it->count == 0) {
        return it->count == 0 ? HR_OK : HR_INVALID;
    }
    if (!hr_checked_multiply(it->count, sizeof *it->tuple, &bytes) || bytes > PTRDIFF_MAX) {
        return HR_TOO_LARGE;
    }
    it->tuple = hr_resize(it->pool.allocator, NULL, 0, bytes);
    enum hr_status status = it->tuple != NULL ? HR_OK : HR_NO_MEMORY;
    while (it->filled < it->count && status == HR_OK) {
        status =
            hr_tuple_new(&it->cache, it->pool.box, it->lengths[it->filled], &it->tuple[it->filled]);
        it->filled += status == HR_OK;
        hr_barrier();
    }
    return status;
}

static uint64_t crowd_checksum(const void *crowd) {
    const struct crowd *it = crowd;
    uint64_t sum = 0;
    for (size_t i = 0; i < it->filled; i++) {
        uint64_t one = 1;
        for (size_t j = 0; j < it->tuple[i]->length; j++) {
            one += (j + 1) * item(it->tuple[i], j);
        }
        sum += (i + 1) * one;
    }
    return sum;
}

static struct hr_footprint crowd_footprint(const void *crowd) {
    const struct crowd *it = crowd;
    struct hr_footprint all = {.parked_bytes =
                                   (size_t)hr_tuple_cache_counts(&it->cache).parked_bytes};
    if (it->tuple == NULL) {
        return all;
    }
    all.overhead_bytes = it->count * sizeof(struct hr_tuple *);
    for (size_t i = 0; i < it->filled; i++) {
        struct hr_footprint one = hr_tuple_footprint(it->tuple[i]);
        all.length += one.length;
        all.capacity += one.capacity;
        all.payload_bytes += one.payload_bytes;
        all.overhead_bytes += one.overhead_bytes;
    }
    return all;
}

static const struct hr_tuple_verbs verbs = {
    .make = make,
    .churn = churn,
    .checksum = checksum,
    .cache_counts = cache_counts,
    .footprint = footprint,
    .is_valid = is_valid,
    .destroy = destroy,
    .concat = concat,
    .crowd_make = crowd_make,
    .crowd_fill = crowd_fill,
    .crowd_checksum = crowd_checksum,
    .crowd_footprint = crowd_footprint,
    .crowd_destroy = crowd_destroy,
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
