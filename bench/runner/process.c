/*
 * process.c - see process.h.
 *
 * The group is killed while the dead child is still a zombie, so that its number cannot belong to
 * anybody else. A grandchild may hold the pipes open: after the child's end only what lies in them
 * already is read.
 */
#include "runner/process.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "platform/clock.h"

enum {
    NS_PER_MS = 1000000,
    FIRST_FREE = 3,
    CHUNK_BYTES = 4096,
    WITHOUT_PIDFD_MS = 10,
    WORDS_BYTES = 200
};

static volatile sig_atomic_t caught_signal;
static const int watched_signals[] = {SIGINT, SIGTERM, SIGHUP};
enum { WATCHED = sizeof watched_signals / sizeof watched_signals[0] };
static struct sigaction former_action[WATCHED];
static sigset_t former_mask;

static void on_signal(int signal) {
    caught_signal = signal;
}

static sigset_t watched_set(void) {
    sigset_t set;
    (void)sigemptyset(&set);
    for (int i = 0; i < WATCHED; i++) {
        (void)sigaddset(&set, watched_signals[i]);
    }
    return set;
}

/*
 * The signals are let in only while waiting, so that none comes between a look and the wait. Those
 * that are ignored, as nohup wants it, stay so: blocked, they would be kept for later.
 */
void process_interrupts_watch(void) {
    struct sigaction action = {.sa_handler = on_signal};
    (void)sigemptyset(&action.sa_mask);
    sigset_t set = watched_set();
    caught_signal = 0;
    for (int i = 0; i < WATCHED; i++) {
        (void)sigaction(watched_signals[i], NULL, &former_action[i]);
        if (former_action[i].sa_handler == SIG_IGN) {
            (void)sigdelset(&set, watched_signals[i]);
        } else {
            (void)sigaction(watched_signals[i], &action, NULL);
        }
    }
    (void)sigprocmask(SIG_BLOCK, &set, &former_mask);
}

void process_interrupts_release(void) {
    (void)process_interrupted();
    for (int i = 0; i < WATCHED; i++) {
        (void)sigaction(watched_signals[i], &former_action[i], NULL);
    }
    (void)sigprocmask(SIG_SETMASK, &former_mask, NULL);
}

int process_interrupted(void) {
    struct timespec at_once = {0};
    sigset_t pending, set = watched_set();
    while (caught_signal == 0 && sigpending(&pending) == 0) {
        bool is_pending = false;
        for (int i = 0; i < WATCHED; i++) {
            is_pending = is_pending || sigismember(&pending, watched_signals[i]) == 1;
        }
        if (!is_pending) {
            break;
        }
        int signal = sigtimedwait(&set, NULL, &at_once);
        if (signal > 0) {
            caught_signal = signal;
        }
    }
    return caught_signal;
}

const char *process_last_words(const char *errors, int *length) {
    size_t end = strlen(errors);
    while (end > 0 && (errors[end - 1] == '\n' || errors[end - 1] == ' ')) {
        end--;
    }
    size_t begin = end;
    while (begin > 0 && errors[begin - 1] != '\n' && end - begin < WORDS_BYTES) {
        begin--;
    }
    *length = (int)(end - begin);
    return errors + begin;
}

const char *process_own_program(void) {
    static char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    path[length > 0 ? length : 0] = '\0';
    return path;
}

bool process_keep_standard_streams(void) {
    for (int stream = 0; stream < FIRST_FREE; stream++) {
        if (fcntl(stream, F_GETFD) < 0 && errno == EBADF &&
            open("/dev/null", stream == 0 ? O_WRONLY : O_RDONLY) != stream) {
            return false;
        }
    }
    return true;
}

/* The parent's end of a pipe and how much came. */
struct stream {
    int read_end, write_end;
    char *text;
    size_t bytes, used; /* without the 0 at the end */
    bool keeps_last;    /* drops the first half when full, instead of flooding */
    bool is_flooded;
};

struct child {
    pid_t id;
    int handle; /* a pidfd, or -1 where the kernel has none */
    uint64_t started_ns;
    struct stream output, errors;
};

static void close_end(int *end) {
    if (*end >= 0) {
        (void)close(*end);
        *end = -1;
    }
}

/* Descriptors above the standard ones, so that giving them to the child cannot clobber any. */
static bool lift(int *end) {
    if (*end >= FIRST_FREE) {
        return true;
    }
    int lifted = fcntl(*end, F_DUPFD_CLOEXEC, FIRST_FREE);
    (void)close(*end);
    *end = lifted;
    return lifted >= 0;
}

