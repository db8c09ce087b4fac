/*
 * export.c - see export.h.
 */
#include "report/export.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool export_is_good(const struct gather_case *a_case, const struct results_trial *trial) {
    return trial->has_outcome && trial->outcome == OUTCOME_OK && !gather_is_wrong(a_case);
}

struct export_trials export_trials(const struct gather *gather, const struct gather_case *a_case,
                                   enum lane lane) {
    const struct results_trial *const *trials = &gather->trials[a_case->first_trial];
    size_t first = 0;
    while (first < a_case->trials && trials[first]->lane != lane) {
        first++;
    }
    size_t end = first;
    while (end < a_case->trials && trials[end]->lane == lane &&
           export_is_good(a_case, trials[end])) {
        end++;
    }
    return (struct export_trials){trials + first, end - first};
}

const struct results_sample *export_samples(const struct gather *gather,
                                            const struct gather_case *a_case,
                                            const struct results_trial *trial) {
    const struct results_sample *samples = gather->runs[a_case->run].results->samples;
    return samples != NULL ? samples + trial->first_sample : NULL; /* a run may have none */
}

bool export_value(const struct gather *gather, const struct gather_case *a_case,
                  const struct results_trial *trial, const char *meter, double *value) {
    const struct results_sample *samples = export_samples(gather, a_case, trial);
    for (size_t i = trial->samples; i-- > 0;) {
        if (samples[i].is_measured &&
            strcmp(gather_meter_of(gather, a_case->run, &samples[i])->name, meter) == 0) {
            *value = samples[i].value;
            return true;
        }
    }
    return false;
}

bool export_wants(const struct document *document, const struct gather_meter *meter) {
    return document->meters == NULL || gather_fits(document->meters, meter->name);
}

const char *export_workload(const struct gather *gather, const struct gather_case *a_case) {
    const char *workload = gather_value(gather, a_case, "workload");
    return workload == NULL || *workload == '\0' ? "benchmark" : workload;
}

bool export_part(const struct gather *gather, const struct gather_case *a_case, size_t index,
                 struct gather_pair *part) {
    if (gather->run_count > 1 && index-- == 0) {
        *part = (struct gather_pair){"run", gather->runs[a_case->run].label};
        return true;
    }
    for (size_t i = 0; i < a_case->pair_count; i++) {
        if (strcmp(a_case->pairs[i].name, "workload") != 0 && index-- == 0) {
            *part = a_case->pairs[i];
            return true;
        }
    }
    return false;
}

char *export_name(const struct gather *gather, const struct gather_case *a_case,
                  const struct export_spelling *spelling) {
    char *name = NULL;
    size_t bytes;
    FILE *text = open_memstream(&name, &bytes);
    if (text == NULL) {
        return NULL;
    }
    struct gather_pair part;
    format_escape(export_workload(gather, a_case), spelling->value_escaped, text);
    for (size_t i = 0; export_part(gather, a_case, i, &part); i++) {
        putc(spelling->before, text);
        format_escape(part.name, spelling->name_escaped, text);
        putc(spelling->after, text);
        format_escape(part.value, spelling->value_escaped, text);
    }
    if (fclose(text) != 0) {
        free(name);
        return NULL;
    }
    return name;
}
