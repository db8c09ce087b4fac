/*
 * arena.c - see headroom/arena.h; and `arena`, the one arena of the process.
 *
 * Blocks are cut from the current chunk one behind the other. Chunks are a list; while there is a
 * current one it is the first, and chunks of a single large block come behind it.
 */
#include <headroom/arena.h>

#include <stdalign.h>
#include <string.h>

#include <headroom/check.h>
#include <headroom/checked_math.h>

#include "heap.h"
#include "process_lock.h"

struct hr_arena_chunk {
    alignas(HR_ARENA_ALIGNMENT) struct hr_arena_chunk *next;
    size_t bytes; /* as asked of the parent, this header included */
};

enum { LARGE_PARTS = 4 }; /* a request that is more than this part of a chunk is large */

/* 0 where it does not fit: what wraps is less than the alignment, and rounded down. */
static size_t rounded(size_t bytes) {
    return (bytes + HR_ARENA_ALIGNMENT - 1) & ~(size_t)(HR_ARENA_ALIGNMENT - 1);
}

/* A chunk with this room for blocks, linked in where `place` points. */
static struct hr_arena_chunk *add_chunk(struct hr_arena *arena, size_t room,
                                        struct hr_arena_chunk **place) {
    size_t bytes;
    struct hr_arena_chunk *chunk =
        hr_checked_add(room, sizeof *chunk, &bytes) ? hr_allocate(arena->parent, bytes) : NULL;
    if (chunk != NULL) {
        *chunk = (struct hr_arena_chunk){.next = *place, .bytes = bytes};
        *place = chunk;
        arena->footprint.held_bytes += bytes;
    }
    return chunk;
}

/* The first block of a new chunk, `bytes` being rounded. */
HR_COLD static void *allocate_in_new_chunk(struct hr_arena *arena, size_t bytes) {
    size_t room = arena->chunk_bytes - sizeof(struct hr_arena_chunk);
    bool is_large = bytes > room / LARGE_PARTS;
    bool is_behind = is_large && arena->next != NULL;
    struct hr_arena_chunk *chunk = add_chunk(arena, is_large ? bytes : room,
                                             is_behind ? &arena->chunks->next : &arena->chunks);
    if (chunk == NULL) {
        return NULL;
    }
    if (!is_large) {
        arena->next = (char *)(chunk + 1) + bytes;
        arena->left = room - bytes;
    }
    return chunk + 1;
}

static void *allocate(struct hr_arena *arena, size_t requested) {
    size_t bytes = rounded(requested);
    void *block = arena->next;
    if (HR_LIKELY(bytes - 1 < arena->left)) {
        arena->next += bytes;
        arena->left -= bytes;
    } else if (bytes == 0 || (block = allocate_in_new_chunk(arena, bytes)) == NULL) {
        return NULL;
    }
    arena->footprint.live_blocks++;
    arena->footprint.live_bytes += bytes;
    return block;
}

static void abandon(struct hr_arena *arena, size_t bytes) {
    arena->footprint.live_blocks--;
    arena->footprint.live_bytes -= bytes;
    arena->footprint.abandoned_bytes += bytes;
}

/* Both sizes are rounded. A block of a chunk of its own never ends at `next`. */
static bool resize_in_place(struct hr_arena *arena, char *block, size_t old_bytes,
                            size_t new_bytes) {
    if (block + old_bytes == arena->next && new_bytes <= old_bytes + arena->left) {
        arena->next = block + new_bytes;
        arena->left = arena->left + old_bytes - new_bytes;
    } else if (new_bytes <= old_bytes) {
        arena->footprint.abandoned_bytes += old_bytes - new_bytes;
    } else {
        return false;
    }
    arena->footprint.live_bytes = arena->footprint.live_bytes - old_bytes + new_bytes;
    return true;
}

/* Out of line, so that those who stay in place need not save registers for it. */
HR_COLD static void *move_block(struct hr_arena *arena, const void *block, size_t old_bytes,
                                size_t new_bytes) {
    void *moved = allocate(arena, new_bytes);
    if (moved != NULL) {
        memcpy(moved, block, old_bytes);
        abandon(arena, rounded(old_bytes));
    }
    return moved;
}

