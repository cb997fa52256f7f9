#!/usr/bin/env python3
"""Writes classifications.txt: classified pairs and their figures by definition.

Run: python3 classifications.py > classifications.txt        (NumPy 2.4.6, SciPy 1.17.1, seconds)

Lines, by their first word:

    case      a name; its lines follow
    positive  the positive class, where the model is counted as a binary one; without, the classes
              {0, 1} and {false, true} are binary with the second one positive
    pair      predicted, actual, and class=probability for each class stated
    figure    a name and its value, nan where it is undefined
    class     name, support, predicted, hits
    bin       count, mean probability, share: the reliability curve

What no probability was stated for is one class more, with the probability that is left.

Figures and whose definition they are:

    accuracy, precision, recall, f1   sklearn.metrics.precision_recall_fscore_support and
              accuracy_score; average="binary", or "macro" with zero_division=np.nan
    logLoss   sklearn.metrics.log_loss: p clipped to the eps of float64
    brier     sklearn.metrics.brier_score_loss with scale_by_half="auto": halved where binary
    logLossError, brierError          scipy.stats.sem
    auc       sklearn.metrics.roc_auc_score (multi_class="ovr", average="macro"), here
              scipy.stats.mannwhitneyu(...).statistic / (m * n)
    aucErrorBound, aucError           half the share of pairs in one bucket of the odds; DeLong's
              standard error of the area by buckets, from its definition (all pairs)
    aucIsExact                        1 where no bucket holds two different probabilities
    calibrationError and bins         sklearn.calibration.calibration_curve, strategy="uniform",
              n_bins=10, and the mean distance weighted by count
"""

import struct
import sys

import numpy as np
import scipy
from scipy.stats import mannwhitneyu, sem

EPS = np.finfo(np.float64).eps
rng = np.random.default_rng(20261126)


def bucket(p):
    odds = 2.0**-31 if p == 0 else 2.0**31 if p == 1 else min(max(p / (1 - p), 2.0**-30), 2.0**30)
    return struct.unpack(">q", struct.pack(">d", odds))[0] >> 42


def ratio(a, b):
    return a / b if b else np.nan


def rest(stated):
    left = 1.0
    for p in stated.values():
        left -= p
    return max(0.0, left)


def area(p, y):
    """Exact area, bound, DeLong's standard error, and whether the buckets tell all scores apart."""
    p, y = np.asarray(p), np.asarray(y, dtype=bool)
    m, n = int(y.sum()), int((~y).sum())
    if m == 0 or n == 0:
        return None
    exact = mannwhitneyu(p[y], p[~y], method="asymptotic").statistic / (m * n)
    keys = np.array([bucket(x) for x in p])
    x, z = keys[y][:, None], keys[~y][None, :]
    psi = (x > z) + 0.5 * (x == z)
    bound = (x == z).mean() / 2
    error = np.nan
    if m > 1 and n > 1:
        variance = psi.mean(axis=1).var(ddof=1) / m + psi.mean(axis=0).var(ddof=1) / n
        error = np.sqrt(variance) if variance > 1e-30 else np.nan
    return exact, bound, error, len(set(p)) == len(set(keys))


def curve(p, y):
    p, y = np.asarray(p), np.asarray(y, dtype=float)
    at = np.searchsorted(np.linspace(0, 1, 11)[1:-1], p)
    return [(int((at == b).sum()), p[at == b].mean(), y[at == b].mean()) for b in sorted(set(at))]


def case(name, pairs, positive=None):
    print("case", name)
    if positive is not None:
        print("positive", positive)
    for predicted, actual, stated in pairs:
        print("pair", predicted, actual, *(f"{k}={float(v)!r}" for k, v in (stated or {}).items()))
    counted = positive
    if positive is not None:
        other = "not " + positive
        one = lambda c: positive if c == positive else other
        pairs = [
            (one(p), one(a), s and {positive: s[positive] if positive in s else rest(s)})
            for p, a, s in pairs
        ]
    occur = {c for p, a, _ in pairs for c in (p, a)}
    names = occur | {c for _, _, s in pairs for c in s or {}}
    if positive is None and names:
        positive = "1" if names <= {"0", "1"} else "true" if names <= {"false", "true"} else None
    figures(pairs, occur, positive, counted)


