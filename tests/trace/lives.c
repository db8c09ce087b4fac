/*
 * lives.c - what is left of a traced process when it ends: by _exit or kill -9 at any instant, by
 * exec; and what becomes of one whose counts have no room.
 *
 *   trace-lives TRACER FOLDER [MALLOC]   starts itself as the victims below, reads their counts
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "trace/state.h"

enum { ROUNDS = 30, MOST_PAIRS = 20000, EXECED = 10, HELD = 100, UNTRACED = 5 };

/* What a victim says it has done; shared with it. */
struct diary {
    uint64_t is_begun, pairs;
};

static struct diary *diary;
static char preload[4096], prefix[2048], diary_name[2048];
static int failures;

static void expect(int is_right, const char *what, uint64_t found, uint64_t wanted) {
    if (!is_right) {
        printf("%s: %llu, not %llu\n", what, (unsigned long long)found, (unsigned long long)wanted);
        failures++;
    }
}

static void expect_equal(const char *what, uint64_t found, uint64_t wanted) {
    expect(found == wanted, what, found, wanted);
}

static struct diary *open_diary(const char *name) {
    int file = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0 || ftruncate(file, sizeof(struct diary)) != 0) {
        abort();
    }
    void *pages = mmap(NULL, sizeof(struct diary), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    return pages == MAP_FAILED ? NULL : pages;
}

/* The victims. */

static void *kept(void *block) {
    __asm__ volatile("" : "+r"(block) : : "memory");
    return block;
}

static int is_traced(void) {
    trace_in_path_fn *is_in_path = NULL;
    *(void **)&is_in_path = dlsym(RTLD_DEFAULT, TRACE_IN_PATH_SYMBOL);
    return is_in_path != NULL && is_in_path();
}

static void begin(void) {
    trace_mark_fn *mark = NULL;
    *(void **)&mark = dlsym(RTLD_DEFAULT, TRACE_BEGIN_SYMBOL);
    if (mark == NULL || !is_traced()) {
        _exit(UNTRACED);
    }
    mark();
}

static void make_pairs(uint64_t count) {
    for (uint64_t i = 0; i < count; i++) {
        free(kept(malloc(32)));
        __atomic_store_n(&diary->pairs, i + 1, __ATOMIC_RELEASE);
    }
}

static void be_pairs(uint64_t count) {
    begin();
    __atomic_store_n(&diary->is_begun, 1, __ATOMIC_RELEASE);
    make_pairs(count);
    _exit(0);
}

static void be_execed(char *program) {
    begin();
    make_pairs(EXECED);
    execl("/proc/self/exe", program, "pairs", diary_name, "77", (char *)NULL);
    _exit(127);
}

static void be_holder(void) {
    begin();
    for (int i = 0; i < HELD; i++) {
        (void)kept(malloc(48));
    }
    _exit(0);
}

/* Its counts have no folder; once there is one, its child's have. */
static void be_parent(const char *folder) {
    if (is_traced() || mkdir(folder, 0700) != 0) {
        _exit(1);
    }
    pid_t child = fork();
    if (child == 0) {
        free(kept(malloc(8)));
        _exit(is_traced() ? 0 : UNTRACED);
    }
    int status = -1;
    (void)waitpid(child, &status, 0);
    _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 2);
}

static int be_victim(char **argv) {
    (void)snprintf(diary_name, sizeof diary_name, "%s", argv[2]);
    diary = open_diary(diary_name);
    if (strcmp(argv[1], "pairs") == 0) {
        be_pairs(strtoul(argv[3], NULL, 10));
    } else if (strcmp(argv[1], "execed") == 0) {
        be_execed(argv[0]);
    } else if (strcmp(argv[1], "holder") == 0) {
        be_holder();
    } else if (strcmp(argv[1], "parent") == 0) {
        be_parent(argv[3]);
    }
    return 2;
}

/* Who starts them. */

static pid_t start(const char *what, const char *argument) {
    memset(diary, 0, sizeof *diary);
    pid_t child = fork();
    if (child == 0) {
        (void)setenv("LD_PRELOAD", preload, 1);
        execl("/proc/self/exe", "trace-lives", what, diary_name, argument, (char *)NULL);
        _exit(127);
    }
    return child;
}

