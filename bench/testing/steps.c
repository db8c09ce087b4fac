/*
 * steps.c - making operations from a seed, and doing them to a sequence and to its model.
 */
#include <string.h>

#include "sequence.h"
#include "watch.h"

/* splitmix64, whose state is any number at all. */
static uint64_t draw(uint64_t *state) {
    uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

/* How often, of the sum of these. */
static const unsigned char weights[TEST_VERBS] = {
    [TEST_PUSH] = 24,   [TEST_INSERT] = 12, [TEST_POP] = 9,   [TEST_ERASE] = 5, [TEST_SET] = 4,
    [TEST_RESERVE] = 3, [TEST_SHRINK] = 3,  [TEST_CLEAR] = 1, [TEST_COPY] = 3,
};

static bool has_verb(const struct hr_test_sequence *sequence, enum test_verb verb) {
    const bool has[TEST_VERBS] = {
        [TEST_PUSH] = sequence->push != NULL,     [TEST_INSERT] = sequence->insert != NULL,
        [TEST_POP] = sequence->pop != NULL,       [TEST_ERASE] = sequence->erase != NULL,
        [TEST_SET] = sequence->set != NULL,       [TEST_RESERVE] = sequence->reserve != NULL,
        [TEST_SHRINK] = sequence->shrink != NULL, [TEST_CLEAR] = sequence->clear != NULL,
        [TEST_COPY] = sequence->copy != NULL,
    };
    return has[verb];
}

static enum test_verb draw_verb(const struct hr_test_sequence *sequence, uint64_t *state) {
    unsigned sum = 0;
    for (int verb = 0; verb < TEST_VERBS; verb++) {
        sum += has_verb(sequence, (enum test_verb)verb) ? weights[verb] : 0;
    }
    unsigned left = (unsigned)(draw(state) % sum);
    int verb = 0;
    for (; verb < TEST_VERBS; verb++) {
        unsigned weight = has_verb(sequence, (enum test_verb)verb) ? weights[verb] : 0;
        if (left < weight) {
            break;
        }
        left -= weight;
    }
    return (enum test_verb)verb;
}

/* Values are their numbers, so that a reader knows them again; one in eight is any of the type's.
 */
void test_steps_make(struct test_plan *plan) {
    uint64_t state = plan->seed;
    for (size_t i = 0; i < plan->step_count; i++) {
        struct test_step *step = &plan->steps[i];
        step->verb = draw_verb(plan->sequence, &state);
        step->place = (uint32_t)draw(&state);
        step->count = (uint32_t)(draw(&state) % 8);
        uint64_t any = draw(&state);
        step->value = (any % 8 == 0 ? any : i + 1) & plan->value_mask;
        step->is_refused = draw(&state) % 8 == 0 && plan->sequence->with_refusals;
    }
}

/* One run of the steps. */
struct replay {
    const struct test_plan *plan;
    const struct hr_test_sequence *sequence;
    void *list;
    uint64_t *model;
    size_t length;   /* of the model */
    size_t promised; /* capacity that reserve made sure of */
    struct hr_test_meter meter;
    char *problem, *log;
};

/* A step with its numbers settled. */
struct act {
    const struct test_step *step;
    size_t index, count;
};

static bool has_problem(const struct replay *it) {
    return it->problem[0] != '\0';
}

/* False where the step makes no sense now: full, or nothing there. */
static bool settle(const struct replay *it, const struct test_step *step, struct act *act) {
    size_t length = it->length;
    *act = (struct act){.step = step, .count = 1};
    switch (step->verb) {
    case TEST_PUSH:
        act->index = length;
        return length < it->plan->length_most;
    case TEST_INSERT:
        act->index = step->place % (length + 1);
        return length < it->plan->length_most;
    case TEST_POP:
        act->index = length - 1;
        return length > 0;
    case TEST_SET:
        act->index = length > 0 ? step->place % length : 0;
        return length > 0;
    case TEST_ERASE:
        act->index = length > 0 ? step->place % length : 0;
        act->count = length > 0 ? 1 + step->count % (length - act->index) : 0;
        return length > 0;
    case TEST_RESERVE:
        act->count = step->place % (2 * it->plan->length_most + 1);
        return true;
    default:
        return true;
    }
}

static void log_act(struct replay *it, const struct act *act) {
    unsigned long long value = act->step->value;
    char *log = it->log;
    if (log == NULL) {
        return;
    }
    test_text_add(log, "    ");
    switch (act->step->verb) {
    case TEST_PUSH:
        test_text_add(log, "push(%llu)", value);
        break;
    case TEST_INSERT:
        test_text_add(log, "insert(%zu, %llu)", act->index, value);
        break;
    case TEST_POP:
        test_text_add(log, "pop()");
        break;
    case TEST_ERASE:
        test_text_add(log, "erase(%zu, %zu)", act->index, act->count);
        break;
    case TEST_SET:
        test_text_add(log, "set(%zu, %llu)", act->index, value);
        break;
    case TEST_RESERVE:
        test_text_add(log, "reserve(%zu)", act->count);
        break;
    case TEST_SHRINK:
        test_text_add(log, "shrink()");
        break;
    case TEST_CLEAR:
        test_text_add(log, "clear()");
        break;
    case TEST_COPY:
    case TEST_VERBS:
        test_text_add(log, "copy()");
        break;
    }
    test_text_add(log, "%s\n", act->step->is_refused ? ", its first allocation refused" : "");
}

/* The copy goes on in place of the list. */
static bool copy(struct replay *it) {
    void *other = it->sequence->copy(it->list);
    if (other != NULL) {
        it->sequence->destroy(it->list);
        it->list = other;
    }
    return other != NULL;
}

static bool pop(struct replay *it, const struct act *act) {
    uint64_t value = 0;
    if (!it->sequence->pop(it->list, &value)) {
        return false;
    }
    if (value != it->model[act->index]) {
        test_text_add(it->problem, "pop() gives %llu, expected %llu", (unsigned long long)value,
                      (unsigned long long)it->model[act->index]);
    }
    return true;
}

static bool do_to_list(struct replay *it, const struct act *act) {
    const struct hr_test_sequence *sequence = it->sequence;
    switch (act->step->verb) {
    case TEST_PUSH:
        return sequence->push(it->list, act->step->value);
    case TEST_INSERT:
        return sequence->insert(it->list, act->index, act->step->value);
    case TEST_POP:
        return pop(it, act);
    case TEST_ERASE:
        return sequence->erase(it->list, act->index, act->count);
    case TEST_SET:
        return sequence->set(it->list, act->index, act->step->value);
    case TEST_RESERVE:
        return sequence->reserve(it->list, act->count);
    case TEST_SHRINK:
        return sequence->shrink(it->list);
    case TEST_CLEAR:
        return sequence->clear(it->list);
    case TEST_COPY:
    case TEST_VERBS:
        break;
    }
    return copy(it);
}

/* Moves what stands from `from` on to `to`. */
static void shift(struct replay *it, size_t from, size_t to) {
    memmove(&it->model[to], &it->model[from], (it->length - from) * sizeof *it->model);
    it->length = it->length + to - from;
}

static void do_to_model(struct replay *it, const struct act *act) {
    switch (act->step->verb) {
    case TEST_PUSH:
    case TEST_INSERT:
        shift(it, act->index, act->index + 1);
        it->model[act->index] = act->step->value;
        break;
    case TEST_SET:
        it->model[act->index] = act->step->value;
        break;
    case TEST_POP:
    case TEST_ERASE:
        shift(it, act->index + act->count, act->index);
        break;
    case TEST_CLEAR:
        it->length = 0;
        break;
    default:
        break;
    }
    it->promised = act->step->verb == TEST_RESERVE ? act->count : 0;
}

static void compare_elements(struct replay *it) {
    size_t length = it->sequence->length(it->list);
    if (length != it->length) {
        test_text_add(it->problem, "length() is %zu, expected %zu", length, it->length);
        return;
    }
    for (size_t i = 0; i < length; i++) {
        uint64_t found = it->sequence->at(it->list, i);
        if (found != it->model[i]) {
            test_text_add(it->problem, "at(%zu) is %llu, expected %llu", i,
                          (unsigned long long)found, (unsigned long long)it->model[i]);
            return;
        }
    }
}

static void compare_capacity(struct replay *it) {
    size_t capacity = it->sequence->capacity(it->list);
    size_t bytes = it->sequence->element_bytes;
    if (capacity < it->length || capacity < it->promised) {
        test_text_add(it->problem, "capacity() is %zu, at least %zu expected", capacity,
                      capacity < it->length ? it->length : it->promised);
    } else if (it->plan->is_counted && bytes > 0) {
        uint64_t live = test_watch_live_bytes(&it->meter);
        if (capacity > live / bytes) {
            test_text_add(it->problem,
                          "capacity() is %zu slots of %zu bytes, but all its blocks together have "
                          "%llu bytes",
                          capacity, bytes, (unsigned long long)live);
        }
    }
}

static void compare(struct replay *it) {
    if (!has_problem(it)) {
        compare_elements(it);
    }
    if (!has_problem(it) && it->sequence->capacity != NULL) {
        compare_capacity(it);
    }
    if (!has_problem(it) && it->sequence->is_valid != NULL && !it->sequence->is_valid(it->list)) {
        test_text_add(it->problem, "is_valid() says no");
    }
}

static void take_step(struct replay *it, const struct test_step *step) {
    struct act act;
    if (!settle(it, step, &act)) {
        return;
    }
    log_act(it, &act);
    if (step->is_refused) {
        hr_test_refuse(1, HR_TEST_REFUSE_ONE);
    }
    bool is_done = do_to_list(it, &act);
    bool was_refused = step->is_refused && hr_test_refuse_stop() > 0;
    it->promised = 0;
    if (is_done) {
        do_to_model(it, &act);
    } else if (!was_refused) {
        test_text_add(it->problem, "it says there is no memory, but nothing was refused");
    }
    compare(it);
}

static void look_for_leak(struct replay *it) {
    hr_test_end(&it->meter);
    if (!has_problem(it) && it->meter.unsupported == NULL && it->meter.counts.live_blocks > 0) {
        test_text_left(it->problem, &it->meter.counts);
        test_text_add(it->problem, " left after destroy()");
    }
}

size_t test_steps_run(const struct test_plan *plan, char *problem, char *log) {
    struct replay it = {.plan = plan,
                        .sequence = plan->sequence,
                        .model = plan->model,
                        .problem = problem,
                        .log = log};
    size_t done = 0;
    problem[0] = '\0';
    hr_test_begin(&it.meter);
    it.list = plan->sequence->make(plan->sequence->context);
    if (it.list == NULL) {
        test_text_add(problem, "make() gives NULL");
    } else {
        compare(&it);
        while (done < plan->step_count && !has_problem(&it)) {
            take_step(&it, &plan->steps[done++]);
        }
        plan->sequence->destroy(it.list);
    }
    look_for_leak(&it);
    return done;
}
