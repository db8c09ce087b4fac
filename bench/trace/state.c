/*
 * state.c - getting the shared mapping: from the launcher's descriptor, as a file of this process's
 * own, or anonymous. A file whose space cannot be had is given up: writing to a hole on a full disk
 * would kill the program.
 */
#include "state_open.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "pages.h"

enum { NAME_BYTES = 4096, FILES_MAX = 10000 };

static struct trace_state *map(int descriptor) {
    int flags = descriptor < 0 ? MAP_SHARED | MAP_ANONYMOUS : MAP_SHARED;
    return trace_pages_map(NULL, sizeof(struct trace_state), flags, descriptor);
}

static void unmap(struct trace_state *state) {
    (void)syscall(SYS_munmap, state, sizeof *state);
}

/* Beyond the limit of a file's size the kernel would not only refuse, but send SIGXFSZ. */
static bool has_space(int descriptor) {
    struct rlimit limit;
    if (syscall(SYS_prlimit64, 0, RLIMIT_FSIZE, NULL, &limit) != 0 ||
        limit.rlim_cur < sizeof(struct trace_state)) {
        return false;
    }
    return syscall(SYS_fallocate, descriptor, 0, (off_t)0, (off_t)sizeof(struct trace_state)) == 0;
}

static void fill(struct trace_state *state) {
    state->version = TRACE_VERSION;
    state->bytes = sizeof *state;
    state->region = 1;
    __atomic_store_n(&state->magic, TRACE_MAGIC, __ATOMIC_RELEASE);
}

/* Decimal digits of a number, without stdio. Returns the end of the text. */
static char *append_number(char *end, uint64_t number) {
    char digits[24];
    size_t count = 0;
    do {
        digits[count++] = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    while (count > 0) {
        *end++ = digits[--count];
    }
    *end = '\0';
    return end;
}

/* PREFIX.PID. into name; where the K goes, or NULL when it is too long. */
static char *append_pid(char *name, const char *prefix, uint32_t pid) {
    size_t length = strlen(prefix);
    if (length == 0 || length + 40 > NAME_BYTES) {
        return NULL;
    }
    memcpy(name, prefix, length);
    name[length] = '.';
    char *end = append_number(name + length + 1, pid);
    *end++ = '.';
    return end;
}

/* A file without a name in the folder of `name`; -1 where the file system has none such. */
static int open_nameless(const char *name) {
    char folder[NAME_BYTES];
    const char *slash = strrchr(name, '/');
    size_t length = slash == NULL ? 0 : (size_t)(slash - name) + 1;
    memcpy(folder, name, length);
    folder[length] = '.';
    folder[length + 1] = '\0';
    return (int)syscall(SYS_openat, AT_FDCWD, folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
}

/* Gives the complete file the first free name: never one that exists. */
static bool publish(int descriptor, char *name, char *end) {
    char own[64] = "/proc/self/fd/";
    (void)append_number(own + strlen(own), (uint64_t)descriptor);
    for (uint64_t k = 0; k < FILES_MAX; k++) {
        (void)append_number(end, k);
        if (syscall(SYS_linkat, AT_FDCWD, own, AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0) {
            return true;
        }
        if (errno != EEXIST) {
            return false;
        }
    }
    return false;
}

static struct trace_state *open_file(const char *prefix, uint32_t pid) {
    char name[NAME_BYTES];
    char *end = append_pid(name, prefix, pid);
    int descriptor = end != NULL ? open_nameless(name) : -1;
    if (descriptor < 0) {
        return NULL;
    }
    struct trace_state *state = has_space(descriptor) ? map(descriptor) : NULL;
    if (state != NULL) {
        state->pid = pid;
        fill(state);
        if (!publish(descriptor, name, end)) {
            unmap(state);
            state = NULL;
        }
    }
    (void)syscall(SYS_close, descriptor);
    return state;
}

/* The number in text, or -1. */
static int parse_descriptor(const char *text) {
    int number = 0;
    if (*text == '\0' || strlen(text) > 7) {
        return -1;
    }
    for (; *text != '\0'; text++) {
        if (*text < '0' || *text > '9') {
            return -1;
        }
        number = number * 10 + (*text - '0');
    }
    return number;
}

/* NULL where another process has it already, or the descriptor is no such file. */
static struct trace_state *claim_descriptor(const char *text, uint32_t pid) {
    int descriptor = parse_descriptor(text);
    struct stat status;
    if (descriptor < 0 || fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode) ||
        status.st_size != (off_t)sizeof(struct trace_state) || !has_space(descriptor)) {
        return NULL;
    }
    struct trace_state *state = map(descriptor);
    uint32_t nobody = 0;
    if (state != NULL && !__atomic_compare_exchange_n(&state->pid, &nobody, pid, false,
                                                      __ATOMIC_SEQ_CST, __ATOMIC_RELAXED)) {
        unmap(state);
        return NULL;
    }
    if (state != NULL) {
        fill(state);
    }
    return state;
}

struct trace_state *trace_state_open(void) {
    uint32_t pid = (uint32_t)syscall(SYS_getpid);
    const char *descriptor = getenv(TRACE_FD_VARIABLE);
    const char *prefix = getenv(TRACE_FILE_VARIABLE);
    struct trace_state *state = NULL;
    if (descriptor != NULL) {
        state = claim_descriptor(descriptor, pid);
    }
    if (state == NULL && prefix != NULL) {
        return open_file(prefix, pid);
    }
    if (state == NULL) {
        state = map(-1);
        if (state != NULL) {
            state->pid = pid;
            fill(state);
        }
    }
    return state;
}