static int end_of(pid_t child) {
    int status = -1;
    (void)waitpid(child, &status, 0);
    return status;
}

static int exit_of(const char *what, const char *argument) {
    int status = end_of(start(what, argument));
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

static int sum_file(int file, struct trace_counts *counts) {
    const struct trace_state *state = mmap(NULL, sizeof *state, PROT_READ, MAP_SHARED, file, 0);
    struct stat status;
    if (state == MAP_FAILED) {
        return 0;
    }
    int is_whole = fstat(file, &status) == 0 && status.st_size == (off_t)sizeof *state &&
                   state->magic == TRACE_MAGIC && state->bytes == sizeof *state;
    trace_state_sum(state, counts);
    (void)munmap((void *)(uintptr_t)state, sizeof *state);
    return is_whole;
}

/* False where the victim never had such a file. */
static int sum_of(pid_t victim, int k, struct trace_counts *counts) {
    char name[4096];
    (void)snprintf(name, sizeof name, "%s.%d.%d", prefix, (int)victim, k);
    int file = open(name, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return 0;
    }
    expect(sum_file(file, counts), "a file of counts that is whole", 0, 1);
    close(file);
    return 1;
}

static uint64_t random_below(uint64_t most) {
    return (uint64_t)random() % most;
}

static void await_pairs(pid_t victim, uint64_t pairs) {
    siginfo_t info = {0};
    while (__atomic_load_n(&diary->pairs, __ATOMIC_ACQUIRE) < pairs && info.si_pid == 0) {
        (void)waitid(P_PID, (id_t)victim, &info, WEXITED | WNOHANG | WNOWAIT);
    }
}

/* What was acknowledged is there; at most the call it died in is there besides. */
static void check_killed(void) {
    for (int round = 0; round < ROUNDS; round++) {
        struct trace_counts counts;
        pid_t victim = start("pairs", "100000000");
        await_pairs(victim, random_below(MOST_PAIRS));
        (void)kill(victim, SIGKILL);
        int status = end_of(victim);
        expect_equal("the signal", WIFSIGNALED(status) ? (uint64_t)WTERMSIG(status) : 0, SIGKILL);
        int is_there = sum_of(victim, 0, &counts);
        if (diary->is_begun == 0) {
            continue; /* killed on its way to the start: the file is whole, or not there */
        }
        expect(is_there, "a file of counts", 0, 1);
        uint64_t pairs = diary->pairs;
        expect(is_there && counts.malloc_calls - pairs <= 1, "mallocs of a killed one",
               counts.malloc_calls, pairs);
        expect(is_there && counts.free_calls - pairs <= 1, "frees of a killed one",
               counts.free_calls, pairs);
    }
}

static void check_ended(void) {
    for (int round = 0; round < ROUNDS; round++) {
        char text[32];
        struct trace_counts counts = {0};
        uint64_t pairs = random_below(MOST_PAIRS);
        (void)snprintf(text, sizeof text, "%llu", (unsigned long long)pairs);
        pid_t victim = start("pairs", text);
        expect_equal("_exit", (uint64_t)end_of(victim), 0);
        expect(sum_of(victim, 0, &counts), "a file of counts", 0, 1);
        expect_equal("mallocs until _exit", counts.malloc_calls, pairs);
        expect_equal("frees until _exit", counts.free_calls, pairs);
    }
}

static void check_execed(void) {
    struct trace_counts before = {0}, after = {0}, none;
    pid_t victim = start("execed", "");
    expect_equal("exec", (uint64_t)end_of(victim), 0);
    expect(sum_of(victim, 0, &before) && sum_of(victim, 1, &after), "both files", 0, 1);
    expect_equal("mallocs before exec", before.malloc_calls, EXECED);
    expect_equal("mallocs after exec", after.malloc_calls, 77);
    expect(!sum_of(victim, 2, &none), "a third file", 1, 0);
}

static void check_full_table(void) {
    struct trace_counts counts = {0};
    (void)setenv(TRACE_TABLE_VARIABLE, "16", 1);
    pid_t victim = start("holder", "");
    (void)unsetenv(TRACE_TABLE_VARIABLE);
    expect_equal("a full table", (uint64_t)end_of(victim), 0);
    expect(sum_of(victim, 0, &counts), "a file of counts", 0, 1);
    expect_equal("mallocs with a full table", counts.malloc_calls, HELD);
    expect(counts.dropped >= HELD - 16, "dropped", counts.dropped, HELD - 16);
    expect_equal("held and dropped", counts.live_blocks + counts.dropped, HELD);
}

static void check_descriptor(const char *folder) {
    char name[4096], number[32];
    struct trace_counts counts = {0};
    (void)snprintf(name, sizeof name, "%s/given", folder);
    int file = open(name, O_RDWR | O_CREAT | O_TRUNC, 0600);
    expect_equal("its space", (uint64_t)posix_fallocate(file, 0, sizeof(struct trace_state)), 0);
    (void)snprintf(number, sizeof number, "%d", file);
    (void)setenv(TRACE_FD_VARIABLE, number, 1);
    pid_t victim = start("execed", "");
    (void)unsetenv(TRACE_FD_VARIABLE);
    expect_equal("with a descriptor", (uint64_t)end_of(victim), 0);
    expect(sum_file(file, &counts), "a whole descriptor", 0, 1);
    expect_equal("mallocs in the descriptor", counts.malloc_calls, EXECED);
    expect(sum_of(victim, 0, &counts), "a file for what it became", 0, 1);
    expect_equal("mallocs after it", counts.malloc_calls, 77);
    close(file);
}

/* Without room the program runs, and is_in_path is false. */
static void check_no_room(const char *folder) {
    char missing[4096];
    struct rlimit before, small;
    (void)snprintf(missing, sizeof missing, "%s/later", folder);
    (void)snprintf(prefix, sizeof prefix, "%s/later/counts", folder);
    (void)setenv(TRACE_FILE_VARIABLE, prefix, 1);
    expect_equal("no folder", (uint64_t)exit_of("pairs", "5"), UNTRACED);
    expect_equal("a folder for the child", (uint64_t)exit_of("parent", missing), 0);
    (void)snprintf(prefix, sizeof prefix, "%s/counts", folder);
    (void)setenv(TRACE_FILE_VARIABLE, prefix, 1);
    (void)getrlimit(RLIMIT_FSIZE, &before);
    small = before;
    small.rlim_cur = 65536;
    (void)setrlimit(RLIMIT_FSIZE, &small);
    expect_equal("small files only", (uint64_t)exit_of("pairs", "5"), UNTRACED);
    (void)setrlimit(RLIMIT_FSIZE, &before);
    if (getenv("FULL_DISK") != NULL) {
        (void)snprintf(prefix, sizeof prefix, "%s/counts", getenv("FULL_DISK"));
        (void)setenv(TRACE_FILE_VARIABLE, prefix, 1);
        expect_equal("a full disk", (uint64_t)exit_of("pairs", "5"), UNTRACED);
    } else {
        puts("NOT TESTED on a full disk, only with a limit: no small file system was given");
    }
}

int main(int argc, char **argv) {
    if (argc == 4 && argv[1][0] != '/') {
        return be_victim(argv);
    }
    if (argc < 3) {
        return 2;
    }
    unsigned seed = (unsigned)getpid();
    srandom(seed);
    (void)snprintf(preload, sizeof preload, "%s %s", argv[1], argc > 3 ? argv[3] : "");
    (void)snprintf(prefix, sizeof prefix, "%s/counts", argv[2]);
    (void)snprintf(diary_name, sizeof diary_name, "%s/diary", argv[2]);
    (void)setenv(TRACE_FILE_VARIABLE, prefix, 1);
    diary = open_diary(diary_name);
    check_killed();
    check_ended();
    check_execed();
    check_full_table();
    check_descriptor(argv[2]);
    check_no_room(argv[2]);
    printf("%d differences, seed %u\n", failures, seed);
    return failures != 0;
}
