/*
 * meter.c - meters of the calling thread. What is counted by calls is the difference of two looks
 * at the tracer's slot of the thread; what depends on which block it was (levels, what is left) is
 * kept here, in the meters that run.
 *
 * The meters stand in a table of the process, because another thread may free a block, and because
 * a test that was left by a jump must leave no pointer into its stack. Everything below `lock` is
 * done inside of malloc: it allocates nothing and calls nothing that might.
 */
#include <sched.h>
#include <string.h>

#include "blocks.h"
#include "trace/observe.h"
#include "trace/slot.h"
#include "watch.h"

enum { METERS_MOST = 64 };

struct running {
    uint64_t id; /* 0: vacant */
    uint64_t thread;
    uint64_t begin; /* allocations of the thread before it */
    uint64_t live_blocks, live_bytes, peak_live_bytes, peak_moving_bytes;
    uint64_t remapped_bytes, replaced_bytes, lost;
    uint64_t other_calls;
    struct trace_slot before;
};

static struct running meters[METERS_MOST];
static size_t meters_end; /* past the last that ever ran */
static uint32_t running_count;
static uint64_t generation; /* of the table of blocks: it was emptied so often */
static uint32_t process;    /* whose meters these are */
static bool is_locked;

static _Thread_local struct {
    uint64_t thread; /* 0: not numbered yet */
    uint64_t allocations;
    uintptr_t made; /* by the call before; 0: it made none */
    uint64_t made_bytes;
    struct test_block *leaving;
    uint64_t leaving_generation;
    uintptr_t leaving_address;
    bool leaving_is_mapped;
} self __attribute__((tls_model("initial-exec")));

static void lock(void) {
    while (__atomic_test_and_set(&is_locked, __ATOMIC_ACQUIRE)) {
        (void)sched_yield();
    }
}

static void unlock(void) {
    __atomic_clear(&is_locked, __ATOMIC_RELEASE);
}

/* A child has none of its parent's meters, nor the thread that held the lock when it was made. */
static void leave_parent(void) {
    if (HR_UNLIKELY(process != trace_state->pid)) {
        memset(meters, 0, sizeof meters);
        running_count = 0;
        generation++;
        test_blocks_abandon();
        __atomic_clear(&is_locked, __ATOMIC_RELEASE);
        process = trace_state->pid;
    }
}

/* While none runs, the hooks pay for this look alone. */
static bool is_idle(void) {
    if (HR_LIKELY(__atomic_load_n(&running_count, __ATOMIC_RELAXED) == 0)) {
        return true;
    }
    leave_parent();
    return running_count == 0;
}

static uint64_t own_thread(void) {
    static uint64_t threads;
    if (self.thread == 0) {
        self.thread = __atomic_add_fetch(&threads, 1, __ATOMIC_RELAXED);
    }
    return self.thread;
}

static bool counts_block(const struct running *meter, const struct test_block *block) {
    return meter->id != 0 && block != NULL && block->thread == meter->thread &&
           block->ordinal > meter->begin;
}

static void lift(uint64_t *peak, uint64_t level) {
    *peak = level > *peak ? level : *peak;
}

/*
 * One step from a block that is known, or none, to another, or none; then the old one is history.
 * Both are there for a moment where one is copied to the other.
 */
static void exchange(struct test_block *old, const struct test_block *block, bool is_copied) {
    for (size_t i = 0; i < meters_end; i++) {
        struct running *meter = &meters[i];
        if (is_copied && counts_block(meter, block)) {
            lift(&meter->peak_moving_bytes, meter->live_bytes + block->bytes);
        }
        if (counts_block(meter, old)) {
            meter->live_blocks--;
            meter->live_bytes -= old->bytes;
        }
        if (counts_block(meter, block)) {
            meter->live_blocks++;
            meter->live_bytes += block->bytes;
        }
        lift(&meter->peak_live_bytes, meter->live_bytes);
        lift(&meter->peak_moving_bytes, meter->live_bytes);
    }
    if (old != NULL) {
        test_blocks_remove(old);
    }
}

/* Notes one call of this thread; true where it has a meter that runs. */
static bool note_call(void) {
    bool is_metered = false;
    for (size_t i = 0; i < meters_end; i++) {
        if (meters[i].id != 0 && meters[i].thread == own_thread()) {
            is_metered = true;
        } else if (meters[i].id != 0) {
            meters[i].other_calls++;
        }
    }
    return is_metered;
}

static uint64_t least(uint64_t one, uint64_t other) {
    return one < other ? one : other;
}

