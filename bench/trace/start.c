/*
 * start.c - the slow path: starting the tracer in a process or a forked child, and finding a slot
 * for a thread. Runs with signals blocked, so that a handler never finds it half done.
 */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "pages.h"
#include "resolve.h"
#include "slot.h"
#include "state_open.h"
#include "table.h"

static struct trace_gate before_start;
struct trace_gate *trace_gate = &before_start;
struct trace_state *trace_state;
_Thread_local struct trace_thread trace_thread = {.region = UINT64_MAX};

bool trace_is_begun(void) {
    return __atomic_load_n(&trace_gate, __ATOMIC_ACQUIRE) != &before_start;
}

static uint32_t own_tid(void) {
    return (uint32_t)syscall(SYS_gettid);
}

enum { SIGNAL_BYTES = 8 };

static void block_signals(uint64_t *before) {
    uint64_t all = UINT64_MAX;
    (void)syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, before, SIGNAL_BYTES);
}

static void restore_signals(const uint64_t *before) {
    (void)syscall(SYS_rt_sigprocmask, SIG_SETMASK, before, NULL, SIGNAL_BYTES);
}

/* The page by which a child knows that it is one. */
static struct trace_gate *map_gate(void) {
    enum { PAGE_BYTES = 4096 };
    struct trace_gate *gate = trace_pages_map(NULL, PAGE_BYTES, MAP_PRIVATE | MAP_ANONYMOUS, -1);
    if (gate == NULL || syscall(SYS_madvise, gate, (size_t)PAGE_BYTES, MADV_WIPEONFORK) != 0) {
        return NULL;
    }
    gate->progress = TRACE_STARTING;
    gate->starter = before_start.starter;
    return gate;
}

static size_t table_slots(void) {
    const char *text = getenv(TRACE_TABLE_VARIABLE);
    size_t slots = (size_t)1 << 26, wanted = text != NULL ? strtoul(text, NULL, 10) : 0;
    return wanted >= 16 && wanted <= slots && (wanted & (wanted - 1)) == 0 ? wanted : slots;
}

static bool start_image(void) {
    trace_resolve();
    struct trace_gate *gate = map_gate();
    if (gate == NULL || !trace_table_init(table_slots())) {
        return false;
    }
    __atomic_store_n(&trace_gate, gate, __ATOMIC_RELEASE);
    return true;
}

/*
 * The parent's counts leave the child's memory. Something else stays there, because a handler that
 * forked in the middle of a hook returns to that hook in the child too.
 */
static void abandon(struct trace_state *state) {
    (void)trace_pages_map(state, sizeof *state,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1);
}

/* Of this process image; empty until the constructor asked. */
static struct {
    bool is_in_path;
    char next_malloc[TRACE_PATH_BYTES];
} path;

static void tell_path(struct trace_state *state) {
    memcpy(state->next_malloc, path.next_malloc, sizeof state->next_malloc);
    __atomic_store_n(&state->is_in_path, path.is_in_path, __ATOMIC_RELEASE);
}

/* A child may be traced though its parent was not, and the other way round. */
static void start(void) {
    bool is_child = trace_gate != &before_start;
    bool is_ready = is_child || start_image();
    struct trace_state *state = is_ready ? trace_state_open() : NULL;
    if (is_child && trace_state != NULL) {
        abandon(trace_state);
    }
    if (state != NULL) {
        tell_path(state);
        trace_state = state;
        __atomic_store_n(&trace_gate->region, state->region, __ATOMIC_RELEASE);
    }
    __atomic_store_n(&trace_gate->progress, state != NULL ? TRACE_COUNTING : TRACE_UNTRACED,
                     __ATOMIC_RELEASE);
}

