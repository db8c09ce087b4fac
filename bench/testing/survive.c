/*
 * survive.c - an operation with each of its allocations refused in turn.
 */
#include "report.h"
#include "watch.h"

enum { RUNS_MOST = 100000 };

/* What is known while the runs go on. */
struct trial {
    struct hr_test_operation *operation;
    struct test_finding finding;
    enum hr_test_refusal refusal;
    uint64_t first;    /* request that is refused; UINT64_MAX: none */
    uint64_t asked;    /* by the undisturbed run */
    uint64_t expected; /* fingerprint after it */
    struct test_requests requests;
};

static uint64_t fingerprint(const struct trial *trial) {
    const struct hr_test_operation *operation = trial->operation;
    return operation->fingerprint != NULL ? operation->fingerprint(operation->context) : 0;
}

static bool is_undisturbed(const struct trial *trial) {
    return trial->first == UINT64_MAX;
}

/* Begins a message, where none was begun: who, and which request was refused. */
static bool begin_finding(struct trial *trial) {
    char *text = trial->finding.text;
    if (text[0] != '\0') {
        return false;
    }
    test_text_add(text, "%s: ", test_name(trial->operation->name, "operation"));
    if (!is_undisturbed(trial)) {
        test_text_add(text, "with allocation %llu of %llu refused%s (%zu bytes): ",
                      (unsigned long long)trial->first, (unsigned long long)trial->asked,
                      trial->refusal == HR_TEST_REFUSE_REST ? " and all after it" : "",
                      trial->requests.first_bytes);
    }
    return true;
}

static void find(struct trial *trial, const char *what) {
    if (begin_finding(trial)) {
        test_text_add(trial->finding.text, "%s", what);
    }
}

static void compare(struct trial *trial, uint64_t found, uint64_t expected, const char *what) {
    if (found != expected && begin_finding(trial)) {
        test_text_add(trial->finding.text, "%s: fingerprint %016llx, expected %016llx", what,
                      (unsigned long long)found, (unsigned long long)expected);
    }
}

/* The operation failed as it should: it must be as if it had not been, and can be done now. */
static void look_after_failure(struct trial *trial, uint64_t before) {
    const struct hr_test_operation *operation = trial->operation;
    compare(trial, fingerprint(trial), before, "the object is not as it was before");
    if (trial->finding.text[0] != '\0') {
        return;
    }
    if (operation->is_usable != NULL && !operation->is_usable(operation->context)) {
        find(trial, "the object is not usable afterwards");
    } else if (!operation->run(operation->context)) {
        find(trial, "it fails again when nothing is refused any more");
    } else {
        compare(trial, fingerprint(trial), trial->expected,
                "the second attempt has another result than an undisturbed one");
    }
}

static void run_refused(struct trial *trial) {
    const struct hr_test_operation *operation = trial->operation;
    uint64_t before = fingerprint(trial);
    hr_test_refuse(trial->first, trial->refusal);
    bool is_done = operation->run(operation->context);
    (void)hr_test_refuse_stop();
    trial->requests = test_watch_requests();
    if (is_undisturbed(trial)) {
        trial->asked = trial->requests.asked;
        trial->expected = fingerprint(trial);
    }
    if (!is_done && trial->requests.refused == 0) {
        find(trial, is_undisturbed(trial) ? "it fails though nothing is refused"
                                          : "it fails before that is asked for");
    } else if (is_done) {
        compare(trial, fingerprint(trial), trial->expected,
                "it says it succeeded, but the result is another");
    } else {
        look_after_failure(trial, before);
    }
}

static void look_for_leak(struct trial *trial, struct hr_test_meter *meter) {
    hr_test_end(meter);
    const struct hr_test_counts *counts = &meter->counts;
    if (meter->unsupported == NULL && counts->live_blocks != 0 && begin_finding(trial)) {
        test_text_left(trial->finding.text, counts);
        test_text_add(trial->finding.text,
                      " left after tear_down; the oldest is allocation %llu since set_up",
                      (unsigned long long)counts->first_left_ordinal);
    }
}

static void run_once(struct trial *trial) {
    const struct hr_test_operation *operation = trial->operation;
    struct hr_test_meter meter;
    trial->requests = (struct test_requests){0};
    hr_test_begin(&meter);
    if (operation->set_up != NULL && !operation->set_up(operation->context)) {
        hr_test_end(&meter);
        find(trial, "set_up fails though nothing is refused");
        return;
    }
    run_refused(trial);
    if (operation->tear_down != NULL) {
        operation->tear_down(operation->context);
    }
    look_for_leak(trial, &meter);
}

/* Until nothing was refused, or something was found. */
static void run_each(struct trial *trial) {
    for (trial->first = 1; trial->finding.text[0] == '\0'; trial->first++) {
        if (trial->first > RUNS_MOST) {
            find(trial, "there was still a refusal: it asks too often to be tried");
            return;
        }
        run_once(trial);
        trial->operation->refused += trial->requests.refused;
        if (trial->requests.refused == 0) {
            return;
        }
    }
}

HR_EXPORT bool hr_test_expect_survives(const char *file, int line,
                                       struct hr_test_operation *operation) {
    struct trial trial = {.operation = operation, .finding = {.file = file, .line = line}};
    operation->refused = 0;
    if (hr_test_unsupported() != NULL) {
        return test_report_unsupported(file, line, hr_test_unsupported());
    }
    trial.first = UINT64_MAX;
    run_once(&trial);
    if (trial.finding.text[0] == '\0' && trial.asked == 0 && !operation->may_not_allocate) {
        find(&trial, "it asks for no memory, so that nothing was tried (may_not_allocate)");
    }
    for (int refusal = HR_TEST_REFUSE_ONE; refusal <= HR_TEST_REFUSE_REST; refusal++) {
        trial.refusal = (enum hr_test_refusal)refusal;
        if (trial.finding.text[0] == '\0') {
            run_each(&trial);
        }
    }
    return test_report(&trial.finding);
}

/* FNV-1a, and a last word of the count, so that pieces cannot be told apart from their sum. */
HR_EXPORT uint64_t hr_test_hash(uint64_t hash, const void *bytes, size_t count) {
    const unsigned char *byte = bytes;
    uint64_t value = hash ^ UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < count; i++) {
        value = (value ^ byte[i]) * UINT64_C(0x100000001b3);
    }
    return (value ^ count) * UINT64_C(0x9E3779B97F4A7C15);
}