static void add_to_own(size_t offset, uint64_t amount) {
    for (size_t i = 0; i < meters_end; i++) {
        if (meters[i].id != 0 && meters[i].thread == own_thread()) {
            uint64_t *counter = (uint64_t *)(void *)((char *)&meters[i] + offset);
            *counter += amount;
        }
    }
}

/* The record of a block that this thread has just got; NULL where it has no meter. */
static struct test_block *record(void *address, uint64_t bytes) {
    self.made = (uintptr_t)address;
    self.made_bytes = bytes;
    self.allocations++;
    struct test_block *block = test_blocks_add((uintptr_t)address);
    if (block == NULL) {
        add_to_own(offsetof(struct running, lost), 1);
        return NULL;
    }
    block->bytes = bytes;
    block->ordinal = self.allocations;
    block->thread = own_thread();
    return block;
}

void trace_observe_made(void *block, size_t bytes) {
    if (is_idle()) {
        return;
    }
    lock();
    if (note_call()) {
        struct test_block *old = test_blocks_find((uintptr_t)block); /* freed past the hooks */
        exchange(old, record(block, bytes), false);
    }
    unlock();
}

void trace_observe_freed(void *block, uint64_t bytes) {
    if (is_idle()) {
        return;
    }
    lock();
    if (note_call() && self.made != 0 && self.made != (uintptr_t)block) {
        add_to_own(offsetof(struct running, replaced_bytes), least(bytes, self.made_bytes));
    }
    self.made = 0;
    exchange(test_blocks_find((uintptr_t)block), NULL, false);
    unlock();
}

/* A chunk of glibc's malloc that has a mapping of its own says so in front of the block. */
static bool is_mapped_by_glibc(const void *block) {
    const char *name = strrchr(trace_state->next_malloc, '/');
    if (name == NULL || strncmp(name, "/libc.so", strlen("/libc.so")) != 0) {
        return false;
    }
    enum { IS_MMAPPED = 2 };
    size_t size;
    memcpy(&size, (const char *)block - sizeof size, sizeof size);
    return (size & IS_MMAPPED) != 0;
}

/* Its address is nobody's from here on: the real function may give it to another thread. */
void trace_observe_leaving(void *block) {
    self.leaving = NULL;
    if (is_idle()) {
        return;
    }
    self.leaving_is_mapped = is_mapped_by_glibc(block);
    self.leaving_address = (uintptr_t)block;
    lock();
    self.leaving = test_blocks_find((uintptr_t)block);
    self.leaving_generation = generation;
    if (self.leaving != NULL) {
        test_blocks_move(self.leaving, 0);
    }
    unlock();
}

static struct test_block *come_back(void) {
    struct test_block *block = self.leaving_generation == generation ? self.leaving : NULL;
    self.leaving = NULL;
    return block;
}

void trace_observe_stayed(void) {
    if (self.leaving != NULL) {
        lock();
        struct test_block *block = come_back();
        if (block != NULL) {
            test_blocks_move(block, self.leaving_address);
        }
        unlock();
    }
}

void trace_observe_resized(void *block, size_t bytes, uint64_t moved) {
    if (is_idle()) {
        return;
    }
    lock();
    struct test_block *old = come_back(), *now = NULL;
    bool is_remapped = block != NULL && self.leaving_is_mapped && is_mapped_by_glibc(block);
    if (note_call() && block != NULL) {
        now = record(block, bytes);
        add_to_own(offsetof(struct running, remapped_bytes), is_remapped ? least(moved, bytes) : 0);
    }
    self.made = 0;
    exchange(old, now, moved > 0 && !is_remapped);
    unlock();
}

static struct running *find(uint64_t id) {
    for (size_t i = 0; i < meters_end; i++) {
        if (id != 0 && meters[i].id == id) {
            return &meters[i];
        }
    }
    return NULL;
}

static void give_up(struct running *meter) {
    meter->id = 0;
    if (--running_count == 0) {
        test_blocks_clear();
        generation++;
    }
}

static struct running *take_place(void) {
    struct running *oldest = &meters[0];
    for (size_t i = 0; i < METERS_MOST && oldest->id != 0; i++) {
        if (meters[i].id < oldest->id) {
            oldest = &meters[i];
        }
    }
    if (oldest->id != 0) {
        give_up(oldest);
    }
    size_t end = (size_t)(oldest - meters) + 1;
    meters_end = end > meters_end ? end : meters_end;
    return oldest;
}

