/*
 * reading.c - the series of a meter, or of the two meters that are the ends of a range.
 */
#include "report/reading.h"

#include <math.h>

bool reading_is_usable(const struct reading *reading) {
    return reading->kind > READING_MISSING;
}

static struct reading read_series(const struct gather *gather, const struct gather_series *series) {
    if (series == NULL) {
        return (struct reading){.kind = READING_NONE, .median = NAN};
    }
    const struct gather_meter *meter = &gather->meters[series->meter];
    struct reading reading = {.median = series->median,
                              .low = series->low,
                              .high = series->high,
                              .text = series->text,
                              .differs = series->differs,
                              .count = series->count,
                              .meter = meter};
    reading.kind = meter->kind == METER_NOISY ? READING_NOISY : READING_EXACT;
    if (series->count == 0) {
        reading.kind = READING_MISSING;
        reading.text = series->missing == NULL ? "" : series->missing;
    }
    return reading;
}

static double lower_end(const struct reading *reading) {
    return isnan(reading->low) ? reading->median : reading->low;
}

static double upper_end(const struct reading *reading) {
    return isnan(reading->high) ? reading->median : reading->high;
}

struct reading reading_of(const struct gather *gather, const struct gather_case *a_case,
                          const struct headline *headline) {
    struct reading high = read_series(gather, gather_find(gather, a_case, headline->meter));
    if (headline->lower == NULL || !reading_is_usable(&high)) {
        return high;
    }
    struct reading low = read_series(gather, gather_find(gather, a_case, headline->lower));
    if (!reading_is_usable(&low)) {
        return high;
    }
    struct reading range = high;
    range.low = lower_end(&low);
    range.high = upper_end(&high);
    range.median = (low.median + high.median) / 2;
    range.kind = range.low == range.high ? high.kind : READING_RANGE;
    range.differs = high.differs || low.differs;
    return range;
}
