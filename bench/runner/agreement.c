/*
 * agreement.c - see agreement.h. Values are compared as they are written: the same number is always
 * written the same way.
 */
#include "runner/agreement.h"

#include <stdlib.h>
#include <string.h>

#include "results/record.h"

static struct agreement_value *find(const struct agreement *agreement, const struct meter *meter,
                                    uint64_t step) {
    for (size_t i = 0; i < agreement->count; i++) {
        struct agreement_value *value = &agreement->values[i];
        if (value->meter == meter && value->step == step) {
            return value;
        }
    }
    return NULL;
}

static bool add(struct agreement *agreement, const struct meter *meter, uint64_t step,
                const char *text) {
    if (agreement->count == agreement->room) {
        size_t room = agreement->room + 8 + agreement->room / 2;
        struct agreement_value *grown =
            reallocarray(agreement->values, room, sizeof *agreement->values);
        if (grown == NULL) {
            return false;
        }
        agreement->values = grown;
        agreement->room = room;
    }
    struct agreement_value *value = &agreement->values[agreement->count++];
    *value = (struct agreement_value){.meter = meter, .step = step};
    memcpy(value->text, text, strlen(text) + 1);
    return true;
}

enum agreement_verdict agreement_check(struct agreement *agreement, const struct meter *meter,
                                       uint64_t step, const char *value, const char **known) {
    if (meter->kind != METER_EXACT || record_is_missing(value)) {
        return AGREEMENT_SAME;
    }
    const struct agreement_value *first = find(agreement, meter, step);
    if (first != NULL) {
        *known = first->text;
        return strcmp(first->text, value) == 0 ? AGREEMENT_SAME : AGREEMENT_DIFFERS;
    }
    if (strlen(value) >= AGREEMENT_VALUE_BYTES) {
        *known = "a number of at most 31 characters";
        return AGREEMENT_DIFFERS;
    }
    return add(agreement, meter, step, value) ? AGREEMENT_SAME : AGREEMENT_NO_MEMORY;
}

void agreement_clean_up(struct agreement *agreement) {
    free(agreement->values);
    *agreement = (struct agreement){0};
}
