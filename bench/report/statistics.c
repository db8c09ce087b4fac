/*
 * statistics.c - medians, bootstrap intervals and the signed rank test. Knows neither meters nor
 * files.
 */
#include "report/statistics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "workloads/random.h"

static const double confidence = 0.95;
static const double normal_quantile = 1.959963984540054; /* of 0.975 */

static int compare_doubles(const void *left, const void *right) {
    double a = *(const double *)left;
    double b = *(const double *)right;
    return (a > b) - (a < b);
}

void statistics_sort(double *values, size_t count) {
    if (count > 1) {
        qsort(values, count, sizeof *values, compare_doubles);
    }
}

double statistics_median(const double *sorted, size_t count) {
    if (count == 0) {
        return NAN;
    }
    double upper = sorted[count / 2];
    if (count % 2 == 1) {
        return upper;
    }
    double lower = sorted[count / 2 - 1];
    return lower + (upper - lower) / 2;
}

double statistics_quantile(const double *sorted, size_t count, double share) {
    if (count == 0 || !(share >= 0 && share <= 1)) {
        return NAN;
    }
    double position = share * (double)(count - 1);
    size_t below = (size_t)position;
    if (below + 1 >= count) {
        return sorted[count - 1];
    }
    return sorted[below] + (position - (double)below) * (sorted[below + 1] - sorted[below]);
}

/*
 * The two middle order statistics of a resample (the same one twice for odd counts), and how many
 * resamples have just these: a hundred or so of them stand for all.
 */
struct middle {
    uint16_t lower, upper, resamples;
};

struct middles {
    size_t count;
    struct middle item[STATISTICS_RESAMPLES];
};

struct statistics_bootstrap {
    uint64_t seed;
    struct middles *middles[STATISTICS_BOOTSTRAP_MOST + 1]; /* by count; NULL until asked for */
};

struct statistics_bootstrap *statistics_bootstrap_new(uint64_t seed) {
    struct statistics_bootstrap *bootstrap = calloc(1, sizeof *bootstrap);
    if (bootstrap != NULL) {
        bootstrap->seed = seed;
    }
    return bootstrap;
}

void statistics_bootstrap_destroy(struct statistics_bootstrap *bootstrap) {
    if (bootstrap == NULL) {
        return;
    }
    for (size_t i = 0; i <= STATISTICS_BOOTSTRAP_MOST; i++) {
        free(bootstrap->middles[i]);
    }
    free(bootstrap);
}

/* A number below `count` <= 2^16: the high half of a product, biased by less than 2^-16 of 2^-32.
 */
static size_t random_index(uint64_t *state, size_t count) {
    return (size_t)(((random_next(state) >> 32) * count) >> 32);
}

static struct middle middle_of_resample(uint64_t *state, size_t count) {
    uint16_t drawn[STATISTICS_BOOTSTRAP_MOST] = {0};
    for (size_t i = 0; i < count; i++) {
        drawn[random_index(state, count)]++;
    }
    struct middle middle = {.resamples = 1};
    size_t seen = 0;
    size_t place = 0;
    for (; seen + drawn[place] <= (count - 1) / 2; place++) {
        seen += drawn[place];
    }
    middle.lower = (uint16_t)place;
    for (; seen + drawn[place] <= count / 2; place++) {
        seen += drawn[place];
    }
    middle.upper = (uint16_t)place;
    return middle;
}

static int compare_middles(const void *left, const void *right) {
    const struct middle *a = left;
    const struct middle *b = right;
    int sum_a = a->lower + a->upper;
    int sum_b = b->lower + b->upper;
    return sum_a != sum_b ? sum_a - sum_b : a->lower - b->lower;
}

/* Equal ones into one that counts them. */
static void merge_middles(struct middles *middles) {
    qsort(middles->item, STATISTICS_RESAMPLES, sizeof *middles->item, compare_middles);
    middles->count = 1;
    for (size_t i = 1; i < STATISTICS_RESAMPLES; i++) {
        if (compare_middles(&middles->item[middles->count - 1], &middles->item[i]) != 0) {
            middles->item[middles->count++] = middles->item[i];
        } else {
            middles->item[middles->count - 1].resamples++;
        }
    }
}