static bool open_stream(struct stream *stream, char *text, size_t bytes, bool keeps_last) {
    int ends[2];
    *stream = (struct stream){.read_end = -1,
                              .write_end = -1,
                              .text = text,
                              .bytes = bytes - 1,
                              .keeps_last = keeps_last};
    if (pipe2(ends, O_CLOEXEC) != 0) {
        return false;
    }
    stream->read_end = ends[0];
    stream->write_end = ends[1];
    return lift(&stream->read_end) && lift(&stream->write_end) &&
           fcntl(stream->read_end, F_SETFL, O_NONBLOCK) == 0;
}

static void close_streams(struct child *child) {
    close_end(&child->output.read_end);
    close_end(&child->output.write_end);
    close_end(&child->errors.read_end);
    close_end(&child->errors.write_end);
}

static int set_attributes(posix_spawnattr_t *attributes) {
    sigset_t none, defaults = watched_set();
    (void)sigemptyset(&none);
    (void)sigaddset(&defaults, SIGPIPE);
    int error = posix_spawnattr_setsigmask(attributes, &none);
    error = error != 0 ? error : posix_spawnattr_setsigdefault(attributes, &defaults);
    return error != 0
               ? error
               : posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK |
                                                          POSIX_SPAWN_SETSIGDEF);
}

