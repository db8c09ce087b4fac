/*
 * growth.c - a growth function by itself: pushes are simulated from growth to growth.
 */
#include "report.h"

#define DEFAULT_COPIED 32.0
enum { DEFAULT_LENGTH = 1 << 20, NEAR = 4096 };

struct trial {
    struct hr_test_growth *growth;
    struct test_finding finding;
    size_t limit;
};

static bool has_finding(const struct trial *trial) {
    return trial->finding.text[0] != '\0';
}

/* Asks, and looks at the answer alone. */
static size_t ask(struct trial *trial, size_t capacity, size_t needed) {
    const struct hr_test_growth *growth = trial->growth;
    size_t next = growth->next(capacity, needed, growth->context);
    if (!has_finding(trial) && (next < needed || next > trial->limit)) {
        test_text_add(trial->finding.text, "%s: from capacity %zu, %zu needed, it goes to %zu: %s",
                      test_name(growth->name, "growth"), capacity, needed, next,
                      next < needed ? "less than is needed" : "more than the limit");
        if (next > trial->limit) {
            test_text_add(trial->finding.text, ", %zu", trial->limit);
        }
    }
    return next;
}

/*
 * Whoever needs more than one slot gets that many. Not more than whoever needs less: CPython gives
 * 60 to a list of 40 that needs 48, but 56 where it needs 56.
 */
static void look_at_needs(struct trial *trial, size_t capacity) {
    size_t most = trial->limit - capacity;
    for (size_t more = 1; more <= capacity + 2 && more <= most && !has_finding(trial); more *= 2) {
        (void)ask(trial, capacity, capacity + more);
    }
}

/* Whoever is larger when full does not get less; but for 0, where Java gives 10, and 2 to 1. */
static void look_at_small(struct trial *trial) {
    size_t last = 0;
    for (size_t capacity = 1; capacity < NEAR && capacity < trial->limit; capacity++) {
        size_t next = ask(trial, capacity, capacity + 1);
        if (has_finding(trial)) {
            return;
        }
        if (next < last && !trial->growth->may_dip) {
            test_text_add(
                trial->finding.text, "%s: capacity %zu goes to %zu, but capacity %zu only to %zu",
                test_name(trial->growth->name, "growth"), capacity - 1, last, capacity, next);
            return;
        }
        last = next;
    }
}

/* Near the limit, and at the parts of it where a factor or a step first leaves the range. */
static void look_at_large(struct trial *trial) {
    for (unsigned shift = 0; shift < 8 * sizeof(size_t); shift++) {
        size_t part = trial->limit >> shift;
        const size_t needs[] = {part, part + (part < trial->limit), trial->limit - part,
                                trial->limit - part / 2};
        for (size_t i = 0; i < sizeof needs / sizeof needs[0] && !has_finding(trial); i++) {
            if (needs[i] > 0) {
                (void)ask(trial, needs[i] - 1, needs[i]);
                (void)ask(trial, 0, needs[i]);
            }
        }
    }
}

static void look_at_costs(struct trial *trial, size_t length, double copied) {
    struct hr_test_growth *growth = trial->growth;
    const char *name = test_name(growth->name, "growth");
    double most = growth->copied_most > 0 ? growth->copied_most : DEFAULT_COPIED;
    double per_push = copied / (double)length;
    double headroom = 100.0 * (double)(growth->capacity - length) / (double)length;
    if (per_push > growth->copied_per_push) {
        growth->copied_per_push = per_push;
    }
    if (length >= growth->headroom_from && headroom > growth->headroom_percent) {
        growth->headroom_percent = headroom;
    }
    if (per_push > most) {
        test_text_add(trial->finding.text,
                      "%s: %zu pushes copy %.0f elements in %zu growths, %.1f per push, at most "
                      "%.1f allowed",
                      name, length, copied, growth->growths, per_push, most);
    } else if (growth->headroom_most > 0 && length >= growth->headroom_from &&
               headroom > growth->headroom_most) {
        test_text_add(trial->finding.text,
                      "%s: %zu slots for %zu elements are %.1f %% headroom, at most %.1f %% "
                      "allowed",
                      name, growth->capacity, length, headroom, growth->headroom_most);
    }
}

static void push_to(struct trial *trial, size_t length_most) {
    struct hr_test_growth *growth = trial->growth;
    double copied = 0;
    while (growth->capacity < length_most && growth->capacity < trial->limit) {
        size_t length = growth->capacity;
        look_at_needs(trial, length);
        size_t next = ask(trial, length, length + 1);
        if (has_finding(trial)) {
            return;
        }
        copied += (double)length;
        growth->growths++;
        growth->capacity = next;
        look_at_costs(trial, length + 1, copied);
        if (has_finding(trial)) {
            return;
        }
    }
}

HR_EXPORT bool hr_test_expect_growth(const char *file, int line, struct hr_test_growth *growth) {
    struct trial trial = {.growth = growth, .finding = {.file = file, .line = line}};
    trial.limit = growth->limit != 0 ? growth->limit : SIZE_MAX;
    growth->growths = 0;
    growth->capacity = 0;
    growth->copied_per_push = 0;
    growth->headroom_percent = 0;
    if (growth->next == NULL) {
        test_text_add(trial.finding.text, "%s: there is no function `next`",
                      test_name(growth->name, "growth"));
        return test_report(&trial.finding);
    }
    push_to(&trial, growth->length_most != 0 ? growth->length_most : DEFAULT_LENGTH);
    if (!has_finding(&trial)) {
        look_at_small(&trial);
        look_at_large(&trial);
    }
    return test_report(&trial.finding);
}
