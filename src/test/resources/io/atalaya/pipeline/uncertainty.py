"""How sure figures are, by the public contract: blocks of a window left out, or independent values.

    the jackknife by its definition, t.ppf(level, df), 2 * t.sf(abs(t), df)
    ttest_ind(abs(e), abs(f), equal_var=False), fisher_exact(table), 2 * norm.sf(abs(z))

A sample is the times of its values, in milliseconds, and what each figure takes: two columns, errors
and actuals, or whether a prediction failed.
"""

import math
import struct

import numpy as np
from scipy import stats

BLOCKS, LEAST_BLOCKS, LEAST_SIZE = 30, 3, 30

# An accuracy is 1 - WAPE here, though never shown below 0.
FIGURES = {
    "mae": lambda e, a: np.mean(np.abs(e)),
    "rmse": lambda e, a: math.sqrt(np.mean(e**2)),
    "bias": lambda e, a: np.mean(e),
    "wape": lambda e, a: np.sum(np.abs(e)) / np.sum(np.abs(a)),
    "accuracy": lambda e, a: 1 - np.sum(np.abs(e)) / np.sum(np.abs(a)),
    "error-ratio": lambda failed: np.mean(failed),
}


def area(p, y, s):
    """By the buckets of the odds, so that ties are those of the service."""
    known = ~np.isnan(s)
    keys = np.array([bucket(x) for x in s[known]])
    truth = y[known] == 1
    wins = stats.mannwhitneyu(keys[truth], keys[~truth]).statistic
    return wins / (np.sum(truth) * np.sum(~truth))


def bucket(p):
    odds = 2.0**-31 if p == 0 else 2.0**31 if p == 1 else min(max(p / (1 - p), 2.0**-30), 2.0**30)
    return struct.unpack(">q", struct.pack(">d", odds))[0] >> 42


def log_loss(p, y, s):
    known = ~np.isnan(s)
    of_truth = np.where(y[known] == 1, s[known], 1 - s[known])
    return -np.mean(np.log(np.clip(of_truth, 2.0**-52, 1 - 2.0**-52)))


# Of a positive class: whether it was predicted, whether it was true, and its probability or NaN.
OF_CLASSES = {
    "accuracy": lambda p, y, s: np.mean(p == y),
    "precision": lambda p, y, s: np.sum(p * y) / np.sum(p),
    "recall": lambda p, y, s: np.sum(p * y) / np.sum(y),
    "f1": lambda p, y, s: 2 * np.sum(p * y) / (np.sum(p) + np.sum(y)),
    "log-loss": log_loss,
    "brier": lambda p, y, s: np.nanmean((s - y) ** 2),
    "auc": area,
}


def changes_of(figure, sample, blocks):
    """By block: how the figure changes without it; and the effective number of blocks."""
    value = figure(*sample)
    found, sizes = np.unique(blocks, return_counts=True)
    if len(found) == 1:
        return {}, 1
    changes = {block: figure(*sample[:, blocks != block]) - value for block in found}
    return changes, sizes.sum() ** 2 / np.sum(sizes**2)


def error_of(changes) -> float:
    g = len(changes)
    return math.sqrt((g - 1) / g * sum(change**2 for change in changes.values()))


def beginnings(window):
    """The length of a block, and when blocks may begin: that depends on when the window is looked at."""
    length = window * 1_000 // BLOCKS
    return length, range(0, length, length // 120)


def surely_beyond(check, bound, limit, sample, times, window, level=0.95) -> bool:
    """Whether the one-sided interval of the figure excludes the limit."""
    figure = FIGURES[check]
    beyond = (figure(*sample) - limit) * (1 if bound == "max" else -1)
    length, begins = beginnings(window)
    verdicts = set()
    for begin in begins:
        changes, effective = changes_of(figure, sample, (times - begin) // length)
        assert effective >= LEAST_BLOCKS
        verdicts.add(bool(beyond > stats.t.ppf(level, effective - 1) * error_of(changes)))
    assert len(verdicts) == 1, (check, verdicts)
    return verdicts.pop()


def comparison(metric, one, other, window, figure):
    """The difference of a figure of two samples (values, times), and the range of its p-value.

    Blocks say nothing of what hardly ever happens: failures must differ as independent ones as well.
    """
    samples, times = (one[0], other[0]), (one[1], other[1])
    difference = figure(*samples[0]) - figure(*samples[1])
    length, begins = beginnings(window)
    # Of classes there are blocks enough in any case.
    alone = math.nan if len(samples[0]) > 2 else independent(metric, *samples)
    ps = []
    for begin in begins:
        (mine, effective), (theirs, effective_of_theirs) = (
            changes_of(figure, sample, (at - begin) // length) for sample, at in zip(samples, times)
        )
        fewer = min(effective, effective_of_theirs)
        if fewer < LEAST_BLOCKS:
            ps.append(alone)
        elif difference == 0:
            ps.append(1.0)
        else:
            both = {b: mine.get(b, 0) - theirs.get(b, 0) for b in mine.keys() | theirs.keys()}
            p = 2 * stats.t.sf(abs(difference) / error_of(both), fewer - 1)
            ps.append(max(p, alone) if metric == "error-ratio" else p)
    return difference, min(ps), max(ps)


def independent(metric, one, other) -> float:
    if metric == "error-ratio":
        return shares(one[0], other[0])
    if metric in ("mae", "bias"):
        size = np.abs if metric == "mae" else np.asarray
        return stats.ttest_ind(size(one[0]), size(other[0]), equal_var=False).pvalue
    figure = FIGURES[metric]
    squares = [variance(metric, *sample) for sample in (one, other)]
    degrees = sum(squares) ** 2 / sum(v**2 / (len(s[0]) - 1) for v, s in zip(squares, (one, other)))
    return 2 * stats.t.sf(abs(figure(*one) - figure(*other)) / math.sqrt(sum(squares)), degrees)


def variance(metric, e, a) -> float:
    """The squared standard error by the delta method."""
    if metric == "rmse":
        return np.var(e**2, ddof=1) / len(e) / (4 * np.mean(e**2))
    rest = np.abs(e) - np.sum(np.abs(e)) / np.sum(np.abs(a)) * np.abs(a)
    return np.var(rest, ddof=1) / len(e) / np.mean(np.abs(a)) ** 2


def shares(one, other) -> float:
    table = np.array([[np.sum(x), len(x) - np.sum(x)] for x in (one, other)])
    if np.any(table.sum(axis=0) == 0):
        return 1.0
    if np.min(np.outer(table.sum(axis=1), table.sum(axis=0))) / table.sum() < 5:
        return stats.fisher_exact(table).pvalue
    share = table[:, 0].sum() / table.sum()
    error = math.sqrt(share * (1 - share) * sum(1 / n for n in table.sum(axis=1)))
    return 2 * stats.norm.sf(abs(np.mean(one) - np.mean(other)) / error)
