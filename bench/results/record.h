/*
 * record.h - one line of the results format, in memory and as text. Worker pipes and results files
 * speak it; FORMAT.md describes it for people who script on it.
 *
 *     header   headroom-results  1
 *     env      KEY  VALUE
 *     meter    NAME  UNIT  lower|higher|neither  exact|noisy  LANES  WHERE  FORMULA
 *     trial    ID  LANE  REPETITION  ORDER  CASE KEY
 *     sample   ID  METER  STEP  VALUE
 *     outcome  ID  KIND  DETAIL
 *     end      TRIALS
 *
 * Fields are separated by one tab. Every line ends with <tab> '#' and eight hexadecimal digits: the
 * CRC-32 of all before that tab; in a file it goes on from the one of the line before, so that a
 * line which is missing, doubled or moved is found as well. A VALUE is a decimal integer, a decimal
 * fraction with or without an exponent, or n/a(REASON). Tabs, line ends, backslashes and other
 * control bytes in texts are written \t \n \\ \xHH.
 */
#ifndef HEADROOM_BENCH_RECORD_H
#define HEADROOM_BENCH_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { RECORD_FIELDS = 8, RECORD_LINE_BYTES = 2048 };

enum record_kind {
    RECORD_HEADER,
    RECORD_ENV,
    RECORD_METER,
    RECORD_TRIAL,
    RECORD_SAMPLE,
    RECORD_OUTCOME,
    RECORD_END,
};

/* How a trial ended. */
enum outcome_kind {
    OUTCOME_OK,
    OUTCOME_UNSUPPORTED, /* detail: why */
    OUTCOME_SKIPPED,     /* detail: why */
    OUTCOME_NO_MEMORY,
    OUTCOME_WRONG,     /* detail: what differs */
    OUTCOME_FAILED,    /* detail: exit status and last words */
    OUTCOME_CRASHED,   /* detail: signal */
    OUTCOME_TIMED_OUT, /* detail: after how long */
    OUTCOME_GARBLED,   /* detail: the line that is no record */
    OUTCOMES,
};

const char *
outcome_name(enum outcome_kind kind); /* "ok", "unsupported", "no-memory", "timed-out" */
bool outcome_find(const char *name, enum outcome_kind *kind);

/* The fields after the first, unescaped; they point into the line that was parsed. */
struct record {
    enum record_kind kind;
    size_t fields;
    const char *field[RECORD_FIELDS];
};

/*
 * Writes a record as a line with its checksum and '\n' into `line`; returns its length, or 0 when
 * it does not fit in `bytes`. Allocates nothing and uses no stdio: workers call it.
 */
size_t record_write(enum record_kind kind, const char *const *field, size_t fields, char *line,
                    size_t bytes);

/*
 * Makes the checksum of a line that record_write wrote, `length` bytes with its '\n', go on from
 * *chain, the checksum of the line before it, and stores it there. The first line goes on from 0,
 * as record_write does with every line. Allocates nothing.
 */
void record_chain(char *line, size_t length, uint32_t *chain);

/*
 * Parses one line without its '\n', in place: `line` is cut into fields. NULL when it is a whole
 * and correct record, otherwise what is wrong with it ("checksum does not match", ...).
 */
const char *record_parse(char *line, struct record *record);

/*
 * The same for a line whose checksum goes on from *chain, which becomes the line's own. Where that
 * is all that is wrong the answer is record_wrong_checksum itself.
 */
extern const char record_wrong_checksum[];
const char *record_parse_chained(char *line, uint32_t *chain, struct record *record);

/* Whether a sample's value is n/a(REASON). */
bool record_is_missing(const char *value);

/* Decimal digits and nothing else, within 64 bits. */
bool record_count(const char *text, uint64_t *value);

#endif
