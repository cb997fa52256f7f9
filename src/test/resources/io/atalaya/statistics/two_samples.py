#!/usr/bin/env python3
"""Writes two_samples.txt: pairs of samples and what SciPy says about them.

Run: python3 two_samples.py > two_samples.txt        (SciPy 1.17.1, NumPy 2.4.6, seconds)

A sample is described by "size:seed:levels:power:shift". Its values are

    shift + (levels > 0 ? floor(levels * u^power) : u^power)

for u from the 64-bit linear congruential generator of Knuth (MMIX), state = state *
6364136223846793005 + 1442695040888963407, started at the seed, u = (state >> 11) / 2^53. One level
is a constant. Only operations that IEEE 754 rounds alike everywhere are used.

Columns: reference, current, D, p, W1, paths
    D, p  scipy.stats.ks_2samp(reference, current, method="exact"); where SciPy reports that it
          failed (its p for equal sizes can be 1 + 2e-16, which it then refuses), p is as "paths"
    W1    scipy.stats.wasserstein_distance(reference, current)
    paths P(D >= d) by counting lattice paths in integers, correct to the last digit, where
          n * m <= 60000; else nan
"""

import math
import random
import warnings
from fractions import Fraction

import numpy as np
import scipy
from scipy.stats import ks_2samp, wasserstein_distance

MASK = 2**64 - 1


def sample(size, seed, levels, power, shift):
    values = np.empty(size)
    state = seed
    for i in range(size):
        state = (state * 6364136223846793005 + 1442695040888963407) & MASK
        u = (state >> 11) / 2**53
        u = u * u if power == 2 else u
        values[i] = shift + (math.floor(levels * u) if levels > 0 else u)
    return values


def paths(d, n, m):
    """P(D >= d): one less the share of the paths that stay where |i/n - j/m| < d."""
    unit = math.lcm(n, m)
    bound = round(d * unit)
    inside = [0] * (m + 1)
    for i in range(n + 1):
        for j in range(m + 1):
            if abs(i * (unit // n) - j * (unit // m)) >= bound:
                inside[j] = 0
            elif i == 0:
                inside[j] = 1 if j == 0 else inside[j - 1]
            elif j > 0:
                inside[j] += inside[j - 1]
    total = math.comb(n + m, n)
    return float(Fraction(total - inside[m], total))


def main():
    rng = random.Random(20261123)
    pairs = []

    def pair(sizes, levels=(0, 0), powers=(1, 1), shifts=(0.0, 0.0)):
        seeds = rng.randrange(1, 2**31), rng.randrange(1, 2**31)
        pairs.append(list(zip(sizes, seeds, levels, powers, shifts)))

    # Tiny sizes, continuous and tied.
    for n in range(1, 6):
        for m in range(1, 6):
            pair((n, m))
            pair((n, m), levels=(3, 3))
            pair((n, m), levels=(0, 2))
    # Heavy ties: integers, ratings, constants, two values.
    for levels in (1, 2, 5, 5, 20, 100):
        for sizes in ((10, 10), (7, 400), (30, 200), (300, 300), (1000, 150), (500, 2000), (997, 1009)):
            pair(sizes, levels=(levels, levels))
            pair(sizes, levels=(levels, levels), powers=(1, 2))
    # A constant against others, values that meet and values that do not.
    for shift in (0.0, 0.5, 2.0, -3.0):
        pair((40, 60), levels=(1, 5), shifts=(0.0, shift))
        pair((40, 60), levels=(5, 1), shifts=(0.0, shift))
        pair((200, 300), levels=(1, 1), shifts=(0.0, shift))
    # Very different sizes.
    for sizes in ((3, 20000), (1, 5000), (2, 10000), (5, 3000), (17, 20000), (100, 20000)):
        pair(sizes)
        pair(sizes[::-1], levels=(50, 50))
        pair(sizes, shifts=(0.0, 0.3))
    # Continuous, equal and shifted, stretched; sizes with and without a common divisor.
    for sizes in ((20, 30), (64, 64), (101, 103), (128, 512), (300, 900), (1000, 1000), (1024, 700)):
        for shift in (0.0, 0.0, 0.05, 0.2, 0.9):
            pair(sizes, shifts=(0.0, shift))
        pair(sizes, powers=(1, 2))
        pair(sizes, shifts=(1e6, 1e6 + 0.1))
    # References with more distinct values than knots.
    for sizes in ((2000, 300), (2000, 5000), (5000, 1000), (10000, 2000), (1025, 1025)):
        pair(sizes)
        pair(sizes, shifts=(0.0, 0.03))
        pair(sizes, powers=(1, 2))
    # Beyond n * m = 2e7.
    for sizes in ((4473, 4473), (5000, 6000), (4501, 4507), (3000, 10000), (2001, 10007)):
        pair(sizes)
        pair(sizes, shifts=(0.0, 0.005))
        pair(sizes, levels=(5, 5))
    for sizes in ((10000, 10000), (300, 70000), (299, 70001)):
        pair(sizes)

    print(f"# two_samples.py, scipy {scipy.__version__}, numpy {np.__version__}")
    for reference, current in pairs:
        x, y = sample(*reference), sample(*current)
        with warnings.catch_warnings(record=True) as failed:
            warnings.simplefilter("always")
            result = ks_2samp(x, y, method="exact")
        d = float(result.statistic)
        counted = paths(d, len(x), len(y)) if len(x) * len(y) <= 60000 else math.nan
        p = counted if failed else float(result.pvalue)
        assert math.isnan(counted) or abs(counted - p) <= 1e-12, (reference, current)
        columns = [":".join(map(repr, reference)), ":".join(map(repr, current))]
        columns += [d, p, float(wasserstein_distance(x, y)), counted]
        print(*columns)


main()