static void *arena_resize(void *context, void *block, size_t old_bytes, size_t new_bytes) {
    struct hr_arena *arena = context;
    if (block == NULL) {
        return allocate(arena, new_bytes);
    }
    if (new_bytes == 0) {
        abandon(arena, rounded(old_bytes));
        return NULL;
    }
    size_t bytes = rounded(new_bytes);
    if (bytes > 0 && resize_in_place(arena, block, rounded(old_bytes), bytes)) {
        return block;
    }
    return move_block(arena, block, old_bytes, new_bytes);
}

static size_t arena_good_size(void *context, size_t bytes) {
    (void)context;
    size_t good = rounded(bytes);
    return good == 0 ? bytes : good;
}

static enum hr_move arena_move(void *context, const void *block, size_t old_bytes,
                               size_t new_bytes) {
    (void)context;
    (void)block;
    (void)old_bytes;
    (void)new_bytes;
    return HR_MOVE_COPIES;
}

void hr_arena_init(struct hr_arena *arena, const struct hr_allocator *parent, size_t chunk_bytes) {
    size_t least = sizeof(struct hr_arena_chunk);
    *arena = (struct hr_arena){
        .allocator =
            {
                .name = "arena",
                .summary = "abandons old blocks until all go at once",
                .resize = arena_resize,
                .good_size = arena_good_size,
                .move = arena_move,
                .context = arena,
            },
        .parent = parent,
        .chunk_bytes = chunk_bytes < least ? least : chunk_bytes / least * least,
    };
}

static void give_chunks(struct hr_arena *arena, struct hr_arena_chunk *chunk) {
    while (chunk != NULL) {
        struct hr_arena_chunk *next = chunk->next;
        hr_release(arena->parent, chunk, chunk->bytes);
        chunk = next;
    }
}

void hr_arena_reset(struct hr_arena *arena) {
    HR_ASSERT_EXPENSIVE(hr_arena_is_valid(arena));
    struct hr_arena_chunk *kept = arena->next != NULL ? arena->chunks : NULL;
    if (kept == NULL) {
        hr_arena_clean_up(arena);
        return;
    }
    give_chunks(arena, kept->next);
    kept->next = NULL;
    arena->next = (char *)(kept + 1);
    arena->left = kept->bytes - sizeof *kept;
    arena->footprint = (struct hr_arena_footprint){.held_bytes = kept->bytes};
}

void hr_arena_clean_up(struct hr_arena *arena) {
    HR_ASSERT_EXPENSIVE(hr_arena_is_valid(arena));
    give_chunks(arena, arena->chunks);
    arena->chunks = NULL;
    arena->next = NULL;
    arena->left = 0;
    arena->footprint = (struct hr_arena_footprint){0};
}

bool hr_arena_is_valid(const struct hr_arena *arena) {
    const struct hr_arena_footprint *footprint = &arena->footprint;
    size_t held = 0, room = 0;
    for (const struct hr_arena_chunk *chunk = arena->chunks; chunk != NULL; chunk = chunk->next) {
        held += chunk->bytes;
        room += chunk->bytes - sizeof *chunk;
    }
    bool has_current = arena->next == NULL ? arena->left == 0
                                           : arena->chunks != NULL &&
                                                 arena->next + arena->left ==
                                                     (char *)arena->chunks + arena->chunks->bytes;
    return has_current && held == footprint->held_bytes &&
           footprint->live_bytes + footprint->abandoned_bytes + arena->left <= room &&
           (footprint->live_blocks == 0) == (footprint->live_bytes == 0);
}

/* The registered one: every call takes the lock. With its last block the request has ended. */
static struct hr_arena process_arena = {
    .parent = &hr_allocator_heap,
    .chunk_bytes = HR_ARENA_CHUNK_BYTES,
};

static void *process_arena_resize(void *context, void *block, size_t old_bytes, size_t new_bytes) {
    struct hr_arena *arena = context;
    process_lock();
    void *result = arena_resize(arena, block, old_bytes, new_bytes);
    if (new_bytes == 0 && arena->footprint.live_blocks == 0) {
        hr_arena_reset(arena);
    }
    process_unlock();
    return result;
}

extern const struct hr_allocator hr_allocator_arena;
const struct hr_allocator hr_allocator_arena = {
    .name = "arena",
    .summary = "old blocks abandoned until none lives, as in APR's and nginx's pools",
    .resize = process_arena_resize,
    .good_size = arena_good_size,
    .move = arena_move,
    .context = &process_arena,
};
