"""Writes what PipelineOracleTest publishes and what it must find, from the public contract alone.

    python3 oracle.py        (Python 3.11, NumPy 2.4.6, SciPy 1.17.1; about 5 s)

An independent reading of the contract: lists in memory and the textbook formulas of NumPy and SciPy,
no panes, no merging, no streaming. Files written beside this one:

    long-horizon.tsv, short-horizon.tsv   topic, routing, id, reason if refused, headers, filling, value
    reference.csv                         the reference sample of bike-demand
    expected-first.tsv                    every sample after all of it was published once
    expected-second.tsv                   those that differ after long-horizon.tsv was published again

A sample is: name, labels, value, comparison (exact; relative: 1e-9; quantile: 2^-10, the bound of the
histograms; absolute TOLERANCE; age: seconds since an offset from the publishing; "optional" before it:
or absent). What the contract leaves open is decided at the marks "Reading:".

    what uncertainty.py calls
    ks_2samp(current, reference, method="exact" up to n*m = 2e7, above "asymp")
    wasserstein_distance(current, reference) / std(reference, ddof=1)
    chi2_contingency(table, correction=False), chi2.sf, jensenshannon(p, q, base=2)
    false_discovery_control(p, method="bh"), quantile(x, q, method="inverted_cdf"), math.fsum for sums
"""

import csv
import itertools
import json
import math
import re
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
from scipy import stats
from scipy.spatial.distance import jensenshannon

import stories
import uncertainty
from workload import BIKE, LATE, LIFECYCLE, OUTCOMES, PREDICTIONS, SECOND, SHADOW, TRIP

