/*
 * record.c - one line of the results format: escaping, checksum, shape. Knows nothing of files, and
 * writing allocates nothing.
 */
#include "results/record.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { TAIL_BYTES = 10, MARK_BYTES = 2, HEX_DIGITS = 8 }; /* <tab> '#' and eight digits */

const char record_wrong_checksum[] = "the checksum does not match";

static const char hex[] = "0123456789abcdef";

/* By record_kind. */
static const struct {
    const char *word;
    size_t fields;
} shapes[] = {{"header", 2}, {"env", 2},     {"meter", 7}, {"trial", 5},
              {"sample", 4}, {"outcome", 3}, {"end", 1}};

enum { KINDS = sizeof shapes / sizeof shapes[0] };

static const char *const outcome_names[OUTCOMES] = {"ok",        "unsupported", "skipped",
                                                    "no-memory", "wrong",       "failed",
                                                    "crashed",   "timed-out",   "garbled"};

const char *outcome_name(enum outcome_kind kind) {
    return outcome_names[kind];
}

bool outcome_find(const char *name, enum outcome_kind *kind) {
    for (unsigned i = 0; i < OUTCOMES; i++) {
        if (strcmp(outcome_names[i], name) == 0) {
            *kind = (enum outcome_kind)i;
            return true;
        }
    }
    return false;
}

bool record_count(const char *text, uint64_t *value) {
    if (!isdigit((unsigned char)text[0])) {
        return false;
    }
    char *end;
    errno = 0;
    unsigned long long number = strtoull(text, &end, 10);
    *value = number;
    return *end == '\0' && errno == 0;
}

/* A line that is being written; `used` never exceeds `bytes`. */
struct output {
    char *line;
    size_t used, bytes;
    bool is_full;
};

static void put(struct output *out, const char *text, size_t length) {
    if (out->is_full || length > out->bytes - out->used) {
        out->is_full = true;
        return;
    }
    memcpy(out->line + out->used, text, length);
    out->used += length;
}

static bool is_control(unsigned char byte) {
    return byte < 0x20 || byte == 0x7f;
}

static void put_escaped(struct output *out, const char *text) {
    for (; *text != '\0' && !out->is_full; text++) {
        unsigned char byte = (unsigned char)*text;
        const char escape[] = {'\\', 'x', hex[byte >> 4], hex[byte & 15]};
        if (byte == '\t') {
            put(out, "\\t", 2);
        } else if (byte == '\n') {
            put(out, "\\n", 2);
        } else if (byte == '\\') {
            put(out, "\\\\", 2);
        } else if (is_control(byte)) {
            put(out, escape, sizeof escape);
        } else {
            put(out, text, 1);
        }
    }
}

static uint32_t checksum(uint32_t chain, const char *text, size_t length) {
    return (uint32_t)crc32(chain, (const unsigned char *)text, (unsigned)length);
}

static char digit_of(uint32_t crc, unsigned place) {
    return hex[(crc >> (28 - 4 * place)) & 15];
}

static void put_checksum(struct output *out) {
    uint32_t crc = checksum(0, out->line, out->used);
    char tail[TAIL_BYTES + 1] = "\t#";
    for (unsigned i = 0; i < HEX_DIGITS; i++) {
        tail[MARK_BYTES + i] = digit_of(crc, i);
    }
    tail[TAIL_BYTES] = '\n';
    put(out, tail, sizeof tail);
}

size_t record_write(enum record_kind kind, const char *const *field, size_t fields, char *line,
                    size_t bytes) {
    if (fields != shapes[kind].fields) {
        return 0;
    }
    struct output out = {.line = line,
                         .bytes = bytes < RECORD_LINE_BYTES ? bytes : RECORD_LINE_BYTES};
    put(&out, shapes[kind].word, strlen(shapes[kind].word));
    for (size_t i = 0; i < fields; i++) {
        put(&out, "\t", 1);
        put_escaped(&out, field[i]);
    }
    put_checksum(&out);
    return out.is_full ? 0 : out.used;
}

void record_chain(char *line, size_t length, uint32_t *chain) {
    size_t body = length - TAIL_BYTES - 1;
    *chain = checksum(*chain, line, body);
    for (unsigned i = 0; i < HEX_DIGITS; i++) {
        line[body + MARK_BYTES + i] = digit_of(*chain, i);
    }
}

static int hex_value(char digit) {
    const char *found = digit != '\0' ? strchr(hex, digit) : NULL;
    return found != NULL ? (int)(found - hex) : -1;
}

