/*
 * rank_sum.c - the rank sum test by counting subsets of the pooled ranks, and the shift by sorting
 * all differences.
 */
#include "report/rank_sum.h"

#include <math.h>
#include <stdlib.h>

static const double confidence = 0.95;
static const double normal_quantile = 1.959963984540054; /* of 0.975 */

double rank_sum_least_p(size_t old_count, size_t new_count) {
    if (old_count == 0 || new_count == 0) {
        return 1;
    }
    double n = (double)old_count;
    double m = (double)new_count;
    return fmin(1, 2 * exp(lgamma(n + 1) + lgamma(m + 1) - lgamma(n + m + 1)));
}

/*
 * Twice the mean ranks of the pooled values, ascending, and the sum of those of the new ones: two
 * sorted groups merged.
 */
static size_t pool_ranks(const double *old_values, size_t old_count, const double *new_values,
                         size_t new_count, size_t *ranks) {
    size_t i = 0;
    size_t j = 0;
    size_t sum = 0;
    while (i + j < old_count + new_count) {
        size_t first = i + j;
        bool is_old = j == new_count || (i < old_count && old_values[i] <= new_values[j]);
        double value = is_old ? old_values[i] : new_values[j];
        size_t of_new = 0;
        for (; i < old_count && old_values[i] == value; i++) {
        }
        for (; j < new_count && new_values[j] == value; j++) {
            of_new++;
        }
        size_t rank = first + 1 + i + j;
        for (size_t at = first; at < i + j; at++) {
            ranks[at] = rank;
        }
        sum += of_new * rank;
    }
    return sum;
}

/*
 * The chance of each sum of doubled ranks when `taken` of `count` are drawn: chance[s] for s in
 * 0 ... count (count + 1). NULL without memory. A table [drawn so far][sum], one rank at a time;
 * after i ranks a cell holds subsets / (count over drawn)-free numbers below 2^60, which a double
 * holds to 15 digits.
 */
static double *subset_chances(const size_t *ranks, size_t count, size_t taken) {
    size_t width = count * (count + 1) + 1;
    double *subsets = calloc((taken + 1) * width, sizeof *subsets);
    double *chance = calloc(width, sizeof *chance);
    if (subsets == NULL || chance == NULL) {
        free(subsets);
        free(chance);
        return NULL;
    }
    subsets[0] = 1;
    for (size_t i = 0; i < count; i++) {
        for (size_t drawn = i < taken ? i + 1 : taken; drawn > 0; drawn--) {
            const double *from = subsets + (drawn - 1) * width;
            double *to = subsets + drawn * width;
            for (size_t sum = ranks[i]; sum < width; sum++) {
                to[sum] += from[sum - ranks[i]];
            }
        }
    }
    double all = 0;
    for (size_t sum = 0; sum < width; sum++) {
        all += subsets[taken * width + sum];
    }
    for (size_t sum = 0; sum < width; sum++) {
        chance[sum] = subsets[taken * width + sum] / all;
    }
    free(subsets);
    return chance;
}

static bool find_p_exact(const size_t *ranks, size_t count, size_t taken, size_t sum_of_new,
                         double *p) {
    double *chance = subset_chances(ranks, count, taken);
    if (chance == NULL) {
        return false;
    }
    double below = 0;
    double above = 0;
    for (size_t sum = 0; sum <= count * (count + 1); sum++) {
        below += sum <= sum_of_new ? chance[sum] : 0;
        above += sum >= sum_of_new ? chance[sum] : 0;
    }
    free(chance);
    *p = fmin(1, 2 * fmin(below, above));
    return true;
}

/* With continuity correction; the variance is that of the ranks as they are, ties and all. */
static double p_normal(const size_t *ranks, size_t count, size_t taken, size_t sum_of_new) {
    double mean_rank = ((double)count + 1) / 2;
    double spread = 0;
    for (size_t i = 0; i < count; i++) {
        double from_mean = (double)ranks[i] / 2 - mean_rank;
        spread += from_mean * from_mean;
    }
    double n = (double)taken;
    double total = (double)count;
    double variance = n * (total - n) / total / (total - 1) * spread;
    double distance = fmax(0, fabs((double)sum_of_new / 2 - n * mean_rank) - 0.5);
    return variance > 0 ? fmin(1, erfc(distance / sqrt(2 * variance))) : 1;
}

/* How many differences lie outside the interval on each side, at least 1; 0 without memory. */
static size_t outside_exact(size_t old_count, size_t new_count, double *reached) {
    size_t ranks[RANK_SUM_EXACT];
    size_t count = old_count + new_count;
    for (size_t i = 0; i < count; i++) {
        ranks[i] = 2 * (i + 1);
    }
    double *chance = subset_chances(ranks, count, new_count);
    if (chance == NULL) {
        return 0;
    }
    size_t least = new_count * (new_count + 1); /* the doubled sum of u = 0 */
    double below = chance[least];
    size_t outside = 1;
    while (below + chance[least + 2 * outside] <= (1 - confidence) / 2) {
        below += chance[least + 2 * outside];
        outside++;
    }
    *reached = fmax(0, 1 - 2 * below);
    free(chance);
    return outside;
}

static size_t outside_normal(size_t old_count, size_t new_count, double *reached) {
    double n = (double)old_count;
    double m = (double)new_count;
    *reached = confidence;
    return (size_t)fmax(1, floor(n * m / 2 - normal_quantile * sqrt(n * m * (n + m + 1) / 12)));
}

static bool find_shift(const double *old_values, size_t old_count, const double *new_values,
                       size_t new_count, struct rank_sum *result) {
    size_t count = old_count * new_count;
    size_t outside = old_count + new_count > RANK_SUM_EXACT
                         ? outside_normal(old_count, new_count, &result->confidence)
                         : outside_exact(old_count, new_count, &result->confidence);
    double *differences = calloc(count, sizeof *differences);
    if (differences == NULL || outside == 0) {
        free(differences);
        return false;
    }
    for (size_t i = 0; i < old_count; i++) {
        for (size_t j = 0; j < new_count; j++) {
            differences[i * new_count + j] = new_values[j] - old_values[i];
        }
    }
    statistics_sort(differences, count);
    result->shift = statistics_median(differences, count);
    result->interval.low = differences[outside - 1];
    result->interval.high = differences[count - outside];
    free(differences);
    return true;
}

bool rank_sum_test(double *old_values, size_t old_count, double *new_values, size_t new_count,
                   struct rank_sum *result) {
    bool is_possible =
        old_count > 0 && new_count > 0 && old_count <= RANK_SUM_MOST && new_count <= RANK_SUM_MOST;
    size_t *ranks = is_possible ? calloc(old_count + new_count, sizeof *ranks) : NULL;
    if (ranks == NULL) {
        return false;
    }
    statistics_sort(old_values, old_count);
    statistics_sort(new_values, new_count);
    size_t sum = pool_ranks(old_values, old_count, new_values, new_count, ranks);
    size_t count = old_count + new_count;
    result->u = (double)sum / 2 - (double)(new_count * (new_count + 1)) / 2;
    bool is_whole = true;
    if (count <= RANK_SUM_EXACT) {
        is_whole = find_p_exact(ranks, count, new_count, sum, &result->p);
    } else {
        result->p = p_normal(ranks, count, new_count, sum);
    }
    free(ranks);
    return is_whole && find_shift(old_values, old_count, new_values, new_count, result);
}