static const struct middles *middles_for(struct statistics_bootstrap *bootstrap, size_t count) {
    if (bootstrap->middles[count] == NULL) {
        struct middles *middles = malloc(sizeof *middles);
        if (middles == NULL) {
            return NULL;
        }
        uint64_t state = bootstrap->seed ^ (count * UINT64_C(0x2545f4914f6cdd1d));
        for (size_t i = 0; i < STATISTICS_RESAMPLES; i++) {
            middles->item[i] = middle_of_resample(&state, count);
        }
        merge_middles(middles);
        bootstrap->middles[count] = middles;
    }
    return bootstrap->middles[count];
}

/* A median and how many resamples have it. */
struct weighted {
    double median;
    size_t resamples;
};

static int compare_weighted(const void *left, const void *right) {
    return compare_doubles(&((const struct weighted *)left)->median,
                           &((const struct weighted *)right)->median);
}

/* What statistics_quantile gives for the medians written out as often as they occur. */
static double weighted_quantile(const struct weighted *medians, double share) {
    double position = share * (STATISTICS_RESAMPLES - 1);
    size_t below = (size_t)position;
    size_t seen = 0;
    while (seen + medians->resamples <= below) {
        seen += medians->resamples;
        medians++;
    }
    const struct weighted *next = seen + medians->resamples > below + 1 ? medians : medians + 1;
    return medians->median + (position - (double)below) * (next->median - medians->median);
}

/* Ranks of the sign test: count / 2 -+ 1.96 * sqrt(count) / 2. */
static struct statistics_interval order_interval(const double *sorted, size_t count) {
    double half = normal_quantile * sqrt((double)count) / 2;
    size_t low = (size_t)floor((double)count / 2 - half); /* a rank, from 1 */
    return (struct statistics_interval){sorted[low - 1], sorted[count - low]};
}

bool statistics_bootstrap_median(struct statistics_bootstrap *bootstrap, const double *sorted,
                                 size_t count, struct statistics_interval *interval) {
    if (count < 2) {
        return false;
    }
    if (sorted[0] == sorted[count - 1]) {
        *interval = (struct statistics_interval){sorted[0], sorted[0]};
        return true;
    }
    if (count > STATISTICS_BOOTSTRAP_MOST) {
        *interval = order_interval(sorted, count);
        return true;
    }
    const struct middles *middles = middles_for(bootstrap, count);
    if (middles == NULL) {
        return false;
    }
    struct weighted medians[STATISTICS_RESAMPLES];
    for (size_t i = 0; i < middles->count; i++) {
        double lower = sorted[middles->item[i].lower];
        double median = lower + (sorted[middles->item[i].upper] - lower) / 2;
        medians[i] = (struct weighted){median, middles->item[i].resamples};
    }
    qsort(medians, middles->count, sizeof *medians, compare_weighted);
    interval->low = weighted_quantile(medians, (1 - confidence) / 2);
    interval->high = weighted_quantile(medians, (1 + confidence) / 2);
    return true;
}

/* Differences by size, for ranking. */
static int compare_sizes(const void *left, const void *right) {
    double a = fabs(*(const double *)left);
    double b = fabs(*(const double *)right);
    return (a > b) - (a < b);
}

/* Twice the mean rank of each of `count` nonzero values ascending by size: always whole. */
static void double_ranks(const double *by_size, size_t count, size_t *ranks) {
    for (size_t first = 0; first < count;) {
        size_t end = first + 1;
        while (end < count && fabs(by_size[end]) == fabs(by_size[first])) {
            end++;
        }
        for (size_t i = first; i < end; i++) {
            ranks[i] = first + 1 + end;
        }
        first = end;
    }
}

/*
 * chance[s] = probability that the doubled ranks of a random half (each in or out by a coin) sum to
 * s, for s in 0 ... count * (count + 1).
 */
static double *rank_sum_chances(const size_t *ranks, size_t count) {
    size_t most = count * (count + 1);
    double *chance = calloc(most + 1, sizeof *chance);
    if (chance == NULL) {
        return NULL;
    }
    chance[0] = 1;
    size_t reached = 0;
    for (size_t i = 0; i < count; i++) {
        reached += ranks[i];
        for (size_t sum = reached + 1; sum-- > 0;) {
            double with = sum >= ranks[i] ? chance[sum - ranks[i]] : 0;
            chance[sum] = (chance[sum] + with) / 2;
        }
    }
    return chance;
}

