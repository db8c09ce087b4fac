/*
 * procfs.c - see procfs.h. Knows the formats of proc(5), and of nothing else.
 */
#include "platform/procfs.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { TEXT_BYTES = 16 * 1024, KIB = 1024, STEAL_COLUMN = 8 };

/* Of all readers here: static, so that no stack page is touched by reading. */
static char text_of_file[TEXT_BYTES];

static ssize_t read_some(int file, char *to, size_t bytes) {
    ssize_t count;
    do {
        count = read(file, to, bytes);
    } while (count < 0 && errno == EINTR);
    return count;
}

size_t procfs_read_file(const char *path, char *text, size_t bytes) {
    text[0] = '\0';
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return 0;
    }
    size_t used = 0;
    ssize_t count = 1;
    while (count > 0 && used < bytes - 1) {
        count = read_some(file, text + used, bytes - 1 - used);
        used += count > 0 ? (size_t)count : 0;
    }
    (void)close(file);
    text[count < 0 ? 0 : used] = '\0';
    return count < 0 ? 0 : used;
}

static const char *skip_blanks(const char *text) {
    while (*text == ' ' || *text == '\t') {
        text++;
    }
    return text;
}

/* Without strtoull, which may look into the locale. */
static bool read_number(const char *text, uint64_t *value) {
    *value = 0;
    bool has_digit = isdigit((unsigned char)*text) != 0;
    for (; isdigit((unsigned char)*text); text++) {
        unsigned digit = (unsigned)(*text - '0');
        if (*value > (UINT64_MAX - digit) / 10) {
            return false;
        }
        *value = *value * 10 + digit;
    }
    return has_digit;
}

bool procfs_field(const char *text, const char *name, uint64_t *value) {
    size_t length = strlen(name);
    for (const char *line = text; line != NULL; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, name, length) == 0) {
            return read_number(skip_blanks(line + length), value);
        }
    }
    return false;
}

static bool read_kib(const char *name, uint64_t *bytes) {
    uint64_t kib;
    bool is_there = procfs_field(text_of_file, name, &kib) && kib <= UINT64_MAX / KIB;
    *bytes = is_there ? kib * KIB : 0;
    return is_there;
}

bool procfs_memory_read(struct procfs_memory *memory) {
    (void)procfs_read_file("/proc/self/smaps_rollup", text_of_file, sizeof text_of_file);
    bool has_rss = read_kib("Rss:", &memory->rss_bytes);
    bool has_anonymous = read_kib("Anonymous:", &memory->anonymous_bytes);
    bool has_lazy_free = read_kib("LazyFree:", &memory->lazy_free_bytes);
    bool has_huge = read_kib("AnonHugePages:", &memory->huge_bytes);
    return has_rss && has_anonymous && has_lazy_free && has_huge;
}

bool procfs_peak_rearm(void) {
    int file = open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC);
    if (file < 0) {
        return false;
    }
    bool is_armed = write(file, "5", 1) == 1;
    return close(file) == 0 && is_armed;
}

bool procfs_peak_bytes(uint64_t *bytes) {
    (void)procfs_read_file("/proc/self/status", text_of_file, sizeof text_of_file);
    return read_kib("VmHWM:", bytes);
}

static struct rusage usage(void) {
    struct rusage now = {0};
    (void)getrusage(RUSAGE_SELF, &now);
    return now;
}

uint64_t procfs_minor_faults(void) {
    return (uint64_t)usage().ru_minflt;
}

uint64_t procfs_involuntary_switches(void) {
    return (uint64_t)usage().ru_nivcsw;
}

/* First line: "cpu  user nice system idle iowait irq softirq steal guest guest_nice". */
uint64_t procfs_steal_ticks(void) {
    (void)procfs_read_file("/proc/stat", text_of_file, sizeof text_of_file);
    const char *column = text_of_file;
    for (int i = 0; i < STEAL_COLUMN; i++) {
        column = skip_blanks(column + strcspn(column, " \n"));
    }
    uint64_t ticks;
    return read_number(column, &ticks) ? ticks : 0;
}

/* The choice in brackets, as in "always [madvise] never". */
bool procfs_huge_page_setting(char *word, size_t bytes) {
    (void)procfs_read_file("/sys/kernel/mm/transparent_hugepage/enabled", text_of_file,
                           sizeof text_of_file);
    const char *chosen = strchr(text_of_file, '[');
    size_t length = chosen != NULL ? strcspn(chosen + 1, "]") : 0;
    bool has_room = length > 0 && length < bytes;
    for (size_t i = 0; has_room && i < length; i++) {
        word[i] = chosen[1 + i];
    }
    word[has_room ? length : 0] = '\0';
    return has_room;
}
