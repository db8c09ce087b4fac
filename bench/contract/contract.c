/*
 * contract.c - see contract.h: which settings are tried, and what all kinds of structures share.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "contract/internal.h"
#include "plan/file.h"
#include "plan/tables.h"

void contract_place(const char *structure, const char *settings, const char *verb, char *text,
                    size_t bytes) {
    (void)snprintf(text, bytes, "structure '%s'%s%s%s: %s", structure,
                   settings[0] != '\0' ? " (" : "", settings, settings[0] != '\0' ? ")" : "", verb);
}

void try_begin(struct trying *trying, const char *about) {
    trying->failing.mode = HR_FAIL_NEVER;
    trying->verb = "";
    trying->listener->begin(trying->listener->context, trying->adapter->name, trying->settings_text,
                            about);
}

bool try_pass(struct trying *trying) {
    trying->listener->pass(trying->listener->context);
    return true;
}

void try_enter(struct trying *trying, const char *verb) {
    trying->verb = verb;
    trying->listener->enter(trying->listener->context, verb);
}

bool try_fail(struct trying *trying, const char *format, ...) {
    char place[CONTRACT_MESSAGE_BYTES / 2], what[CONTRACT_MESSAGE_BYTES / 2 - 2];
    va_list arguments;
    contract_place(trying->adapter->name, trying->settings_text, trying->verb, place, sizeof place);
    va_start(arguments, format);
    (void)vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    (void)snprintf(trying->message, CONTRACT_MESSAGE_BYTES, "%s: %s", place, what);
    return false;
}

static const char *name_of(enum hr_status status) {
    return status >= HR_OK && status <= HR_IO ? hr_status_name(status) : "a status that is none";
}

bool try_status(struct trying *trying, enum hr_status status, enum hr_status wanted,
                const char *when) {
    return status == wanted || try_fail(trying, "gives '%s' instead of '%s' %s", name_of(status),
                                        name_of(wanted), when);
}

bool try_refused(struct trying *trying, enum hr_status status) {
    return status == HR_NO_MEMORY || status == HR_TOO_LARGE ||
           try_fail(trying, "gives '%s' when the allocator refused, instead of 'no memory'",
                    name_of(status));
}

void try_refuse_from(struct trying *trying, uint64_t request) {
    trying->failing.mode = HR_FAIL_ALWAYS;
    trying->failing.fail_at = request;
    trying->failing.requests = 0;
}

bool try_was_refused(const struct trying *trying) {
    return trying->failing.mode == HR_FAIL_ALWAYS &&
           trying->failing.requests > trying->failing.fail_at;
}

bool try_footprint(struct trying *trying, const struct hr_footprint *footprint) {
    uint64_t held = trying->counting.counts.live_bytes;
    uint64_t told = (uint64_t)footprint->payload_bytes + footprint->headroom_bytes +
                    footprint->overhead_bytes + footprint->object_bytes + footprint->parked_bytes;
    if (footprint->capacity < footprint->length) {
        return try_fail(trying, "tells a capacity of %zu with a length of %zu", footprint->capacity,
                        footprint->length);
    }
    return told >= held ||
           try_fail(trying, "tells %llu bytes in all where the structure holds %llu",
                    (unsigned long long)told, (unsigned long long)held);
}

bool try_nothing_held(struct trying *trying, const char *when) {
    const struct hr_block_counts *counts = &trying->counting.counts;
    return (counts->live_blocks == 0 && counts->live_bytes == 0) ||
           try_fail(trying, "%llu blocks of %llu bytes are left %s",
                    (unsigned long long)counts->live_blocks, (unsigned long long)counts->live_bytes,
                    when);
}

/* "element_bytes=8 cache=off" */
static void spell_settings(struct trying *trying) {
    size_t used = 0;
    trying->settings_text[0] = '\0';
    for (size_t i = 0; trying->settings[i].name != NULL; i++) {
        int length =
            snprintf(trying->settings_text + used, CONTRACT_SETTINGS_BYTES - used, "%s%s=%s",
                     i > 0 ? " " : "", trying->settings[i].name, trying->settings[i].text);
        used += length > 0 && (size_t)length < CONTRACT_SETTINGS_BYTES - used ? (size_t)length : 0;
    }
}

static void set_defaults(struct trying *trying) {
    const struct hr_parameter *all = trying->adapter->parameters;
    size_t count = 0;
    for (; all != NULL && all[count].name != NULL; count++) {
        trying->settings[count] = (struct hr_setting){all[count].name, all[count].text};
        if (all[count].kind == HR_PARAMETER_FILE) {
            struct case_error error;
            const struct named_file *file = file_name(all[count].words[0], all[count].text, &error);
            trying->settings[count].text = file != NULL ? file->path : all[count].text;
        }
    }
    trying->settings[count] = (struct hr_setting){0};
}

static bool try_settings(struct trying *trying) {
    static bool (*const kinds[])(struct trying *) = {[HR_INTERFACE_SEQUENCE] = contract_sequence,
                                                     [HR_INTERFACE_TUPLE] = contract_tuple,
                                                     [HR_INTERFACE_COORDS] = contract_coords};
    spell_settings(trying);
    return kinds[trying->adapter->interface](trying);
}

/* All defaults, then each further word of each parameter with the defaults of the others. */
static bool try_all_settings(struct trying *trying) {
    const struct hr_parameter *all = trying->adapter->parameters;
    set_defaults(trying);
    bool is_well = try_settings(trying);
    for (size_t i = 0; all != NULL && all[i].name != NULL && is_well; i++) {
        if (all[i].kind != HR_PARAMETER_WORD) {
            continue;
        }
        for (size_t word = 0; all[i].words[word] != NULL && is_well; word++) {
            if (strcmp(all[i].words[word], all[i].text) != 0) {
                trying->settings[i].text = all[i].words[word];
                is_well = try_settings(trying);
            }
        }
        trying->settings[i].text = all[i].text;
    }
    return is_well;
}

static void init(struct trying *trying) {
    const struct hr_adapter *adapter = trying->adapter;
    hr_counting_allocator_init(&trying->counting, hr_allocator_find("heap"));
    hr_failing_allocator_init(&trying->failing, &trying->counting.allocator, HR_FAIL_NEVER, 0);
    trying->config = (struct hr_adapter_config){
        .allocator = adapter->takes_allocator ? &trying->failing.allocator : NULL,
        .growth = adapter->takes_growth ? hr_growth_find("cpython-3.9") : NULL,
        .settings = trying->settings};
}

bool contract_check(const struct hr_adapter *adapter, const struct contract_listener *listener,
                    char message[CONTRACT_MESSAGE_BYTES]) {
    struct trying trying = {
        .adapter = adapter, .listener = listener, .message = message, .verb = ""};
    struct case_error error;
    message[0] = '\0';
    listener->begin(listener->context, adapter->name != NULL ? adapter->name : "", "",
                    "names, parameters and required verbs are there");
    if (!tables_check(adapter, &error)) {
        (void)snprintf(message, CONTRACT_MESSAGE_BYTES, "%s", error.message);
        return false;
    }
    listener->pass(listener->context);
    for (size_t i = 0; tables_verb_at(adapter->interface, i) != NULL; i++) {
        if (!tables_has_verb(adapter, i)) {
            listener->miss(listener->context, adapter->name, tables_verb_at(adapter->interface, i));
        }
    }
    init(&trying);
    return try_all_settings(&trying);
}
