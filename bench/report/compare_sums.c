/*
 * compare_sums.c - a comparison in numbers, and what its rows have to say besides them.
 */
#include "report/compare_tables.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

bool compare_is_repetition(const struct compare *compare, size_t at) {
    const struct compare_row *row = &compare->rows[at];
    const struct compare_row *before = at > 0 ? row - 1 : NULL;
    if (before == NULL || row->how != COMPARE_EXACT || before->match != row->match ||
        before->meter != row->meter || before->step != row->step ||
        before->verdict != row->verdict) {
        return false;
    }
    for (size_t side = 0; side < 2; side++) {
        const struct compare_values *mine = &row->sides[side];
        const struct compare_values *other = &before->sides[side];
        bool is_equal = mine->text != NULL && other->text != NULL &&
                        strcmp(mine->text, other->text) == 0 &&
                        mine->is_unsteady == other->is_unsteady;
        if (!is_equal && (mine->count > 0 || other->count > 0)) {
            return false;
        }
    }
    return true;
}

struct compare_sum compare_sum_up(const struct compare *compare) {
    struct compare_sum sum = {0};
    for (size_t i = 0; i < compare->row_count; i++) {
        sum.rows[compare->rows[i].verdict] += !compare_is_repetition(compare, i);
    }
    for (size_t i = 0; i < compare->matches.count; i++) {
        const struct match *match = &compare->matches.match[i];
        sum.added += match->old_case == NULL;
        sum.failed_additions += compare_is_failed_addition(match);
        sum.removed += match->new_case == NULL;
        if (match->old_case != NULL && match->new_case != NULL) {
            bool is_worse = compare_is_worse_outcome(match);
            bool was_ok = gather_is_ok(match->old_case);
            bool is_ok = gather_is_ok(match->new_case);
            sum.worse_outcomes += is_worse;
            sum.mended_outcomes += !was_ok && is_ok;
            sum.other_outcomes += !was_ok && !is_ok;
        }
    }
    return sum;
}

struct limit_sum compare_limit_sum(const struct compare *compare, const struct limit *limit) {
    struct limit_sum sum = {0};
    for (size_t i = 0; i < compare->row_count; i++) {
        const struct compare_row *row = &compare->rows[i];
        enum limit_outcome outcome = limit_check(limit, row);
        if (compare_is_repetition(compare, i)) {
            continue;
        }
        sum.kept += outcome == LIMIT_KEPT;
        sum.lost += outcome == LIMIT_LOST;
        sum.apart += outcome == LIMIT_APART;
        if (outcome == LIMIT_TOO_FEW) {
            sum.too_few++;
            sum.needed = row->judgement.needed > sum.needed ? row->judgement.needed : sum.needed;
        }
        if (outcome == LIMIT_EXCEEDED) {
            bool is_percent = limit->most.unit == AMOUNT_PERCENT;
            double change = fabs(is_percent ? row->percent : row->difference);
            const struct compare_row *worst = sum.worst;
            double most =
                worst == NULL ? -1 : fabs(is_percent ? worst->percent : worst->difference);
            sum.exceeded++;
            sum.worst = worst == NULL || change > most ? row : worst;
        }
    }
    return sum;
}

static size_t tell_modes(const struct compare_row *row, size_t side, char *note, size_t room) {
    const struct modes *modes = &row->sides[side].modes;
    size_t used = 0;
    if (modes->count < 2) {
        return 0;
    }
    used = (size_t)snprintf(note, room, "%s values lie in %zu heaps:", side == 0 ? "old" : "new",
                            modes->count);
    for (size_t i = 0; i < modes->count && used < room; i++) {
        used += (size_t)snprintf(note + used, room - used, "%s %.6g %s (%zu of %zu)",
                                 i > 0 ? "," : "", modes->mode[i].center, row->meter->unit,
                                 modes->mode[i].values, row->sides[side].count);
    }
    return used < room ? used : room - 1;
}

static const char *reason_of(const struct compare_row *row, char reason[REPORT_REASON_BYTES]) {
    const struct compare_values *side = &row->sides[row->verdict == COMPARE_LOST];
    report_reason(side->missing == NULL ? "no value" : side->missing, reason);
    return reason;
}

void compare_note(const struct compare_row *row, char note[COMPARE_NOTE_BYTES]) {
    char reason[REPORT_REASON_BYTES];
    size_t used = 0;
    note[0] = '\0';
    if (row->verdict == COMPARE_LOST || row->verdict == COMPARE_GAINED) {
        used =
            (size_t)snprintf(note, COMPARE_NOTE_BYTES, "%s: %s",
                             row->verdict == COMPARE_LOST ? "new" : "old", reason_of(row, reason));
    } else if (row->verdict == COMPARE_TOO_FEW) {
        used = (size_t)snprintf(note, COMPARE_NOTE_BYTES, "too few: it takes %zu %s",
                                row->judgement.needed,
                                row->how == COMPARE_PAIRS ? "pairs" : "values on each side");
    } else if (row->is_untested) {
        used = (size_t)snprintf(note, COMPARE_NOTE_BYTES,
                                "%zu equal values against %zu equal values: seen, not tested, for "
                                "which it takes %zu",
                                row->sides[0].count, row->sides[1].count, row->judgement.needed);
    } else if (row->sides[0].is_unsteady || row->sides[1].is_unsteady) {
        used = (size_t)snprintf(note, COMPARE_NOTE_BYTES,
                                "exact, but repetitions differ: old %.17g to %.17g, new %.17g to "
                                "%.17g",
                                row->sides[0].least, row->sides[0].most, row->sides[1].least,
                                row->sides[1].most);
    }
    for (size_t side = 0; side < 2; side++) {
        if (row->sides[side].modes.count > 1 && used + 2 < COMPARE_NOTE_BYTES) {
            used += (size_t)snprintf(note + used, COMPARE_NOTE_BYTES - used, "%s",
                                     used > 0 ? "; " : "");
            used += tell_modes(row, side, note + used, COMPARE_NOTE_BYTES - used);
        }
    }
}