/* True when the tracer is up; false while this very thread starts it, or if it cannot be. */
static bool is_started(void) {
    struct trace_gate *gate = __atomic_load_n(&trace_gate, __ATOMIC_ACQUIRE);
    uint32_t progress = TRACE_UNTOUCHED;
    if (__atomic_compare_exchange_n(&gate->progress, &progress, TRACE_STARTING, false,
                                    __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) {
        gate->starter = own_tid();
        start();
    }
    for (;;) {
        gate = __atomic_load_n(&trace_gate, __ATOMIC_ACQUIRE);
        progress = __atomic_load_n(&gate->progress, __ATOMIC_ACQUIRE);
        if (progress != TRACE_STARTING || gate->starter == own_tid()) {
            return progress == TRACE_COUNTING;
        }
        (void)sched_yield();
    }
}

static bool is_gone(uint32_t tid) {
    return syscall(SYS_tgkill, syscall(SYS_getpid), tid, 0) != 0 && errno == ESRCH;
}

/* Takes a slot whose thread is gone, or that is this thread's own. */
static struct trace_slot *inherit_slot(uint32_t tid) {
    static uint32_t cursor;
    for (uint32_t i = 0; i < TRACE_SLOTS; i++) {
        uint32_t at = __atomic_fetch_add(&cursor, 1, __ATOMIC_RELAXED) % TRACE_SLOTS;
        struct trace_slot *slot = &trace_state->slots[at];
        uint32_t owner = __atomic_load_n(&slot->tid, __ATOMIC_RELAXED);
        if ((owner == tid || is_gone(owner)) &&
            __atomic_compare_exchange_n(&slot->tid, &owner, tid, false, __ATOMIC_SEQ_CST,
                                        __ATOMIC_RELAXED)) {
            return slot;
        }
    }
    return NULL;
}

static struct trace_slot *own_slot(bool is_same_state, uint32_t tid) {
    struct trace_slot *slot = trace_thread.slot;
    if (is_same_state && slot != NULL && slot->tid == tid) {
        return slot;
    }
    uint32_t used = __atomic_load_n(&trace_state->used, __ATOMIC_RELAXED);
    while (used < TRACE_SLOTS &&
           !__atomic_compare_exchange_n(&trace_state->used, &used, used + 1, false,
                                        __ATOMIC_SEQ_CST, __ATOMIC_RELAXED)) {
    }
    if (used < TRACE_SLOTS) {
        slot = &trace_state->slots[used];
        slot->tid = tid;
        return slot;
    }
    return inherit_slot(tid);
}

/* A slot of the same region goes on where the thread that is gone left it. */
static void enter_region(struct trace_slot *slot, uint64_t region) {
    if (slot->region != region) {
        uint32_t tid = slot->tid;
        __atomic_store_n(&slot->region, 0, __ATOMIC_RELEASE);
        memset(slot, 0, sizeof *slot);
        slot->tid = tid;
        __atomic_store_n(&slot->region, region, __ATOMIC_RELEASE);
    }
    (void)__atomic_fetch_add(&slot->owners, 1, __ATOMIC_RELAXED);
}

struct trace_slot *trace_slot_find(void) {
    static struct trace_state *state_of_slots;
    uint64_t signals;
    int error = errno;
    struct trace_slot *slot = NULL;
    if (__atomic_load_n(&trace_gate->progress, __ATOMIC_ACQUIRE) == TRACE_UNTRACED) {
        return NULL;
    }
    block_signals(&signals);
    if (is_started()) {
        bool is_same_state = __atomic_load_n(&state_of_slots, __ATOMIC_RELAXED) == trace_state;
        uint64_t region = __atomic_load_n(&trace_gate->region, __ATOMIC_RELAXED);
        __atomic_store_n(&state_of_slots, trace_state, __ATOMIC_RELAXED);
        slot = own_slot(is_same_state, own_tid());
        if (slot != NULL) {
            enter_region(slot, region);
            trace_thread.slot = slot;
            trace_thread.region = region;
        } else {
            (void)__atomic_fetch_add(&trace_state->unslotted, 1, __ATOMIC_RELAXED);
        }
    }
    restore_signals(&signals);
    errno = error;
    return slot;
}

/*
 * By now every object is bound: who answers the program, and whom the tracer calls. Untraced or
 * not, for a child may be traced.
 */
__attribute__((constructor)) static void learn_path(void) {
    int error = errno;
    struct trace_slot *slot = trace_slot();
    trace_resolve_next_path(path.next_malloc, sizeof path.next_malloc);
    path.is_in_path = trace_resolve_is_in_path();
    if (slot != NULL) {
        tell_path(trace_state);
    }
    errno = error;
}