def figures(pairs, occur, positive, counted):
    predicted = np.array([p for p, _, _ in pairs], dtype=object)
    actual = np.array([a for _, a, _ in pairs], dtype=object)
    support = {c: int((actual == c).sum()) for c in occur | {positive}}
    guessed = {c: int((predicted == c).sum()) for c in occur | {positive}}
    hits = {c: int(((actual == c) & (predicted == c)).sum()) for c in occur | {positive}}
    over = [positive] if positive else sorted(occur)
    macro = lambda xs: np.nan if len(xs) == 0 or np.isnan(xs).all() else float(np.nanmean(xs))
    out = {
        "scored": len(pairs),
        "accuracy": float(np.mean(predicted == actual)) if pairs else np.nan,
        "precision": macro([ratio(hits[c], guessed[c]) for c in over]),
        "recall": macro([ratio(hits[c], support[c]) for c in over]),
        "f1": macro([ratio(2 * hits[c], guessed[c] + support[c]) for c in over]),
    }
    stated = [(p, a, s) for p, a, s in pairs if s]
    losses, squares = [], []
    for _, a, s in stated:
        if counted:
            p, y = s[counted], a == counted
            losses.append(-np.log(np.clip(p if y else 1 - p, EPS, 1 - EPS)))
            squares.append((p - y) ** 2)
            continue
        losses.append(-np.log(np.clip(s.get(a, rest(s)), EPS, 1 - EPS)))
        full = {**s, "": rest(s)}
        truth = a if a in s else ""
        squares.append(sum((p - (c == truth)) ** 2 for c, p in full.items()))
    squares = np.array(squares) * (0.5 if positive and not counted else 1)
    mean = lambda xs: float(np.mean(xs)) if len(xs) else np.nan
    error = lambda xs: float(sem(xs)) if len(xs) > 1 else np.nan
    out |= {"stated": len(stated), "logLoss": mean(losses), "logLossError": error(losses)}
    out |= {"brier": mean(squares), "brierError": error(squares)}

    ranked = [(a, s) for _, a, s in stated if len(s) <= 20]
    areas = []
    for c in [positive] if positive else sorted({c for _, s in ranked for c in s}):
        of = area([s[c] for _, s in ranked if c in s], [a == c for a, s in ranked if c in s])
        areas += [of] if of else []
    out |= {"auc": mean([x[0] for x in areas]), "aucErrorBound": mean([x[1] for x in areas])}
    out["aucError"] = float(areas[0][2]) if positive and areas else np.nan
    out["aucIsExact"] = int(all(x[3] for x in areas))

    calibrated = [(s[counted or p], a == (counted or p)) for p, a, s in stated if (counted or p) in s]
    bins = curve(*zip(*calibrated)) if calibrated else []
    out["calibrationError"] = (
        sum(n * abs(p - y) for n, p, y in bins) / len(calibrated) if bins else np.nan
    )
    for name, value in out.items():
        print("figure", name, repr(float(value)))
    for c in sorted(occur, key=lambda c: (-support[c], c)):
        print("class", c.replace(" ", "_"), support[c], guessed[c], hits[c])
    for n, p, y in bins:
        print("bin", n, repr(float(p)), repr(float(y)))


def binary(n, scores, share=0.5, noise=1.0, digits=6):
    pairs = []
    for _ in range(n):
        y = rng.random() < share
        p = scores(y) if noise is None else 1 / (1 + np.exp(-(rng.normal() * noise + (1 if y else -1))))
        p = round(float(p), digits)
        pairs.append(("spam" if p >= 0.5 else "ham", "spam" if y else "ham", {"spam": p}))
    return pairs


def several(n, names, actual, digits=6, sharp=1.5):
    pairs = []
    for _ in range(n):
        a = actual[rng.integers(len(actual))]
        logits = rng.normal(size=len(names)) + sharp * np.array([c == a for c in names])
        p = np.exp(logits) / np.exp(logits).sum()
        stated = {c: round(float(x), digits) for c, x in zip(names, p)}
        pairs.append((max(stated, key=stated.get), a, stated))
    return pairs


