"""Reference for test_statistics.c and test_judge.c, by exact enumeration and the standard library.

Reads lines `median x...`, `quantile q x...`, `rank x...`, `ranksum n x...`, `holm p...` and
answers each with one line: the median; the quantile; V, the two-sided p by enumeration of
all signs, and the Hodges-Lehmann shift; U of the values after the first n, the two-sided p
by enumeration of all ways to choose as many, and the shift; the adjusted p in order.
"""
import itertools
import statistics
import sys


def midranks(sizes):
    return [sum(other < size for other in sizes) + (sum(other == size for other in sizes) + 1) / 2
            for size in sizes]


def rank(values):
    differ = [value for value in values if value != 0]
    ranks = midranks([abs(value) for value in differ])
    positive = sum(r for r, value in zip(ranks, differ) if value > 0)
    below = above = total = 0
    for signs in itertools.product((0, 1), repeat=len(ranks)):
        sum_of_signs = sum(r for r, sign in zip(ranks, signs) if sign)
        below += sum_of_signs <= positive
        above += sum_of_signs >= positive
        total += 1
    p = min(1, 2 * min(below, above) / total)
    walsh = [(a + b) / 2 for a, b in itertools.combinations_with_replacement(values, 2)]
    return positive, p, statistics.median(walsh)


def ranksum(count, values):
    ranks = midranks(values)
    new = len(values) - count
    observed = sum(ranks[count:])
    sums = [sum(chosen) for chosen in itertools.combinations(ranks, new)]
    below = sum(s <= observed for s in sums)
    above = sum(s >= observed for s in sums)
    p = min(1, 2 * min(below, above) / len(sums))
    shift = statistics.median(b - a for a in values[:count] for b in values[count:])
    return observed - new * (new + 1) / 2, p, shift


def holm(chances):
    """Holm: reject while p * (those left) stays below; so the adjusted p is the worst so far."""
    adjusted = {}
    for place, index in enumerate(sorted(range(len(chances)), key=chances.__getitem__)):
        worst = max(adjusted.values(), default=0)
        adjusted[index] = max(worst, min(1, chances[index] * (len(chances) - place)))
    return [adjusted[index] for index in range(len(chances))]


for line in sys.stdin:
    verb, *words = line.split()
    numbers = [float(word) for word in words]
    if verb == "median":
        print(repr(statistics.median(numbers)), flush=True)
    elif verb == "quantile":
        cuts = statistics.quantiles(numbers[1:], n=100, method="inclusive")
        print(repr(cuts[int(numbers[0]) - 1]), flush=True)
    elif verb == "ranksum":
        print(*map(repr, ranksum(int(numbers[0]), numbers[1:])), flush=True)
    elif verb == "holm":
        print(*map(repr, holm(numbers)), flush=True)
    else:
        print(*map(repr, rank(numbers)), flush=True)