/* One escape after its backslash; returns the characters it took, 0 when it is none. */
static size_t unescape_one(const char *text, char *byte) {
    switch (text[0]) {
    case 't':
        *byte = '\t';
        return 1;
    case 'n':
        *byte = '\n';
        return 1;
    case '\\':
        *byte = '\\';
        return 1;
    case 'x':
        break;
    default:
        return 0;
    }
    int high = hex_value(text[1]);
    int low = high >= 0 ? hex_value(text[2]) : -1;
    *byte = (char)(high * 16 + low);
    return low >= 0 && high * 16 + low != 0 ? 3 : 0;
}

/* In place; false for an escape that is none or a control byte that should have been one. */
static bool unescape(char *text) {
    char *to = text;
    while (*text != '\0') {
        if (is_control((unsigned char)*text)) {
            return false;
        }
        if (*text != '\\') {
            *to++ = *text++;
            continue;
        }
        size_t taken = unescape_one(text + 1, to);
        if (taken == 0) {
            return false;
        }
        text += 1 + taken;
        to++;
    }
    *to = '\0';
    return true;
}

/* Checks the checksum and cuts it off. */
static const char *cut_checksum(char *line, uint32_t *chain) {
    size_t length = strlen(line);
    if (length + 1 > RECORD_LINE_BYTES) {
        return "the line is too long";
    }
    if (length < TAIL_BYTES || memcmp(line + length - TAIL_BYTES, "\t#", MARK_BYTES) != 0) {
        return "the line has no checksum at its end";
    }
    size_t body = length - TAIL_BYTES;
    *chain = checksum(*chain, line, body);
    for (unsigned i = 0; i < HEX_DIGITS; i++) {
        if (line[body + MARK_BYTES + i] != digit_of(*chain, i)) {
            return record_wrong_checksum;
        }
    }
    line[body] = '\0';
    return NULL;
}

static const char *skip_digits(const char *text) {
    while (isdigit((unsigned char)*text)) {
        text++;
    }
    return text;
}

/* An integer, or a fraction with or without an exponent: what "%.17g" writes of a finite number. */
static bool is_number(const char *text) {
    text += *text == '-';
    const char *end = skip_digits(text);
    if (end == text) {
        return false;
    }
    if (*end == '.') {
        text = end + 1;
        end = skip_digits(text);
        if (end == text) {
            return false;
        }
    }
    if (*end == 'e') {
        text = end + 1;
        text += *text == '-' || *text == '+';
        end = skip_digits(text);
        if (end == text) {
            return false;
        }
    }
    return *end == '\0';
}

bool record_is_missing(const char *value) {
    size_t length = strlen(value);
    return length > 5 && strncmp(value, "n/a(", 4) == 0 && value[length - 1] == ')';
}

static const char *check_fields(const struct record *record) {
    uint64_t number;
    enum outcome_kind outcome;
    const char *const *field = record->field;
    switch (record->kind) {
    case RECORD_TRIAL:
        return record_count(field[0], &number) && record_count(field[2], &number) &&
                       record_count(field[3], &number)
                   ? NULL
                   : "the trial's id, repetition or order is not a whole number";
    case RECORD_SAMPLE:
        if (!record_count(field[0], &number) || !record_count(field[2], &number)) {
            return "the sample's trial or step is not a whole number";
        }
        return record_is_missing(field[3]) || is_number(field[3])
                   ? NULL
                   : "the value is neither a number nor n/a(REASON)";
    case RECORD_OUTCOME:
        if (!record_count(field[0], &number)) {
            return "the outcome's trial is not a whole number";
        }
        return outcome_find(field[1], &outcome) ? NULL : "the outcome is unknown";
    case RECORD_END:
        return record_count(field[0], &number) ? NULL : "the end has no whole number of trials";
    default:
        return NULL;
    }
}

static bool find_kind(const char *word, enum record_kind *kind) {
    for (unsigned i = 0; i < KINDS; i++) {
        if (strcmp(shapes[i].word, word) == 0) {
            *kind = (enum record_kind)i;
            return true;
        }
    }
    return false;
}

const char *record_parse_chained(char *line, uint32_t *chain, struct record *record) {
    const char *wrong = cut_checksum(line, chain);
    if (wrong != NULL) {
        return wrong;
    }
    char *rest = line;
    char *word = strsep(&rest, "\t");
    if (!find_kind(word, &record->kind)) {
        return "the kind of the record is unknown";
    }
    record->fields = 0;
    while (rest != NULL) {
        char *field = strsep(&rest, "\t");
        if (record->fields == RECORD_FIELDS || !unescape(field)) {
            return record->fields == RECORD_FIELDS ? "the record has too many fields"
                                                   : "a field is not escaped as it must be";
        }
        record->field[record->fields++] = field;
    }
    if (record->fields != shapes[record->kind].fields) {
        return "the record has the wrong number of fields";
    }
    return check_fields(record);
}

const char *record_parse(char *line, struct record *record) {
    uint32_t chain = 0;
    return record_parse_chained(line, &chain, record);
}