def main():
    print(f"# classifications.py, numpy {np.__version__}, scipy {scipy.__version__}")
    print("# python", sys.version.split()[0])
    case("none", [], "spam")
    case("none of several", [])
    case("binary", binary(400, None), "spam")
    case("binary with ties", binary(200, None, digits=1), "spam")
    case("binary with two scores", binary(50, lambda y: 0.75 if rng.random() < (0.8 if y else 0.3) else 0.25, noise=None), "spam")
    case("binary with few positives", binary(300, None, share=0.01, noise=3), "spam")
    case("binary with one positive", [("ham", "ham", {"spam": 0.1 * k}) for k in range(5)] + [("spam", "spam", {"spam": 0.25})], "spam")
    case("binary within one bucket", [("spam", c, {"spam": 0.7 + k * 1e-9}) for k, c in enumerate(["ham", "spam", "spam", "ham", "ham"])], "spam")
    case("all right", [("spam", "spam", {"spam": 0.9}), ("ham", "ham", {"spam": 0.2}), ("spam", "spam", {"spam": 0.8}), ("ham", "ham", {"spam": 0.3})], "spam")
    case("all wrong", [("spam", "ham", {"spam": 0.9}), ("ham", "spam", {"spam": 0.2}), ("spam", "ham", {"spam": 0.8}), ("ham", "spam", {"spam": 0.3})], "spam")
    case("certain", [("spam", "spam", {"spam": 1.0}), ("ham", "spam", {"spam": 0.0}), ("spam", "ham", {"spam": 1.0}), ("ham", "ham", {"spam": 0.0}), ("ham", "ham", {"spam": 0.0})], "spam")
    case("extreme", [("spam" if p > 0.5 else "ham", a, {"spam": p}) for p, a in [(1e-300, "ham"), (1e-12, "spam"), (2e-12, "ham"), (1e-8, "spam"), (1 - 1e-8, "ham"), (1 - 1e-12, "spam"), (1 - 2**-53, "ham"), (0.0, "ham"), (1.0, "spam"), (5e-324, "spam")]], "spam")
    case("constant", [("spam", a, {"spam": 0.5}) for a in ["spam", "ham", "ham", "spam", "ham"]], "spam")
    case("one pair", [("spam", "spam", {"spam": 0.6})], "spam")
    case("one wrong pair", [("ham", "spam", {"spam": 0.4})], "spam")
    case("positives alone", [("spam", "spam", {"spam": 0.6}), ("ham", "spam", {"spam": 0.4})], "spam")
    case("negatives alone", [("ham", "ham", {"spam": 0.1}), ("ham", "ham", {"spam": 0.4})], "spam")
    case("without probabilities", [("spam", "spam", None), ("ham", "spam", None), ("eggs", "ham", None)], "spam")
    case("some with probabilities", [("spam", "spam", None), ("ham", "spam", {"spam": 0.3}), ("eggs", "ham", {"eggs": 0.75}), ("spam", "eggs", {"spam": 0.5, "ham": 0.25, "eggs": 0.25}), ("ham", "ham", {"ham": 0.6, "eggs": 0.4})], "spam")
    case("edges of bins", [("spam", "spam" if k % 3 else "ham", {"spam": k / 20}) for k in range(21)], "spam")
    case("several", several(300, "abcd", "abcd"))
    case("several with ties", several(120, "abc", "abc", digits=1))
    case("several, one never true", several(60, "abcd", "abc", sharp=4))
    case("several, one never predicted", [("a", "a", None), ("b", "a", None), ("b", "b", None), ("a", "c", None), ("b", "c", None), ("a", "a", None)])
    case("one class", [("a", "a", {"a": 0.9, "b": 0.1}), ("a", "a", {"a": 0.6, "b": 0.4}), ("a", "a", {"a": 1.0, "b": 0.0})])
    case("one class without probabilities", [("a", "a", None)] * 3)
    case("several all wrong", [("a", "b", {"a": 0.7, "b": 0.3}), ("b", "c", {"b": 0.8, "c": 0.2}), ("c", "a", {"c": 1.0})])
    case("stated in part", [("a", "a", {"a": 0.6, "b": 0.3}), ("a", "c", {"a": 0.5, "b": 0.25}), ("b", "b", {"b": 0.5}), ("c", "a", {"a": 0.4, "b": 0.2}), ("a", "d", {"a": 0.75, "b": 0.25})])
    case("twenty classes", several(40, [f"c{k:02}" for k in range(20)], ["c00", "c01", "c19"], sharp=3))
    case("twenty-one classes", several(40, [f"c{k:02}" for k in range(21)], ["c00", "c01", "c20"], sharp=3))
    truth = lambda no, yes, both: [(yes if p >= 0.5 else no, yes if y else no, {no: round(1 - p, 6), yes: p} if both else {yes: p}) for p, y in ((round(float(rng.random()), 6), bool(rng.random() < 0.4)) for _ in range(30))]
    case("zeros and ones", truth("0", "1", True))
    case("false and true", truth("false", "true", False))
    case("zeros alone", [("0", "0", {"0": 0.75, "1": 0.25}), ("0", "0", None)])
    case("zeros, ones and another stated", [("1", "1", {"0": 0.25, "1": 0.5, "2": 0.25}), ("0", "1", {"0": 0.5, "1": 0.25, "2": 0.25}), ("0", "0", {"0": 0.75, "1": 0.25, "2": 0.0})])
    case("zeros, ones and many stated", [("1", "1", {str(k): 1 / 32 for k in range(21)}), ("0", "1", {"0": 0.5, "1": 0.5}), ("0", "0", {"0": 0.75, "1": 0.25})])
    case("zeros and truth", [("0", "true", None), ("0", "0", None)])


main()