HR_EXPORT void hr_test_begin(struct hr_test_meter *meter) {
    static uint64_t last_id;
    *meter = (struct hr_test_meter){.unsupported = hr_test_unsupported()};
    const struct trace_slot *slot = meter->unsupported == NULL ? trace_slot() : NULL;
    if (slot == NULL) {
        if (meter->unsupported == NULL) {
            meter->unsupported = "more threads are running than the library can count in";
        }
        return;
    }
    leave_parent();
    lock();
    struct running *place = take_place();
    *place = (struct running){.id = ++last_id, .thread = own_thread(), .begin = self.allocations};
    self.made = 0;
    place->before = *slot;
    meter->id = place->id;
    __atomic_store_n(&running_count, running_count + 1, __ATOMIC_RELAXED);
    unlock();
}

/* What is left, the oldest first to be told. */
static void look_for_left(const struct running *meter, struct hr_test_counts *counts) {
    for (struct test_block *block = test_blocks_newest(); block != NULL;
         block = test_blocks_before(block)) {
        if (counts_block(meter, block)) {
            counts->first_left_ordinal = block->ordinal - meter->begin;
            memmove(&counts->left_bytes[1], &counts->left_bytes[0],
                    sizeof counts->left_bytes - sizeof counts->left_bytes[0]);
            counts->left_bytes[0] = block->bytes;
        }
    }
}

static uint64_t sum_maps(const struct trace_slot *slot) {
    uint64_t calls = 0;
    for (int kind = 0; kind < TRACE_MAPS; kind++) {
        calls += slot->maps[kind];
    }
    return calls - slot->nested_maps;
}

static void give_counts(const struct running *meter, const struct trace_slot *now,
                        struct hr_test_counts *counts) {
    const struct trace_slot *before = &meter->before;
    *counts = (struct hr_test_counts){
        .malloc_calls = now->calls[TRACE_MALLOC] - before->calls[TRACE_MALLOC],
        .calloc_calls = now->calls[TRACE_CALLOC] - before->calls[TRACE_CALLOC],
        .realloc_calls = now->realloc_calls - before->realloc_calls,
        .aligned_calls = now->calls[TRACE_ALIGNED] - before->calls[TRACE_ALIGNED],
        .free_calls = now->frees - before->frees,
        .failed_calls = now->failed - before->failed,
        .total_bytes = now->bytes - before->bytes,
        .live_blocks = meter->live_blocks,
        .live_bytes = meter->live_bytes,
        .peak_live_bytes = meter->peak_live_bytes,
        .peak_moving_bytes = meter->peak_moving_bytes,
        .readdressed_bytes = now->readdressed - before->readdressed,
        .remapped_bytes = meter->remapped_bytes,
        .replaced_bytes = meter->replaced_bytes,
        .map_calls = sum_maps(now) - sum_maps(before),
        .other_calls = meter->other_calls,
    };
    counts->allocations = counts->malloc_calls + counts->calloc_calls + counts->aligned_calls +
                          now->realloc_allocs - before->realloc_allocs;
}

static const char *why_wrong(const struct running *meter, const struct trace_slot *now) {
    if (meter == NULL) {
        return "this meter was given up, ended by another thread, or ended with an outer one";
    }
    if (now == NULL || now->region != meter->before.region || now->tid != meter->before.tid) {
        return "a meter began in another process or region than it ended in";
    }
    if (meter->lost != 0 || now->dropped != meter->before.dropped) {
        return "there were more blocks than the library can remember";
    }
    return NULL;
}

HR_EXPORT void hr_test_end(struct hr_test_meter *meter) {
    if (meter->id == 0) {
        return;
    }
    const struct trace_slot *slot = trace_slot();
    if (slot != NULL) {
        leave_parent();
    }
    lock();
    struct running *found = find(meter->id);
    struct running *own = found != NULL && found->thread == own_thread() ? found : NULL;
    meter->unsupported = why_wrong(own, slot);
    if (meter->unsupported == NULL) {
        meter->has_counts = true;
        give_counts(own, slot, &meter->counts);
        look_for_left(own, &meter->counts);
    }
    for (size_t i = 0; i < meters_end && own != NULL; i++) {
        if (meters[i].id > meter->id && meters[i].thread == own->thread) {
            give_up(&meters[i]);
        }
    }
    if (own != NULL) {
        give_up(own);
    }
    meter->id = 0;
    unlock();
}

uint64_t test_watch_live_bytes(const struct hr_test_meter *meter) {
    lock();
    const struct running *found = find(meter->id);
    uint64_t bytes = found != NULL ? found->live_bytes : 0;
    unlock();
    return bytes;
}
