/*
 * counting.c - the block ledger: passes every request on and counts it once the parent has said
 * yes.
 */
#include <headroom/allocator.h>

static void raise_to(uint64_t *highest, uint64_t value) {
    if (value > *highest) {
        *highest = value;
    }
}

static void count_allocation(struct hr_block_counts *counts, size_t bytes) {
    counts->allocate_calls++;
    counts->total_bytes += bytes;
    counts->requested_bytes += bytes;
    counts->live_bytes += bytes;
    counts->live_blocks++;
    raise_to(&counts->peak_live_bytes, counts->live_bytes);
    raise_to(&counts->peak_moving_bytes, counts->live_bytes);
    raise_to(&counts->peak_live_blocks, counts->live_blocks);
}

static void count_release(struct hr_block_counts *counts, size_t bytes) {
    counts->release_calls++;
    counts->live_bytes -= bytes;
    counts->live_blocks--;
}

/* Contents got another address; what that meant for them was asked before. */
static void count_move(struct hr_block_counts *counts, size_t old_bytes, size_t new_bytes,
                       enum hr_move move) {
    size_t kept = old_bytes < new_bytes ? old_bytes : new_bytes;
    counts->readdressed_bytes += kept;
    if (move == HR_MOVE_COPIES) {
        counts->copied_bytes += kept;
    } else if (move == HR_MOVE_UNKNOWN) {
        counts->unknown_bytes += kept;
    }
    if (move != HR_MOVE_REMAPS) {
        raise_to(&counts->peak_moving_bytes, counts->live_bytes + new_bytes);
    }
}

static void count_size(struct hr_block_counts *counts, size_t old_bytes, size_t new_bytes) {
    counts->resize_calls++;
    counts->total_bytes += new_bytes > old_bytes ? new_bytes - old_bytes : 0;
    counts->requested_bytes += new_bytes;
    counts->live_bytes = counts->live_bytes - old_bytes + new_bytes;
    raise_to(&counts->peak_live_bytes, counts->live_bytes);
    raise_to(&counts->peak_moving_bytes, counts->live_bytes);
}

static void *counting_resize(void *context, void *block, size_t old_bytes, size_t new_bytes) {
    struct hr_counting_allocator *counting = context;
    const struct hr_allocator *parent = counting->parent;
    if (new_bytes == 0) {
        hr_release(parent, block, old_bytes);
        if (block != NULL) {
            count_release(&counting->counts, old_bytes);
        }
        return NULL;
    }
    enum hr_move move =
        block == NULL ? HR_MOVE_COPIES : parent->move(parent->context, block, old_bytes, new_bytes);
    uintptr_t old_address = (uintptr_t)block;
    void *result = parent->resize(parent->context, block, old_bytes, new_bytes);
    if (result == NULL) {
        counting->counts.failed_calls++;
    } else if (old_address == 0) {
        count_allocation(&counting->counts, new_bytes);
    } else {
        if ((uintptr_t)result != old_address) {
            count_move(&counting->counts, old_bytes, new_bytes, move);
        }
        count_size(&counting->counts, old_bytes, new_bytes);
    }
    return result;
}

static size_t counting_good_size(void *context, size_t bytes) {
    const struct hr_counting_allocator *counting = context;
    return hr_good_size(counting->parent, bytes);
}

static enum hr_move counting_move(void *context, const void *block, size_t old_bytes,
                                  size_t new_bytes) {
    const struct hr_counting_allocator *counting = context;
    return counting->parent->move(counting->parent->context, block, old_bytes, new_bytes);
}

void hr_counting_allocator_init(struct hr_counting_allocator *counting,
                                const struct hr_allocator *parent) {
    *counting = (struct hr_counting_allocator){
        .allocator =
            {
                .name = "counting",
                .summary = "keeps the block ledger of another allocator",
                .resize = counting_resize,
                .good_size = counting_good_size,
                .move = counting_move,
                .context = counting,
            },
        .parent = parent,
    };
}

void hr_counting_allocator_begin(struct hr_counting_allocator *counting) {
    uint64_t live_bytes = counting->counts.live_bytes;
    uint64_t live_blocks = counting->counts.live_blocks;
    counting->counts = (struct hr_block_counts){
        .live_bytes = live_bytes,
        .peak_live_bytes = live_bytes,
        .peak_moving_bytes = live_bytes,
        .live_blocks = live_blocks,
        .peak_live_blocks = live_blocks,
    };
}
