/*
 * arena.h - an allocator whose blocks are given back all at once, as with the pools of APR and
 * nginx: what a resize leaves behind and what is released stays abandoned until then.
 *
 *     struct hr_arena arena;
 *     hr_arena_init(&arena, hr_allocator_find("heap"), HR_ARENA_CHUNK_BYTES);
 *     int *block = hr_allocate(&arena.allocator, 100 * sizeof *block);
 *     hr_arena_reset(&arena);    (the request has ended: block is gone)
 *     hr_arena_clean_up(&arena);
 */
#ifndef HEADROOM_ARENA_H
#define HEADROOM_ARENA_H

#include <stdbool.h>
#include <stddef.h>

#include <headroom/allocator.h>
#include <headroom/attributes.h>

HR_BEGIN_C

enum {
    HR_ARENA_CHUNK_BYTES = 64 * 1024, /* nginx 1.22.1 takes 16 KiB, APR 1.7.2 at least 8 KiB */
    HR_ARENA_ALIGNMENT = 16,          /* of every block, and the step of their sizes */
};

/* All in bytes as they lie there, rounded up to the alignment, except the blocks. What is neither
 * live nor abandoned of the bytes held is free, lost at the end of a chunk, or a chunk's header. */
struct hr_arena_footprint {
    size_t live_blocks;
    size_t live_bytes;      /* of blocks not released */
    size_t abandoned_bytes; /* of blocks released, left by a resize, or cut off by one */
    size_t held_bytes;      /* asked of the parent */
};

struct hr_arena_chunk; /* a block of the parent: a header of two words, then blocks */

struct hr_arena {
    struct hr_allocator allocator; /* use this one; name "arena" */
    const struct hr_allocator *parent;
    size_t chunk_bytes;
    char *next;                    /* the next block, in the current chunk; NULL without one */
    size_t left;                   /* bytes from there to the end of the chunk */
    struct hr_arena_chunk *chunks; /* the current one first, where there is one */
    struct hr_arena_footprint footprint;
};

/*
 * Ready for use; owns nothing until the first block. Chunks of `chunk_bytes`, made a multiple of
 * the header of a chunk and at least one, come from `parent`, which must outlive the arena; where
 * it refuses, so does the arena, and nothing has changed. A request for more than a quarter of a
 * chunk that the current one has no room for gets a chunk of its own, so that no chunk loses more
 * than that at its end.
 *
 * A resize stays in place when the new size fits where the block lies: when it is not greater, or
 * when the block is the last of the current chunk and there is room behind it (as nginx's arrays
 * do). All others copy to a new block. Of the last block, what is cut off is free again; a release
 * only forgets. Not thread-safe; a block's address and size are never stored, so none may be
 * released twice.
 */
void hr_arena_init(struct hr_arena *arena, const struct hr_allocator *parent, size_t chunk_bytes);

/* Ends the life of all blocks; the current chunk is kept, the others go back to the parent. */
void hr_arena_reset(struct hr_arena *arena);

/* Ends the life of all blocks and gives all chunks back; the arena is as after its init. */
void hr_arena_clean_up(struct hr_arena *arena);

/* Whether the counts and the chunks agree; walks the chunks. */
bool hr_arena_is_valid(const struct hr_arena *arena);

HR_END_C

#endif