static double p_exact(const double *chance, size_t most, size_t doubled_sum) {
    double below = 0;
    double above = 0;
    for (size_t sum = 0; sum <= most; sum++) {
        below += sum <= doubled_sum ? chance[sum] : 0;
        above += sum >= doubled_sum ? chance[sum] : 0;
    }
    return fmin(1, 2 * fmin(below, above));
}

/* Normal approximation with continuity correction; the variance is that of the ranks as they are.
 */
static double p_normal(const size_t *ranks, size_t count, double rank_sum) {
    double variance = 0;
    double total = 0;
    for (size_t i = 0; i < count; i++) {
        double rank = (double)ranks[i] / 2;
        variance += rank * rank / 4;
        total += rank;
    }
    double distance = fmax(0, fabs(rank_sum - total / 2) - 0.5);
    return fmin(1, erfc(distance / sqrt(variance) / sqrt(2)));
}

static bool rank_test(const double *by_size, size_t count, struct statistics_shift *shift) {
    shift->pairs = count;
    shift->p = 1;
    shift->rank_sum = 0;
    if (count == 0) {
        return true;
    }
    size_t *ranks = calloc(count, sizeof *ranks);
    if (ranks == NULL) {
        return false;
    }
    double_ranks(by_size, count, ranks);
    size_t doubled = 0;
    for (size_t i = 0; i < count; i++) {
        doubled += by_size[i] > 0 ? ranks[i] : 0;
    }
    shift->rank_sum = (double)doubled / 2;
    if (count > STATISTICS_EXACT_PAIRS) {
        shift->p = p_normal(ranks, count, shift->rank_sum);
        free(ranks);
        return true;
    }
    double *chance = rank_sum_chances(ranks, count);
    if (chance != NULL) {
        shift->p = p_exact(chance, count * (count + 1), doubled);
    }
    free(ranks);
    free(chance);
    return chance != NULL;
}

/*
 * How many Walsh averages lie outside the interval on each side, at least 1: the greatest k with
 * P(rank sum < k) <= (1 - confidence) / 2, as R's wilcox.test takes it. *reached is the confidence
 * that the interval then has. 0 without memory.
 */
static size_t outside_exact(size_t count, double *reached) {
    size_t ranks[STATISTICS_EXACT_PAIRS];
    for (size_t i = 0; i < count; i++) {
        ranks[i] = 2 * (i + 1);
    }
    double *chance = rank_sum_chances(ranks, count);
    if (chance == NULL) {
        return 0;
    }
    double below = chance[0];
    size_t outside = 1;
    while (below + chance[2 * outside] <= (1 - confidence) / 2) {
        below += chance[2 * outside];
        outside++;
    }
    *reached = 1 - 2 * below;
    free(chance);
    return outside;
}

static size_t outside_normal(size_t count, double *reached) {
    double n = (double)count;
    double middle = n * (n + 1) / 4;
    double half = normal_quantile * sqrt(n * (n + 1) * (2 * n + 1) / 24);
    *reached = confidence;
    return (size_t)fmax(1, floor(middle - half));
}

static bool walsh(const double *sorted, size_t count, struct statistics_shift *shift) {
    size_t averages = count * (count + 1) / 2;
    double *average = calloc(averages, sizeof *average);
    size_t outside = count > STATISTICS_EXACT_PAIRS ? outside_normal(count, &shift->confidence)
                                                    : outside_exact(count, &shift->confidence);
    if (average == NULL || outside == 0) {
        free(average);
        return false;
    }
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i; j < count; j++) {
            average[used++] = sorted[i] + (sorted[j] - sorted[i]) / 2;
        }
    }
    statistics_sort(average, averages);
    shift->shift = statistics_median(average, averages);
    shift->interval.low = average[outside - 1];
    shift->interval.high = average[averages - outside];
    free(average);
    return true;
}

bool statistics_signed_rank(double *differences, size_t count, struct statistics_shift *shift) {
    if (count == 0 || count > STATISTICS_MOST_PAIRS) {
        return false;
    }
    qsort(differences, count, sizeof *differences, compare_sizes);
    size_t zeros = 0;
    while (zeros < count && differences[zeros] == 0) {
        zeros++;
    }
    if (!rank_test(differences + zeros, count - zeros, shift)) {
        return false;
    }
    statistics_sort(differences, count);
    return walsh(differences, count, shift);
}
