/*
 * sum.c - from the slots of the threads to the counts of the process.
 */
#include <string.h>

#include "state.h"

static uint64_t load(const uint64_t *value) {
    return __atomic_load_n(value, __ATOMIC_RELAXED);
}

static int64_t load_signed(const int64_t *value) {
    return __atomic_load_n(value, __ATOMIC_RELAXED);
}

static uint64_t at_least_zero(int64_t value) {
    return value > 0 ? (uint64_t)value : 0;
}

/* What the slots of a region say together of one quantity. */
struct levels {
    int64_t live, peaks, lows;
    int64_t best; /* highest peak - low of one slot */
};

static void add_level(struct levels *levels, const struct trace_level *level) {
    int64_t peak = load_signed(&level->peak), low = load_signed(&level->low);
    levels->live += load_signed(&level->live);
    levels->peaks += peak;
    levels->lows += low;
    if (peak - low > levels->best) {
        levels->best = peak - low;
    }
}

/*
 * When slot i was at its peak, every other was at least at its low: the sum was at least
 * peak_i - low_i + all lows. It was never above the sum of all peaks. It was what it is now.
 */
static void give_peak(const struct levels *levels, uint64_t *low, uint64_t *high) {
    int64_t proven = levels->best + levels->lows;
    *low = at_least_zero(proven > levels->live ? proven : levels->live);
    *high = at_least_zero(levels->peaks);
}

static void add_heap(const struct trace_slot *slot, struct trace_counts *counts) {
    uint64_t made = 0;
    for (int kind = 0; kind < TRACE_KINDS; kind++) {
        made += load(&slot->calls[kind]);
    }
    counts->malloc_calls += load(&slot->calls[TRACE_MALLOC]);
    counts->calloc_calls += load(&slot->calls[TRACE_CALLOC]);
    counts->aligned_calls += load(&slot->calls[TRACE_ALIGNED]);
    counts->realloc_calls += load(&slot->realloc_calls);
    counts->free_calls += load(&slot->frees);
    counts->failed_calls += load(&slot->failed);
    counts->heap_allocs += made + load(&slot->realloc_allocs);
    counts->heap_frees += load(&slot->frees) + load(&slot->realloc_frees);
    counts->heap_bytes += load(&slot->bytes);
    counts->foreign_frees += load(&slot->foreign_frees);
    counts->foreign_bytes += load(&slot->foreign_bytes);
    counts->readdressed_bytes += load(&slot->readdressed);
    counts->dropped += load(&slot->dropped);
    counts->threads += __atomic_load_n(&slot->owners, __ATOMIC_RELAXED);
}

static void add_maps(const struct trace_slot *slot, struct trace_counts *counts) {
    counts->mmap_calls += load(&slot->maps[TRACE_MMAP]);
    counts->mremap_calls += load(&slot->maps[TRACE_MREMAP]);
    counts->munmap_calls += load(&slot->maps[TRACE_MUNMAP]);
    counts->madvise_calls += load(&slot->maps[TRACE_MADVISE]);
    counts->mmap_bytes += load(&slot->mmap_bytes);
    counts->munmap_bytes += load(&slot->munmap_bytes);
    counts->mremap_grown_bytes += load(&slot->grown_bytes);
    counts->mremap_shrunk_bytes += load(&slot->shrunk_bytes);
    counts->nested_map_calls += load(&slot->nested_maps);
}

void trace_state_sum(const struct trace_state *state, struct trace_counts *counts) {
    struct levels requested = {0};
    int64_t blocks = 0, usable = 0;
    if (__atomic_load_n(&state->is_ended, __ATOMIC_ACQUIRE) != 0) {
        *counts = state->ended;
        return;
    }
    memset(counts, 0, sizeof *counts);
    uint64_t region = load(&state->region);
    uint32_t used = __atomic_load_n(&state->used, __ATOMIC_ACQUIRE);
    for (uint32_t i = 0; i < used && i < TRACE_SLOTS; i++) {
        const struct trace_slot *slot = &state->slots[i];
        if (__atomic_load_n(&slot->region, __ATOMIC_ACQUIRE) == region) {
            add_heap(slot, counts);
            add_maps(slot, counts);
            add_level(&requested, &slot->requested);
            usable += load_signed(&slot->usable);
            blocks += load_signed(&slot->blocks);
        }
    }
    counts->dropped += load(&state->unslotted);
    counts->live_blocks = at_least_zero(blocks);
    counts->live_bytes = at_least_zero(requested.live);
    counts->live_usable_bytes = at_least_zero(usable);
    give_peak(&requested, &counts->peak_live_bytes_low, &counts->peak_live_bytes_high);
}
