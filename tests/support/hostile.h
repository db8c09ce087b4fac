/*
 * hostile.h - a run with names that nobody would give, and whether a text is free of what they
 * would do to a terminal; for the tests of formats.
 */
#ifndef HEADROOM_TEST_HOSTILE_H
#define HEADROOM_TEST_HOSTILE_H

#include "support/exported.h"

/* What nobody would call anything, as a label and as a value; a key's words hold no blank. */
static const char hostile_label[] =
    "</script>|`touch x`\n\033]0;x\a\"',;\\\tBenchmarkX 1\xff\xc2\x9b"
    "31m\xe2\x80\xae $(x) **@all** _a_ <b> a:b/c-3";
static const char hostile_value[] =
    "</script>|`x`\n\033[31m\"',;\\\t=/:\xff\xc2\x9b\xe2\x80\xae$(x)**@all**-3";

static inline bool is_escape_free(const char *text) {
    for (; *text != '\0'; text++) {
        unsigned char byte = (unsigned char)*text;
        if ((byte < 0x20 && byte != '\n') || byte == 0x7f || byte == 0xff ||
            (byte == 0xc2 && (unsigned char)text[1] == 0x9b) ||
            memcmp(text, "\xe2\x80\xae", strnlen(text, 3)) == 0) {
            return false;
        }
    }
    return true;
}

/* Two cases whose growth is hostile, so that it is in a column, under a hostile label. */
static inline void gather_hostile(struct reading *reading) {
    char key[512];
    struct synthetic run = open_reading(reading);
    snprintf(key, sizeof key, "growth=%s workload=%s length=10", hostile_value, hostile_value);
    add_case(&run, key);
    add_failures(&run, key, OUTCOME_CRASHED);
    snprintf(key, sizeof key, "growth=plain workload=%s length=10", hostile_value);
    add_case(&run, key);
    synthetic_close(&run);
    gather_reading(reading, hostile_label);
}

#endif