static int set_files(posix_spawn_file_actions_t *files, const struct child *child) {
    int error = posix_spawn_file_actions_addopen(files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    error = error != 0
                ? error
                : posix_spawn_file_actions_adddup2(files, child->output.write_end, STDOUT_FILENO);
    return error != 0
               ? error
               : posix_spawn_file_actions_adddup2(files, child->errors.write_end, STDERR_FILENO);
}

/* Returns errno. */
static int spawn(const struct process_request *request, struct child *child) {
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_t files;
    int error = posix_spawnattr_init(&attributes);
    if (error != 0) {
        return error;
    }
    error = posix_spawn_file_actions_init(&files);
    if (error == 0) {
        error = set_attributes(&attributes);
        error = error != 0 ? error : set_files(&files, child);
        error = error != 0 ? error
                           : posix_spawn(&child->id, request->program, &files, &attributes,
                                         request->arguments, request->environment);
        (void)posix_spawn_file_actions_destroy(&files);
    }
    (void)posix_spawnattr_destroy(&attributes);
    return error;
}

/* Returns errno; on failure nothing is left open. */
static int start(const struct process_request *request, struct child *child) {
    *child = (struct child){.handle = -1,
                            .output = {.read_end = -1, .write_end = -1},
                            .errors = {.read_end = -1, .write_end = -1}};
    child->started_ns = clock_wall_ns();
    int error = 0;
    if (!open_stream(&child->output, request->output, request->output_bytes, false) ||
        !open_stream(&child->errors, request->errors, request->errors_bytes, true)) {
        error = errno;
    }
    error = error != 0 ? error : spawn(request, child);
    if (error != 0) {
        close_streams(child);
        return error;
    }
    close_end(&child->output.write_end);
    close_end(&child->errors.write_end);
    child->handle = pidfd_open(child->id, 0);
    return 0;
}

/* Makes room by dropping the older half, or says that there is none. */
static bool make_room(struct stream *stream) {
    if (stream->used < stream->bytes) {
        return true;
    }
    if (!stream->keeps_last) {
        return false;
    }
    size_t kept = stream->bytes / 2;
    memmove(stream->text, stream->text + (stream->used - kept), kept);
    stream->used = kept;
    return true;
}

/* Reads what lies in the pipe, closes it at its end. At most `most` chunks, for a flood may come.
 */
static void drain(struct stream *stream, int most) {
    char spare;
    for (int i = 0; i < most && stream->read_end >= 0; i++) {
        bool has_room = make_room(stream);
        char *to = has_room ? stream->text + stream->used : &spare;
        size_t room = has_room ? stream->bytes - stream->used : 1;
        ssize_t count = read(stream->read_end, to, room < CHUNK_BYTES ? room : CHUNK_BYTES);
        if (count > 0 && has_room) {
            stream->used += (size_t)count;
        } else if (count > 0) {
            stream->is_flooded = true;
            return;
        } else if (count == 0 || (errno != EAGAIN && errno != EINTR)) {
            close_end(&stream->read_end);
        } else if (errno == EAGAIN) {
            return;
        }
    }
}

static bool has_ended(const struct child *child) {
    siginfo_t information = {.si_pid = 0};
    int result = waitid(P_PID, (id_t)child->id, &information, WEXITED | WNOHANG | WNOWAIT);
    return result != 0 || information.si_pid == child->id;
}

/* Until something comes, the child ends, a signal arrives, or the time is over. */
static void wait_for_news(struct child *child, uint64_t now_ns, uint64_t until_ns) {
    struct pollfd files[] = {{.fd = child->output.read_end, .events = POLLIN},
                             {.fd = child->errors.read_end, .events = POLLIN},
                             {.fd = child->handle, .events = POLLIN}};
    sigset_t mask;
    (void)sigprocmask(SIG_BLOCK, NULL, &mask);
    for (int i = 0; i < WATCHED; i++) {
        (void)sigdelset(&mask, watched_signals[i]);
    }
    uint64_t left_ns = until_ns > now_ns ? until_ns - now_ns : 0;
    if (child->handle < 0 && left_ns > (uint64_t)WITHOUT_PIDFD_MS * NS_PER_MS) {
        left_ns = (uint64_t)WITHOUT_PIDFD_MS * NS_PER_MS;
    }
    struct timespec left = {.tv_sec = (time_t)(left_ns / 1000000000),
                            .tv_nsec = (long)(left_ns % 1000000000)};
    bool has_limit = left_ns != UINT64_MAX - now_ns;
    (void)ppoll(files, sizeof files / sizeof files[0], has_limit ? &left : NULL, &mask);
}

/* How it came to an end; the child may still live when the end is ours. */
static enum process_end watch(struct child *child, uint64_t deadline_ns) {
    /* What lies in a pipe when all is over must be read whole, however small the chunks are. */
    enum { CHUNKS_PER_LOOK = 64, CHUNKS_AT_END = 64 * 1024 };
    uint64_t until_ns = deadline_ns > 0 && deadline_ns < UINT64_MAX - child->started_ns
                            ? child->started_ns + deadline_ns
                            : UINT64_MAX;
    for (;;) {
        bool is_over = has_ended(child); /* before reading: so that nothing it wrote is missed */
        int chunks = is_over ? CHUNKS_AT_END : CHUNKS_PER_LOOK;
        drain(&child->output, chunks);
        drain(&child->errors, chunks);
        uint64_t now_ns = clock_wall_ns();
        if (child->output.is_flooded) {
            return PROCESS_FLOODED;
        }
        if (is_over) {
            return PROCESS_EXITED;
        }
        if (caught_signal != 0) {
            return PROCESS_INTERRUPTED;
        }
        if (now_ns >= until_ns) {
            return PROCESS_TIMED_OUT;
        }
        wait_for_news(child, now_ns, until_ns);
    }
}

/* Kills what is left of its group, then lets go of the child. Returns the wait status. */
static int finish(struct child *child) {
    int status = 0;
    if (kill(-child->id, SIGKILL) != 0) {
        (void)kill(child->id, SIGKILL); /* it has no session yet */
    }
    while (waitpid(child->id, &status, 0) < 0 && errno == EINTR) {
    }
    close_end(&child->handle);
    close_streams(child);
    return status;
}

static size_t end_text(struct stream *stream) {
    stream->text[stream->used] = '\0';
    return stream->used;
}

void process_run(const struct process_request *request, struct process_result *result) {
    struct child child;
    *result = (struct process_result){.end = PROCESS_NOT_STARTED};
    request->output[0] = '\0';
    request->errors[0] = '\0';
    /* Ignored, as some starters leave it, it would lose the status. */
    (void)signal(SIGCHLD, SIG_DFL);
    if (process_interrupted() != 0) {
        result->end = PROCESS_INTERRUPTED;
        return;
    }
    result->status = start(request, &child);
    if (result->status != 0) {
        return;
    }
    result->end = watch(&child, request->deadline_ns);
    int status = finish(&child);
    if (result->end == PROCESS_EXITED) {
        bool was_killed = WIFSIGNALED(status);
        result->end = was_killed ? PROCESS_KILLED : PROCESS_EXITED;
        result->status = was_killed ? WTERMSIG(status) : WEXITSTATUS(status);
    }
    result->wall_ns = clock_wall_ns() - child.started_ns;
    result->output_bytes = end_text(&child.output);
    result->errors_bytes = end_text(&child.errors);
    result->output_has_zeros = memchr(request->output, '\0', result->output_bytes) != NULL;
}