HERE = Path(__file__).parent
HOUR = 3600
MODELS = {
    BIKE: {
        "windows": {"1h": HOUR, "24h": 24 * HOUR},
        "info": {"kind": "predictive", "unit": "rentals", "team": "mobility"},
        "thresholds": [
            ("mae", "max", 1e6, "1h", "warning", 30),
            ("wape", "max", 0.15, "1h", "critical", 1640),
            ("accuracy", "min", 0.799, "1h", "info", 1640),
            ("latency-p95", "max", 0.001, "1h", "critical", 0),
        ],
        "drift": {"window": "24h", "min-samples": 300},
    },
    TRIP: {
        "windows": {"30m": HOUR // 2, "1h": HOUR},
        "info": {"kind": "predictive", "unit": "minutes", "team": ""},
        "range": (1, 60),
        "horizon": 15 * SECOND,
    },
    SHADOW: {
        "windows": {"30m": HOUR // 2, "1h": HOUR},
        "info": {"kind": "predictive", "unit": "", "team": ""},
    },
}
LATENCY_EDGES = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
CONFIDENCE_EDGES = tuple(i / 10 for i in range(1, 11))
QUANTILES = (0.5, 0.95, 0.99)
EXACT_P_VALUE = 2 * 10**7  # the largest n*m for which the p-value is exact


class History:
    """What the log says of one (model, id), record by record, in the order of each topic."""

    def __init__(self):
        self.prediction = None
        self.label = None  # the outcome in force
        self.changes = []  # the match of every outcome, were the prediction known

    def predict(self, event) -> str:
        if self.prediction is not None:
            return "duplicate"
        self.prediction = event
        return "accepted"

    def observe(self, event) -> str:
        if event.get("retracted"):
            change = "retracted" if self.label else "duplicate"
            self.label = None
        elif self.label is None:
            change, self.label = "matched", event
        elif event["actual"] == self.label["actual"] and event.get("time", self.label.get("time")) == self.label.get("time"):
            change = "duplicate"  # the same actual, with no time of its own or the same
        else:
            change, self.label = "corrected", event
        self.changes.append(change)
        return "duplicate" if change == "duplicate" else "accepted"


class Oracle:
    def __init__(self):
        self.histories = defaultdict(History)
        self.counters = Counter()

    def read(self, records) -> None:
        for record in records:
            self.count("atalaya_events_total", topic=record.topic, result=self.result(record))
            if record.routing == "crc32":
                self.count("atalaya_events_total", topic=record.topic, result="misrouted")
            if record.reason:
                self.count("atalaya_dead_letters_total", topic=record.topic, reason=record.reason)

    def result(self, record) -> str:
        event = record.event
        if event is None:
            return "rejected"
        if event.get("time") == LATE:
            return "late"
        if record.topic == LIFECYCLE:
            return "accepted"
        history = self.histories[event["model"], event["id"]]
        return history.predict(event) if record.topic == PREDICTIONS else history.observe(event)

    def count(self, name, by=1, **labels) -> None:
        self.counters[name, tuple(labels.items())] += by

    # Counters and histograms by version

    def samples(self):
        versions = defaultdict(list)
        counters = Counter(self.counters)
        for (model, _), history in self.histories.items():
            if history.prediction:
                versions[model, version_of(history.prediction)].append(history)
            matches = self.matches(model, history)
            for version, match in matches:
                counters["atalaya_outcomes_total", (("model", model), ("version", version), ("match", match))] += 1
        for (name, labels), value in counters.items():
            yield name, dict(labels), value, "exact"
        for model, settings in MODELS.items():
            for check, bound, value, window, severity, _ in settings.get("thresholds", ()):
                labels = {"model": model, "window": window, "check": check, "bound": bound, "severity": severity}
                yield "atalaya_threshold", labels, value, "relative"
        for (model, version), histories in sorted(versions.items()):
            for name, labels, *sample in version_samples(model, version, histories):
                yield name, {"model": model, "version": version, **labels}, *sample
        for (model, baseline), (other, version) in itertools.pairwise(sorted(versions)):
            if model == other:
                both = versions[model, version], versions[model, baseline]
                assert begin_of(both[0]) > begin_of(both[1])
                for name, labels, *sample in comparisons(model, *both):
                    yield name, {"model": model, "version": version, "baseline": baseline, **labels}, *sample

    @staticmethod
    def matches(model, history):
        if history.prediction is None:  # unmatched when the horizon is over; until then nothing
            return [("unknown", "unmatched")] if "horizon" in MODELS[model] else []
        if "error" in history.prediction:
            # Reading: nothing to match it with, known at once.
            return [("unknown", "duplicate" if c == "duplicate" else "unmatched") for c in history.changes]
        return [(version_of(history.prediction), change) for change in history.changes]


def version_of(prediction) -> str:
    return prediction.get("version", "unversioned")


def version_samples(model, version, histories):
    settings = MODELS[model]
    predictions = [history.prediction for history in histories]
    answered = [history for history in histories if "value" in history.prediction]
    pairs = [history for history in answered if history.label]
    waiting = [history.prediction for history in answered if not history.label]
    failures = Counter(error_label(p["error"]) for p in predictions if "error" in p)
    latencies = np.array([p["latency_ms"] for p in predictions if "latency_ms" in p]) / 1000
    confidences = np.array([p["confidence"] for p in predictions if "confidence" in p])

    yield "atalaya_predictions_total", {}, len(predictions), "exact"
    for error, n in failures.items():
        yield "atalaya_prediction_errors_total", {"error": error}, n, "exact"
    yield from histogram("atalaya_prediction_latency_seconds", latencies, LATENCY_EDGES)
    yield from histogram("atalaya_prediction_confidence", confidences, CONFIDENCE_EDGES)
    yield "atalaya_model_info", settings["info"], 1, "exact"
    for check, bound, limit, window, severity, min_scored in settings.get("thresholds", ()):
        if check == "latency-p95":
            firing = quantile(latencies, 0.95) > limit
        elif pairs:
            firing = len(pairs) >= min_scored and uncertainty.surely_beyond(
                check, bound, limit, *scored(pairs), settings["windows"][window]
            )
        else:
            continue  # Reading: a check without an observation has no state that must be shown.
        labels = {"window": window, "check": check, "severity": severity}
        yield "atalaya_signal_firing", labels, int(firing), "exact"

    over = "horizon" in settings
    yield "atalaya_pending_predictions", {}, 0 if over else len(waiting), "exact"
    if waiting and not over:
        yield "atalaya_oldest_pending_seconds", {}, min(p.get("time", 0) for p in waiting) / 1000, "age"

    figures = list(quality(pairs))
    for name, values in (("absolute_error_quantile", np.abs(errors(pairs))),
                         ("prediction_latency_quantile_seconds", latencies),
                         ("label_delay_quantile_seconds", delays(pairs))):
        figures += [(name, {"quantile": str(q)}, quantile(values, q), "quantile") for q in QUANTILES if len(values)]
    labelled = len(pairs) + (len(waiting) if over else 0)
    if labelled:
        figures.append(("label_coverage_ratio", {}, len(pairs) / labelled, "relative"))
    if len(confidences):
        figures.append(("confidence_mean", {}, np.mean(confidences), "relative"))
    if "range" in settings:
        low, high = settings["range"]
        outside = sum(not low <= history.prediction["value"] <= high for history in answered)
        figures.append(("out_of_range_ratio", {}, outside / len(answered), "relative"))
    figures.append(("error_ratio", {}, sum(failures.values()) / len(predictions), "relative"))
    cached = [p["cached"] for p in predictions if "cached" in p]
    if cached:
        figures.append(("cache_hit_ratio", {}, np.mean(cached), "relative"))
    for window, seconds in settings["windows"].items():
        yield "atalaya_throughput_per_second", {"window": window}, len(predictions) / seconds, "relative"
        for name, labels, value, kind in figures:
            yield "atalaya_" + name, {"window": window, **labels}, value, kind
    if "drift" in settings:
        yield from drift(settings["drift"], answered, predictions)


def error_label(error: str) -> str:
    return error if re.fullmatch("[a-z0-9_-]{1,64}", error) else "other"


def histogram(name, values, edges):
    for edge in edges:
        yield name + "_bucket", {"le": str(float(edge))}, int(np.sum(values <= edge)), "exact"
    yield name + "_bucket", {"le": "+Inf"}, len(values), "exact"
    yield name + "_count", {}, len(values), "exact"
    yield name + "_sum", {}, math.fsum(values), "relative"


def errors(pairs):
    return np.array([h.prediction["value"] - h.label["actual"] for h in pairs])


def mean_absolute_error(pairs):
    return math.fsum(np.abs(errors(pairs))) / len(pairs)


def scored(pairs):
    """Errors and actuals, and when each was known."""
    actuals = np.array([h.label["actual"] for h in pairs], dtype=float)
    return np.array([errors(pairs), actuals]), np.array([h.label.get("time", 0) for h in pairs])


def begin_of(histories):
    return min(h.prediction["time"] for h in histories if "time" in h.prediction)


def comparisons(model, histories, predecessors):
    """The figures of a version beside those of its predecessor."""
    versions = histories, predecessors
    pairs = [scored([h for h in hs if "value" in h.prediction and h.label]) for hs in versions]
    answers = [
        (
            np.array([["error" in h.prediction for h in hs]], dtype=float),
            np.array([h.prediction.get("time", 0) for h in hs]),
        )
        for hs in versions
    ]
    # Events without a time come one after the other, and not all in one block for certain.
    spread = 0.05 if any("time" not in h.prediction for hs in versions for h in hs) else 0
    for metric, samples in {
        **{metric: pairs for metric in ("mae", "rmse", "bias", "accuracy")},
        "error-ratio": answers,
    }.items():
        if min(len(times) for _, times in samples) < uncertainty.LEAST_SIZE:
            continue
        for window, seconds in MODELS[model]["windows"].items():
            difference, low, high = uncertainty.comparison(metric, *samples, seconds)
            labels = {"window": window, "metric": metric}
            scale = max(abs(uncertainty.FIGURES[metric](*values)) for values, _ in samples)
            yield "atalaya_version_comparison", labels, difference, f"absolute {1e-9 * (scale or 1):.3g}"
            tolerance = (high - low) * 0.55 + spread
            kind = f"absolute {tolerance:.3g}" if high > low else "relative"
            yield "atalaya_version_comparison_p_value", labels, (low + high) / 2, kind


def delays(pairs):
    """In seconds, at least 0; events without a time follow each other within seconds."""
    return np.maximum(0, [h.label.get("time", 0) - h.prediction.get("time", 0) for h in pairs]) / 1000


def quantile(values, q):
    return np.quantile(values, q, method="inverted_cdf")


def quality(pairs):
    yield "scored_predictions", {}, len(pairs), "exact"
    if not pairs:
        return
    e = errors(pairs)
    a = np.array([h.label["actual"] for h in pairs], dtype=float)
    n = len(pairs)
    total, squares = math.fsum(np.abs(a)), math.fsum(e**2)
    yield "mae", {}, mean_absolute_error(pairs), "relative"
    yield "rmse", {}, math.sqrt(squares / n), "relative"
    yield "bias", {}, math.fsum(e) / n, "relative"
    variation = math.fsum((a - math.fsum(a) / n) ** 2)
    if n >= 2 and variation >= 1e-12 * math.fsum(a**2):
        yield "r2", {}, 1 - squares / variation, "relative"
    if np.any(a != 0):
        yield "mape_ratio", {}, math.fsum(np.abs(e[a != 0] / a[a != 0])) / np.count_nonzero(a), "relative"
    if total > 0:
        wape = math.fsum(np.abs(e)) / total
        yield "wape_ratio", {}, wape, "relative"
        yield "accuracy_ratio", {}, max(0.0, 1 - wape), "relative"


def drift(settings, answered, predictions):
    """Two-sample tests of each feature against the reference, over the drift window."""
    current = {
        "__prediction__": [h.prediction["value"] for h in answered],
        "__confidence__": [p["confidence"] for p in predictions if "confidence" in p],
    }
    for name in stories.FEATURES:
        values = [p.get("features", {}).get(name) for p in predictions]
        current[name] = [v for v in values if isinstance(v, (int, float)) and not isinstance(v, bool)]
    judged, stable = {}, {}
    for feature, values in current.items():
        reference = REFERENCE[feature]
        assert len(set(reference)) <= 1_024
        enough = len(values) >= settings["min-samples"]
        # Reading: D and p of a sample that is too small may be shown; they judge nothing.
        optional = "" if enough else "optional "
        exact = len(values) * len(reference) <= EXACT_P_VALUE
        if values:
            labels = {"window": settings["window"], "feature": feature}
            kinds = optional + "relative", optional + f"absolute {1e-9 if exact else 5e-3}"
            bounds = least_effects(np.array(reference))
            if categorical(reference):
                chi2 = chi_squared(*binned(reference, values))
                yield "atalaya_drift_statistic", labels | {"test": "chi-squared"}, chi2[0], kinds[0]
                yield "atalaya_drift_effect", labels | {"test": "chi-squared"}, chi2[2], kinds[0]
                yield "atalaya_drift_p_value", labels | {"test": "chi-squared"}, chi2[1], optional + "absolute 1e-09"
                deciding = chi2[1], labels | {"test": "chi-squared"}
            else:
                ks = stats.ks_2samp(values, reference, method="exact" if exact else "asymp")
                distance = stats.wasserstein_distance(values, reference) / np.std(reference, ddof=1)
                yield "atalaya_drift_statistic", labels | {"test": "ks"}, ks.statistic, kinds[0]
                yield "atalaya_drift_effect", labels | {"test": "ks"}, ks.statistic, kinds[0]
                yield "atalaya_drift_p_value", labels | {"test": "ks"}, ks.pvalue, kinds[1]
                # Where in a gap between two reference values a value lies is not known.
                kind = f"{optional}absolute {1e-9 + wasserstein_spread(values, reference):.3g}"
                for name in ("atalaya_drift_statistic", "atalaya_drift_effect"):
                    yield name, labels | {"test": "wasserstein"}, distance, kind
                deciding = ks.pvalue, labels | {"test": "ks"}
            psi, p = stability(*binned(reference, values))
            js = jensenshannon(*binned(reference, values), base=2)
            for name in ("atalaya_drift_statistic", "atalaya_drift_effect"):
                yield name, labels | {"test": "psi"}, psi, optional + "absolute 1e-09"
                yield name, labels | {"test": "jensen-shannon"}, js, optional + "absolute 1e-09"
            yield "atalaya_drift_p_value", labels | {"test": "psi"}, p, optional + "absolute 1e-09"
            for test, bound in bounds.items():
                yield "atalaya_drift_effect_bound", labels | {"test": test}, bound, optional + "absolute 1e-09"
            if enough:
                judged[feature] = deciding
                stable[feature] = p, labels | {"test": "psi"}
        # No tumbling window of 24 h with samples has closed.
        yield "atalaya_drift_insufficient_data", {"feature": feature}, 1, "exact"
    if judged:
        p = np.array([p for p, _ in judged.values()])
        # What the tolerance of a p-value that is not exact does to the others.
        loose = np.array([len(current[f]) * len(REFERENCE[f]) > EXACT_P_VALUE for f in judged])
        spread = loose * np.minimum(5e-3, p / 20)
        low, adjusted, high = (stats.false_discovery_control(q, method="bh") for q in (p - spread, p, (p + spread).clip(0, 1)))
        for (_, labels), value, tolerance in zip(judged.values(), adjusted, high - low + 1e-9):
            yield "atalaya_drift_p_adjusted", labels, value, f"absolute {tolerance:.3g}"
        adjusted = stats.false_discovery_control([p for p, _ in stable.values()], method="bh")
        for (_, labels), value in zip(stable.values(), adjusted):
            yield "atalaya_drift_p_adjusted", labels, value, "absolute 1e-09"


def categorical(reference) -> bool:
    """At most 20 distinct values, or one in more than half."""
    _, counts = np.unique(reference, return_counts=True)
    return len(counts) <= 20 or 2 * max(counts) > len(reference)


def binned(reference, values):
    """The counts of both samples over the distinct values of the reference, or over its deciles."""
    knots, counts = np.unique(reference, return_counts=True)
    if len(knots) <= 20:
        now = np.array([np.sum(np.asarray(values) == k) for k in knots])
        other = len(values) - now.sum()
        return (counts, now) if other == 0 else (np.append(counts, 0), np.append(now, other))
    bins = (np.cumsum(counts) - 1) * 10 // len(reference)
    at = np.searchsorted(knots, values).clip(max=len(knots) - 1)
    now = np.bincount(bins[at], minlength=10)
    before = np.bincount(bins, weights=counts, minlength=10).astype(int)
    return before[before > 0], now[before > 0]


def stability(before, now):
    p = (before + 0.5) / (before.sum() + len(before) / 2)
    q = (now + 0.5) / (now.sum() + len(now) / 2)
    psi = float(np.sum((q - p) * np.log(q / p)))
    return psi, stats.chi2.sf(psi / (1 / before.sum() + 1 / now.sum()), len(before) - 1)


def chi_squared(before, now):
    """Statistic, p-value and Cramér's V; categories of which fewer than 5 are expected are one."""
    total = before.sum() + now.sum()
    rare = (before + now) * min(before.sum(), now.sum()) / total < 5
    table = np.array([before[~rare], now[~rare]])
    if rare.any():
        table = np.column_stack([table, [before[rare].sum(), now[rare].sum()]])
    if table.shape[1] < 2:
        return 0.0, 1.0, 0.0
    test = stats.chi2_contingency(table, correction=False)
    return test.statistic, test.pvalue, math.sqrt(test.statistic / total)


def least_effects(reference):
    """By test: the default, or mean and 3 deviations of the effects within the reference."""
    found = {"psi": (0.2, []), "jensen-shannon": (0.1, [])}
    found |= {"chi-squared": (0.1, [])} if categorical(reference) else {"ks": (0.1, []), "wasserstein": (0.1, [])}
    windows = min(max(len(reference) // 1_000, 6), 100) if len(reference) >= 300 else 0
    for w in range(windows):
        window = np.zeros(len(reference), dtype=bool)
        window[w * len(reference) // windows : (w + 1) * len(reference) // windows] = True
        inside, rest = reference[window], reference[~window]
        all_bins, now = binned(reference, inside)
        before = all_bins - now
        found["psi"][1].append(stability(before, now)[0])
        found["jensen-shannon"][1].append(jensenshannon(before, now, base=2))
        if categorical(reference):
            found["chi-squared"][1].append(chi_squared(before, now)[2])
        else:
            found["ks"][1].append(stats.ks_2samp(inside, rest).statistic)
            found["wasserstein"][1].append(stats.wasserstein_distance(inside, rest) / np.std(reference, ddof=1))
    return {
        test: max(least, np.mean(effects) + 3 * np.std(effects, ddof=1)) if effects else least
        for test, (least, effects) in found.items()
    }


def wasserstein_spread(values, reference) -> float:
    """By how much the distance can change when each value moves inside its gap."""
    knots = np.unique(reference)
    inside = [v for v in values if knots[0] < v < knots[-1] and v not in knots]
    above = np.searchsorted(knots, inside)
    return float(np.sum(knots[above] - knots[above - 1]) / len(values) / np.std(reference, ddof=1))


def write_records(name: str, records) -> None:
    with open(HERE / name, "w", newline="\n") as file:
        for r in records:
            assert not set("\t\n\r") & set(r.text + r.id + "".join(r.headers.values()))
            headers = json.dumps(r.headers, separators=(",", ":"), ensure_ascii=False) if r.headers else ""
            print(r.topic, r.routing, r.id, r.reason or "", headers, r.fill or "", r.text, sep="\t", file=file)


def lines_of(samples) -> set[str]:
    lines = []
    for metric, labels, value, kind in samples:
        text = ",".join(f"{key}={labels[key]}" for key in sorted(labels))
        lines.append(f"{metric}\t{text}\t{float(value)!r}\t{kind}\n")
    assert len(lines) == len({line.rsplit("\t", 2)[0] for line in lines})
    return set(lines)


if __name__ == "__main__":
    REFERENCE = stories.reference(np.random.default_rng(20261122))
    with open(HERE / "reference.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(REFERENCE)
        for i in range(max(map(len, REFERENCE.values()))):
            writer.writerow([column[i] if i < len(column) else "" for column in REFERENCE.values()])
    published = {"long-horizon.tsv": stories.long_horizon(), "short-horizon.tsv": stories.short_horizon()}
    for name, records in published.items():
        write_records(name, records)
    oracle = Oracle()
    for records in published.values():
        oracle.read(records)
    first = lines_of(oracle.samples())
    oracle.read([r for r in published["long-horizon.tsv"] if r.topic != LIFECYCLE])
    second = lines_of(oracle.samples())
    (HERE / "expected-first.tsv").write_text("".join(sorted(first)))
    (HERE / "expected-second.tsv").write_text("".join(sorted(second - first)))
    records = [r for rs in published.values() for r in rs if r.topic != LIFECYCLE]
    print(len(records), "predictions and outcomes,", sum(r.event is None for r in records), "refused")
