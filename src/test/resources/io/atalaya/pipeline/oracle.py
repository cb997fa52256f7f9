"""Writes what PipelineOracleTest publishes and what it must find, from the public contract alone.

    python3 oracle.py        (Python 3.11, NumPy 2.4.6, SciPy 1.17.1; about 10 s)

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
    linalg.qr(vander(pooled mid-ranks, 5)), for Neyman's smooth test
    chi2_contingency(table, correction=False), chi2.sf, jensenshannon(p, q, base=2)
    norm.sf, fisher_exact(table, alternative=...), math.comb with fractions
    false_discovery_control(p, method="bh"), quantile(x, q, method="inverted_cdf"), math.fsum for sums
"""

import csv
import itertools
import json
import math
import re
import struct
from collections import Counter, defaultdict
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy import stats
from scipy.integrate import quad
from scipy.spatial.distance import jensenshannon
from scipy.stats import _stats_py

import generations
import stories
import uncertainty
from workload import ASSISTANT, BIKE, CHURN, DRAFTS, GENERATIONS, INTERACTIONS, LATE, LIFECYCLE, PREDICTIONS, SECOND, SHADOW, SHOP, TOPIC, TRIP

HERE = Path(__file__).parent
HOUR = 3600
MODELS = {
    BIKE: {
        "windows": {"1h": HOUR, "24h": 24 * HOUR},
        "info": {"kind": "predictive", "unit": "rentals", "team": "mobility"},
        "thresholds": [
            ("mae", "max", 1e6, "1h", "warning", 30),
            ("wape", "max", 0.15, "1h", "critical", 1673),
            ("accuracy", "min", 0.793, "1h", "info", 1673),
            ("latency-p95", "max", 0.001, "1h", "critical", 0),
        ],
        "drift": {"window": "24h", "min-samples": 300},
    },
    TRIP: {
        "windows": {"30m": HOUR // 2, "1h": HOUR},
        "info": {"kind": "predictive", "unit": "minutes", "team": ""},
        "range": (1, 60),
        "price": 0.25,
        "horizon": 15 * SECOND,
    },
    CHURN: {
        "windows": {"1h": HOUR},
        "info": {"kind": "classifier", "unit": "", "team": ""},
        "positive": "yes",
        "threshold": 0.4,
    },
    TOPIC: {
        "windows": {"1h": HOUR},
        "info": {"kind": "classifier", "unit": "", "team": ""},
    },
    SHOP: {
        "windows": {"30m": HOUR // 2, "1h": HOUR},
        "info": {"kind": "predictive", "unit": "", "team": ""},
        "thresholds": [
            ("kpi:mean-rating", "min", 4.9, "1h", "critical", 0),
            ("kpi:low-ratings", "max", 0.9, "30m", "warning", 0),
            ("kpi:refund", "max", 1, "1h", "warning", 0),
        ],
        "attribution": 20 * 60 * SECOND,
        # By name: what it is, whether of attributed ones alone, whether by segment as well.
        "kpis": {
            "click-through-rate": (("ratio", "click", "impression"), False, True),
            "attributed-click-rate": (("ratio", "click", "impression"), True, False),
            "conversion-rate": (("ratio", "purchase", "click"), False, False),
            "revenue-each": (("each", "purchase"), True, True),
            "clicks-a-second": (("rate", "click"), False, False),
            "revenue": (("sum", "purchase"), False, False),
            "attributed-revenue": (("sum", "purchase"), True, False),
            "mean-rating": (("mean", "rating"), False, True),
            "low-ratings": (("share", "rating", 2), False, False),
            "clicked": (("distinct", "click"), False, False),
            "clicked-attributed": (("distinct", "click"), True, False),
            "refund": (("mean", "refund"), False, False),
        },
    },
    ASSISTANT: {
        "windows": {"1h": HOUR},
        "info": {"kind": "generative", "unit": "", "team": ""},
        "thresholds": [
            ("ttft-p95", "max", 0.25, "1h", "critical", 0),
            ("tokens-per-second", "min", 1, "1h", "warning", 0),
            ("score:groundedness", "min", 0.5, "1h", "warning", 0),
            ("score:toxicity", "max", 0.05, "1h", "info", 0),
        ],
        "attribution": 24 * HOUR * SECOND,
        "kpis": {"mean-rating": (("mean", "rating"), True, False)},
        "token-prices": (0.15, 0.6),
    },
    DRAFTS: {
        "windows": {"30m": HOUR // 2, "1h": HOUR},
        "info": {"kind": "predictive", "unit": "", "team": ""},
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
        self.interactions = defaultdict(list)  # by model, those that count
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
        if record.topic == INTERACTIONS:
            return self.interact(event)
        history = self.histories[event["model"], event["id"]]
        return history.predict(event) if record.topic in (PREDICTIONS, GENERATIONS) else history.observe(event)

    def interact(self, event) -> str:
        """What names a prediction and states its time counts once, whatever version it states."""
        known = self.interactions[event["model"]]
        if "id" in event and "time" in event and event["type"] in types_of(event["model"]):
            said = said_by(event)
            if any(said == said_by(other) for other in known if "id" in other and "time" in other):
                return "duplicate"
        known.append(event)
        return "accepted"

    def attributed(self, event):
        """The prediction that an interaction counts to, which is published now; None without one."""
        history = self.histories.get((event["model"], event.get("id")))
        prediction = history and history.prediction
        if prediction and abs(prediction["time"]) <= MODELS[event["model"]]["attribution"]:
            return prediction
        return None

    def kpis(self):
        """By model and version: the interactions that count to it, with their segment and whether they are attributed."""
        found = defaultdict(list)
        for model, events in self.interactions.items():
            for event in events:
                prediction = self.attributed(event)
                counts_to = prediction or event
                if event["type"] in types_of(model):
                    found[model, version_of(counts_to)].append((event, counts_to.get("segment"), prediction is not None))
        return found

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
        orphans = Counter(model for model, history in self.of_models() for _, match in self.matches(model, history) if match == "unmatched")
        for model, settings in MODELS.items():
            for window in settings["windows"]:
                yield "atalaya_orphan_outcomes", {"model": model, "window": window}, orphans[model], "exact"
        for model, settings in MODELS.items():
            for check, bound, value, window, severity, _ in settings.get("thresholds", ()):
                labels = {"model": model, "window": window, "check": check, "bound": bound, "severity": severity}
                yield "atalaya_threshold", labels, value, "relative"
        kpis_by_version = self.kpis()
        kpis = dict(kpis_by_version)
        for (model, version), histories in sorted(versions.items()):
            interactions = kpis.pop((model, version), [])
            for name, labels, *sample in version_samples(model, version, histories, interactions):
                yield name, {"model": model, "version": version, **labels}, *sample
        for (model, version), interactions in sorted(kpis.items()):
            for name, labels, *sample in interacted(model, interactions):
                yield name, {"model": model, "version": version, **labels}, *sample
        for (model, baseline), (other, version) in itertools.pairwise(sorted(versions)):
            if model == other:
                both = versions[model, version], versions[model, baseline]
                assert begin_of(both[0]) > begin_of(both[1]), (model, version, baseline, begin_of(both[0]), begin_of(both[1]))
                acts = kpis_by_version.get((model, version), []), kpis_by_version.get((model, baseline), [])
                for name, labels, *sample in [*comparisons(model, *both), *kpi_comparisons(model, acts, both)]:
                    yield name, {"model": model, "version": version, "baseline": baseline, **labels}, *sample

    def of_models(self):
        return ((model, history) for (model, _), history in self.histories.items())

    @staticmethod
    def matches(model, history):
        if history.prediction is None:  # unmatched when the horizon is over; until then nothing
            return [("unknown", "unmatched")] if "horizon" in MODELS[model] else []
        if "value" not in history.prediction:
            # Reading: a failure or a text; nothing to match it with, known at once.
            return [("unknown", "duplicate" if c == "duplicate" else "unmatched") for c in history.changes]
        return [(version_of(history.prediction), change) for change in history.changes]


def version_of(prediction) -> str:
    return prediction.get("version", "unversioned")


def types_of(model) -> set:
    """The types of interaction that a figure names."""
    return {part for what, *_ in MODELS[model].get("kpis", {}).values() for part in what[1:] if isinstance(part, str)}


def said_by(event):
    return [event.get(field) for field in ("id", "type", "time", "value", "segment")]


def interacted(model, interactions):
    """A version that is known by interactions alone."""
    settings = MODELS[model]
    yield "atalaya_model_info", settings["info"], 1, "exact"
    yield "atalaya_pending_predictions", {}, 0, "exact"
    yield from kpi_signals(settings, interactions)
    for window, seconds in settings["windows"].items():
        yield "atalaya_throughput_per_second", {"window": window}, 0, "exact"
        yield "atalaya_scored_predictions", {"window": window}, 0, "exact"
        yield "atalaya_cache_saved_calls", {"window": window}, 0, "exact"
        if "token-prices" in settings:
            yield "atalaya_generation_cost", {"window": window}, 0, "exact"
        for name, labels, value, kind in [*segments(settings, [], [], interactions), *kpi_figures(settings, interactions, [], seconds)]:
            yield "atalaya_" + name, {"window": window, **labels}, value, kind


def kpi_signals(settings, interactions):
    for check, bound, limit, window, severity, _ in settings.get("thresholds", ()):
        if check.startswith("kpi:"):
            for value, _ in kpi(settings["kpis"][check[4:]], interactions, [], 1):
                firing = value < limit if bound == "min" else value > limit
                labels = {"window": window, "check": check, "severity": severity}
                yield "atalaya_signal_firing", labels, int(firing), "exact"


def kpi_figures(settings, interactions, predictions, seconds):
    for name, definition in settings.get("kpis", {}).items():
        for value, kind in kpi(definition, interactions, predictions, seconds):
            yield "kpi", {"kpi": name}, value, kind


def kpi_comparisons(model, interactions, histories):
    """Ratios, means and shares. Which blocks an event without a time is in depends on when it is published: the
    p-value and the interval are tested by numbers elsewhere."""
    predictions = [[h.prediction for h in hs] for hs in histories]
    for name, definition in MODELS[model].get("kpis", {}).items():
        what = definition[0][0]
        if what not in ("ratio", "each", "mean", "share"):
            continue
        figures = [list(kpi(definition, acts, ps, 1)) for acts, ps in zip(interactions, predictions)]
        if all(figures):
            (mine, _), (theirs, _) = figures[0][0], figures[1][0]
            for window in MODELS[model]["windows"]:
                labels = {"window": window, "metric": f"kpi:{name}"}
                scale = max(abs(mine), abs(theirs)) or 1
                yield "atalaya_version_comparison", labels, mine - theirs, f"optional absolute {1e-9 * scale:.3g}"
                yield "atalaya_version_comparison_p_value", labels, 0.5, "optional absolute 0.5"
                yield "atalaya_version_comparison_lower", labels, mine - theirs, "optional absolute 1e9"
                yield "atalaya_version_comparison_upper", labels, mine - theirs, "optional absolute 1e9"


def kpi(definition, interactions, predictions, seconds):
    """The figure and how it compares; nothing where it is undefined."""
    (what, *arguments), attributed, _ = definition
    events = [event for event, _, is_attributed in interactions if is_attributed or not attributed]

    def of(type):
        return [event for event in events if event["type"] == type]

    def values(type):
        return np.array([event["value"] for event in of(type) if "value" in event], dtype=float)

    match what, *arguments:
        case "ratio", type, to if of(to):
            yield len(of(type)) / len(of(to)), "relative"
        case "each", type if predictions:
            yield math.fsum(values(type)) / len(predictions), "relative"
        case "rate", type:
            yield len(of(type)) / seconds, "relative"
        case "sum", type:
            yield math.fsum(values(type)), "relative"
        case "mean", type if len(values(type)):
            yield math.fsum(values(type)) / len(values(type)), "relative"
        case "share", type, bound if len(values(type)):
            yield np.mean(values(type) <= bound), "relative"
        case "distinct", type:
            # The standard error that the contract states is 0.81 %.
            distinct = len({event["id"] for event in of(type) if "id" in event})
            yield distinct, f"absolute {4 * 0.0081 * distinct:.3g}"


def version_samples(model, version, histories, interactions):
    settings = MODELS[model]
    predictions = [history.prediction for history in histories]
    answered = [history for history in histories if "value" in history.prediction]
    pairs = [history for history in answered if history.label]
    waiting = [history.prediction for history in answered if not history.label]
    failures = Counter(error_label(p["error"]) for p in predictions if "error" in p)
    texts = [p for p in predictions if "value" not in p and (p["model"] in (ASSISTANT, DRAFTS))]
    latencies = np.array([p["latency_ms"] for p in predictions if "latency_ms" in p]) / 1000
    latencies = generations.given(texts, "duration_ms")[0] / 1000 if texts else latencies
    confidences = np.array([p["confidence"] for p in predictions if "confidence" in p])

    yield "atalaya_predictions_total", {}, len(predictions), "exact"
    for error, n in failures.items():
        yield "atalaya_prediction_errors_total", {"error": error}, n, "exact"
    yield from histogram("atalaya_prediction_latency_seconds", latencies, LATENCY_EDGES)
    yield from generations.counters(texts)
    for name, values, edges in generations.histograms(texts):
        yield from histogram(name, values, edges)
    yield from histogram("atalaya_prediction_confidence", confidences, CONFIDENCE_EDGES)
    yield "atalaya_model_info", settings["info"], 1, "exact"
    for check, bound, limit, window, severity, min_scored in settings.get("thresholds", ()):
        if check.startswith("kpi:"):
            continue
        figure = generations.checked(texts, check)
        if figure is not None:
            firing = figure > limit if bound == "max" else figure < limit
        elif check == "latency-p95":
            firing = quantile(latencies, 0.95) > limit
        elif pairs:
            firing = len(pairs) >= min_scored and uncertainty.surely_beyond(
                check, bound, limit, *scored(pairs), settings["windows"][window]
            )
        else:
            continue  # Reading: a check without an observation has no state that must be shown.
        labels = {"window": window, "check": check, "severity": severity}
        yield "atalaya_signal_firing", labels, int(firing), "exact"

    yield from kpi_signals(settings, interactions)

    over = "horizon" in settings
    yield "atalaya_pending_predictions", {}, 0 if over else len(waiting), "exact"
    if waiting and not over:
        yield "atalaya_oldest_pending_seconds", {}, min(p.get("time", 0) for p in waiting) / 1000, "age"

    classifier = settings["info"]["kind"] == "classifier"
    figures = list(classes(settings, pairs) if classifier else quality(pairs))
    for name, values in (("absolute_error_quantile", [] if classifier else np.abs(errors(pairs))),
                         ("prediction_latency_quantile_seconds", latencies),
                         ("label_delay_quantile_seconds", delays(pairs))):
        figures += [(name, {"quantile": str(q)}, quantile(values, q), "quantile") for q in QUANTILES if len(values)]
    labelled = len(pairs) + (len(waiting) if over else 0)
    if labelled:
        figures.append(("label_coverage_ratio", {}, len(pairs) / labelled, "relative"))
    if answered:
        figures.append(("cohort_coverage_ratio", {}, len(pairs) / len(answered), "relative"))
    figures += intervals(pairs)
    figures += segments(settings, predictions, pairs, interactions)
    if len(pairs) >= 30:
        loss = estimated_loss(settings, answered, pairs)
        figures.append(("estimated_accuracy_ratio" if classifier else "estimated_mae", {}, 1 - loss if classifier else loss, "relative"))
        # They depend on when the blocks of the longest window begin.
        yield "atalaya_estimate_error", {}, 0, "optional absolute 1e9"
        yield "atalaya_estimate_skill_ratio", {}, 0, "optional absolute 1e9"
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
    figures.append(("cache_saved_calls", {}, sum(cached), "exact"))
    if "price" in settings:
        figures.append(("cache_saved_cost", {}, sum(cached) * settings["price"], "relative"))
    for name, hit in (("cached", True), ("computed", False)):
        values = np.array([p["latency_ms"] for p in predictions if p.get("cached") is hit and "latency_ms" in p]) / 1000
        name += "_latency_quantile_seconds"
        figures += [(name, {"quantile": str(q)}, quantile(values, q), "quantile") for q in QUANTILES if len(values)]
    # How many minutes a window has depends on when it is looked at.
    for name in ("prediction_burstiness_ratio", "predictions_peak_per_minute"):
        figures.append((name, {}, 0, "optional absolute 1e9"))
    figures += generations.figures(texts, settings.get("token-prices"))
    for window, seconds in settings["windows"].items():
        yield "atalaya_throughput_per_second", {"window": window}, len(predictions) / seconds, "relative"
        for name, labels, value, kind in [*figures, *kpi_figures(settings, interactions, predictions, seconds)]:
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


def told_apart(settings, pairs):
    """Whether the positive class was predicted and true, its probability or NaN, and when it was known."""
    positive, rows = settings["positive"], []
    for h in pairs:
        predicted, stated = classified(settings, h.prediction)
        actual = actual_class(settings, h.label["actual"])
        p = stated.get(positive, rest(stated)) if stated else math.nan
        rows.append((predicted == positive, actual == positive, p))
    return np.array(rows, dtype=float).T, np.array([h.label.get("time", 0) for h in pairs])


def begin_of(histories):
    return min(h.prediction["time"] for h in histories if "time" in h.prediction)


def comparisons(model, histories, predecessors):
    """The figures of a version beside those of its predecessor."""
    versions = histories, predecessors
    settings = MODELS[model]
    classifier = settings["info"]["kind"] == "classifier"
    labelled = [[h for h in hs if "value" in h.prediction and h.label] for hs in versions]
    pairs = [told_apart(settings, hs) if classifier else scored(hs) for hs in labelled]
    metrics = uncertainty.OF_CLASSES if classifier else ("mae", "rmse", "bias", "accuracy")
    figures = uncertainty.FIGURES | (uncertainty.OF_CLASSES if classifier else {})
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
        **{metric: pairs for metric in metrics},
        "error-ratio": answers,
    }.items():
        if min(len(times) for _, times in samples) < uncertainty.LEAST_SIZE:
            continue
        for window, seconds in MODELS[model]["windows"].items():
            difference, low, high = uncertainty.comparison(metric, *samples, seconds, figures[metric])
            labels = {"window": window, "metric": metric}
            scale = max(abs(figures[metric](*values)) for values, _ in samples)
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


def intervals(pairs):
    stated = [(h.prediction["interval"], h.label["actual"]) for h in pairs if "interval" in h.prediction]
    if stated:
        yield "interval_coverage_ratio", {}, np.mean([i["lower"] <= a <= i["upper"] for i, a in stated]), "relative"
        yield "interval_level_ratio", {}, np.mean([i["level"] for i, _ in stated]), "relative"
        yield "interval_width_mean", {}, np.mean([i["upper"] - i["lower"] for i, _ in stated]), "relative"


def segments(settings, predictions, pairs, interactions, top=10):
    """The figures of the segments with the most predictions, and of the others together."""
    sizes = Counter(p["segment"] for p in predictions if "segment" in p)
    largest = sorted(sizes, key=lambda segment: (-sizes[segment], segment))[:top]

    def shown(event):
        return event["segment"] if event["segment"] in largest else "other"

    segmented = {name: definition for name, definition in settings.get("kpis", {}).items() if definition[2]}
    named = {part for what, *_ in segmented.values() for part in what[1:]}
    acts = [
        (event, segment if segment in largest else "other", is_attributed)
        for event, segment, is_attributed in interactions
        if segment and event["type"] in named
    ]
    for segment in sorted({shown(p) for p in predictions if "segment" in p} | {segment for _, segment, _ in acts}):
        own = [p for p in predictions if "segment" in p and shown(p) == segment]
        scored = [h for h in pairs if "segment" in h.prediction and shown(h.prediction) == segment]
        yield "segment_predictions", {"segment": segment}, len(own), "exact"
        if own:
            yield "segment_error_ratio", {"segment": segment}, sum("error" in p for p in own) / len(own), "relative"
        for name, definition in segmented.items():
            for value, kind in kpi(definition, [act for act in acts if act[1] == segment], own, 1):
                yield "segment_kpi", {"segment": segment, "kpi": name}, value, kind
        of_segment = classes(settings, scored) if settings["info"]["kind"] == "classifier" else quality(scored)
        for name, labels, value, kind in of_segment:
            if name in ("scored_predictions", "mae", "rmse", "bias", "accuracy_ratio", "precision_ratio", "recall_ratio", "f1_ratio"):
                yield "segment_" + name, {"segment": segment, **labels}, value, kind


def estimated_loss(settings, answered, pairs):
    """Each prediction is expected to lose what those of its group did: alike in confidence, or in magnitude."""
    classifier = settings["info"]["kind"] == "classifier"

    def group(prediction):
        confidence = prediction.get("confidence")
        if confidence is None and classifier:
            predicted, stated = classified(settings, prediction)
            confidence = stated and stated.get(predicted, rest(stated))
        if confidence is not None:
            return "confidence", min(19, int(confidence * 20))
        if classifier:
            return "none"
        value = abs(prediction["value"])
        return "magnitude", max(-10, min(31, math.frexp(value)[1] - 1)) if value else -10

    def loss(history):
        if not classifier:
            return abs(history.prediction["value"] - history.label["actual"])
        return float(classified(settings, history.prediction)[0] != actual_class(settings, history.label["actual"]))

    known = defaultdict(list)
    for history in pairs:
        known[group(history.prediction)].append(loss(history))
    mean = np.mean([loss(history) for history in pairs])
    groups = [group(history.prediction) for history in answered]
    return math.fsum(np.mean(known[g]) if g in known else mean for g in groups) / len(groups)


# Classifiers


def actual_class(settings, actual):
    """With a positive class: that or not; 1 is that class."""
    positive = settings.get("positive")
    name = str(actual)
    if positive is None:
        return name
    return positive if name == positive or actual == 1 else "not " + positive


def classified(settings, prediction):
    """The class predicted, and the probabilities stated of classes, or None."""
    value, positive = prediction["value"], settings.get("positive")
    stated = prediction.get("probabilities")
    if positive is not None and not isinstance(value, str):
        return (positive if value >= settings["threshold"] else "not " + positive), stated or {positive: value}
    name = str(value)
    if positive is not None:
        name = positive if name == positive else "not " + positive
    if stated is None and "confidence" in prediction:
        stated = {name: prediction["confidence"]}
    return name, stated


def rest(stated):
    return max(0.0, 1 - math.fsum(stated.values()))


def classes(settings, pairs):
    """precision_recall_fscore_support, log_loss, brier_score_loss, roc_auc_score and calibration_curve of scikit-learn."""
    yield "scored_predictions", {}, len(pairs), "exact"
    if not pairs:
        return
    positive = settings.get("positive")
    scored = [(*classified(settings, h.prediction), actual_class(settings, h.label["actual"])) for h in pairs]
    predicted, stated, actual = (np.array(column, dtype=object) for column in zip(*scored))
    names = sorted(set(predicted) | set(actual))
    yield "accuracy_ratio", {}, np.mean(predicted == actual), "relative"
    figures = {name: [] for name in ("precision_ratio", "recall_ratio", "f1_ratio")}
    for name in [positive] if positive else names:
        hits, guessed, support = (np.sum(x) for x in ((predicted == name) & (actual == name), predicted == name, actual == name))
        of_class = {"precision_ratio": (hits, guessed), "recall_ratio": (hits, support), "f1_ratio": (2 * hits, guessed + support)}
        for figure, (a, b) in of_class.items():
            if b:
                figures[figure].append(a / b)
                if not positive:
                    yield "class_" + figure, {"class": name}, a / b, "relative"
        if not positive:
            yield "class_support", {"class": name}, support, "exact"
    for figure, values in figures.items():
        if values:
            yield figure, {}, np.mean(values), "relative"
    yield from probabilities(positive, [(p, s, a) for p, s, a in zip(predicted, stated, actual) if s])


def probabilities(positive, pairs):
    if not pairs:
        return
    if positive:
        pairs = [(p, {positive: s.get(positive, rest(s))}, a) for p, s, a in pairs]
    eps = np.finfo(float).eps
    yield "log_loss", {}, np.mean([-math.log(min(max(s.get(a, rest(s)), eps), 1 - eps)) for _, s, a in pairs]), "relative"
    if positive:
        brier = [(s[positive] - (a == positive)) ** 2 for _, s, a in pairs]
    else:
        brier = [math.fsum((p - (c == (a if a in s else None))) ** 2 for c, p in (s | {None: rest(s)}).items()) for _, s, a in pairs]
    yield "brier_score", {}, np.mean(brier), "absolute 1e-9"
    areas = []
    for c in [positive] if positive else sorted({c for _, s, _ in pairs for c in s}):
        x = [s[c] for _, s, a in pairs if c in s and a == c]
        y = [s[c] for _, s, a in pairs if c in s and a != c]
        if x and y:
            ties = np.mean(np.array([bucket(p) for p in x])[:, None] == np.array([bucket(p) for p in y])) / 2
            areas.append((stats.mannwhitneyu(x, y).statistic / (len(x) * len(y)), ties))
    if areas:
        area, bound = np.mean(areas, axis=0)
        yield "roc_auc", {}, area, f"absolute {bound + 1e-9:.3g}"
        yield "roc_auc_error_bound", {}, bound, "relative"
    told = [(s[positive or p], a == (positive or p)) for p, s, a in pairs if (positive or p) in s]
    if told:
        p, y = np.array([x for x, _ in told]), np.array([x for _, x in told], dtype=float)
        bins = np.searchsorted(np.linspace(0, 1, 11)[1:-1], p)
        distance = math.fsum(abs(math.fsum(p[bins == b]) - math.fsum(y[bins == b])) for b in set(bins.tolist()))
        yield "calibration_error_ratio", {}, distance / len(p), "relative"


def bucket(p):
    """Of the odds: 1,024 to each doubling, 0, 1 and what lies beyond 30 doublings apart."""
    odds = 2.0**-31 if p == 0 else 2.0**31 if p == 1 else min(max(p / (1 - p), 2.0**-30), 2.0**30)
    return struct.unpack(">q", struct.pack(">d", odds))[0] >> 42


def drift(settings, answered, predictions):
    """Two-sample tests of each feature against the reference, over the drift window."""
    # What could have had a feature: an input every event with features, a confidence every answer.
    given = [p["features"] for p in predictions if p.get("features") is not None]
    values = {name: [features.get(name) for features in given] for name in stories.FEATURES}
    values["__prediction__"] = [h.prediction["value"] for h in answered]
    values["__confidence__"] = [p.get("confidence") for p in predictions if "value" in p or "confidence" in p]
    results = []
    for feature, all_of_them in values.items():
        yield "atalaya_drift_insufficient_data", {"feature": feature}, 1, "exact"  # no window of 24 h has closed
        reference = reference_of(feature)
        typed = [v for v in all_of_them if v is not None and is_name(v) == reference.names]
        typed = [str(v).lower() if isinstance(v, bool) else v for v in typed]
        missing = sum(v is None for v in all_of_them)
        results += of_values(feature, reference, typed, settings) if typed else []
        for test, now, before in (
            ("missing", missing, reference.missing),
            ("mistyped", len(all_of_them) - missing - len(typed), 0),
        ):
            if now + before > 0:
                p = two_proportions(before, ROWS, now, len(all_of_them), "two-sided")
                effect = abs(now / len(all_of_them) - before / ROWS)
                bound = reference.bounds.get(test, 0.02)
                results.append(Result(feature, test, effect, effect, bound, p, len(all_of_them)))
                if test == "missing":
                    times = for_length(reference.missing_inflation, len(all_of_them))
                    results[-1].dependent = two_proportions(
                        round(before / times), worth(ROWS, times),
                        round(now / times), worth(len(all_of_them), times), "two-sided",
                    )
    for r in results:
        labels = {"window": settings["window"], "feature": r.feature, "test": r.test}
        # Reading: figures of a sample that is too small may be shown; they judge nothing.
        optional = "" if r.samples >= settings["min-samples"] else "optional "
        yield "atalaya_drift_statistic", labels, r.statistic, f"{optional}absolute {r.spread + r.statistic * 1e-9:.3g}"
        yield "atalaya_drift_effect", labels, r.effect, f"{optional}absolute {r.spread + 1e-9:.3g}"
        yield "atalaya_drift_effect_bound", labels, r.bound, optional + "absolute 1e-09"
        if r.p is not None:
            yield "atalaya_drift_p_value", labels, r.p, f"{optional}absolute {1e-9 + r.p_spread:.3g}"
    judged = [r for r in results if r.p is not None and r.samples >= settings["min-samples"]]
    families = defaultdict(list)
    for r in judged:
        families["deciding" if r.test in ("ks", "chi-squared") else r.test].append(r)
    for family in families.values():
        p = np.array([r.p if r.dependent is None else r.dependent for r in family])
        spread = np.array([r.p_spread for r in family]) * np.where(["neyman" == r.test for r in family], 1, np.minimum(1, 10 * p))
        low, adjusted, high = (
            stats.false_discovery_control(q.clip(0, 1), method="bh") for q in (p - spread, p, p + spread)
        )
        for r, value, tolerance in zip(family, adjusted, high - low + 1e-9):
            labels = {"window": settings["window"], "feature": r.feature, "test": r.test}
            yield "atalaya_drift_p_adjusted", labels, value, f"absolute {tolerance:.3g}"


@dataclass
class Result:
    """What a test gave; by how much statistic and p-value may differ from it."""

    feature: str
    test: str
    statistic: float
    effect: float
    bound: float
    p: float | None
    samples: int
    spread: float = 0
    p_spread: float = 0
    dependent: float | None = None  # p of values that depend on each other as those of the reference do


class Reference:
    """A column of reference.csv: names when any of its cells is no number."""

    def __init__(self, feature):
        self.values = [v for v in REFERENCE[feature] if v is not None]
        self.names = any(is_name(v) for v in self.values)
        self.missing = ROWS - len(self.values)
        self.kind = stories.KINDS.get(feature)
        knots, counts = np.unique(self.values, return_counts=True)
        if self.names:  # the 256 most frequent names, of equally frequent ones the first
            kept = np.sort(np.lexsort((knots, -counts))[:256])
            self.other = counts.sum() - counts[kept].sum()
            knots, counts = knots[kept], counts[kept]
        self.knots, self.counts = knots, counts
        self.bounds = least_effects(self, REFERENCE[feature])
        self.inflation = inflation(self)
        column = np.array([v is None for v in REFERENCE[feature]] + [True] * (ROWS - len(REFERENCE[feature])))
        self.missing_inflation = missing_inflation(column) if self.missing else {}

    @property
    def categorical(self) -> bool:
        _, counts = np.unique(self.values, return_counts=True)
        if self.names or self.kind:
            return self.names or self.kind == "categorical"
        return len(counts) <= 20 or 2 * max(counts) > len(self.values)

    @property
    def by_value(self) -> bool:
        """Whether each value is a bin, and not each decile."""
        return self.names or len(set(self.values)) <= 20 or self.kind == "categorical"


@cache
def reference_of(feature) -> Reference:
    return Reference(feature)


def is_name(value) -> bool:
    return isinstance(value, (str, bool))


def of_values(feature, reference, values, settings):
    n, m = len(values), len(reference.values)
    before, now = binned(reference, values)
    bounds, times = reference.bounds, for_length(reference.inflation, n)
    results = []
    if reference.categorical:
        test = chi_squared(before, now)
        results.append(
            Result(feature, "chi-squared", test.statistic, test.cramers_v, bounds["chi-squared"], test.p, n)
        )
        results[-1].dependent = stats.chi2.sf(test.statistic / times, test.degrees)
        known = np.isin(values, reference.knots).sum()
        if n > known and not (reference.names and reference.other):
            # As many are to be expected as there are values that are the only ones of their kind (Good),
            # a share known as well as from so many values (Esty).
            once, twice = (int(np.sum(reference.counts == times)) for times in (1, 2))
            effect = max(0, (n - known) / n - once / m)
            alone = -(-(once**2) // (once + 2 * twice)) if once else 0
            p = two_proportions(alone, m * alone // once if once else m, n - known, n, "greater")
            results.append(Result(feature, "unseen", effect, effect, 0.02, p, n))
            once, twice, m_worth = int(once / times), int(twice / times), worth(m, times)
            alone = -(-(once**2) // (once + 2 * twice)) if once else 0
            m_worth = m_worth * alone // once if once else m_worth
            results[-1].dependent = two_proportions(
                alone, m_worth, round((n - known) / times), worth(n, times), "greater"
            )
    else:
        assert len(set(reference.values)) <= 1_024
        exact = n * m <= EXACT_P_VALUE
        ks = stats.ks_2samp(values, reference.values, method="exact" if exact else "asymp")
        p_spread = 0 if exact else 5e-3
        results.append(Result(feature, "ks", ks.statistic, ks.statistic, bounds["ks"], ks.pvalue, n, p_spread=p_spread))
        results[-1].dependent = kolmogorov(ks.statistic, worth(n, times), worth(m, times))
        statistic, p, effect = neyman(*cells(reference, values))
        results.append(Result(feature, "neyman", statistic, effect, bounds["neyman"], p, n, p_spread=1e-4 * p if p > 0.9 else 1e-5 * p))
        results[-1].dependent = smaller_of_two(statistic, smooth(*cells(reference, values)), times)
        distance = stats.wasserstein_distance(values, reference.values) / np.std(reference.values, ddof=1)
        # Where in a gap between two reference values a value lies is not known.
        spread = wasserstein_spread(values, reference.values)
        results.append(Result(feature, "wasserstein", distance, distance, bounds["wasserstein"], None, n, spread=spread))
        outside = sum(not min(reference.values) <= v <= max(reference.values) for v in values)
        if outside:
            p = outside_of_range(outside, n, m)
            results.append(Result(feature, "out-of-range", outside / n, outside / n, 0.02, p, n))
            results[-1].dependent = outside_of_range(round(outside / times), worth(n, times), worth(m, times))
    psi, p = stability(before, now)
    results.append(Result(feature, "psi", psi, psi, bounds["psi"], p, n))
    results[-1].dependent = stability_p(psi / times, before, now)
    js = jensenshannon(before, now, base=2)
    results.append(Result(feature, "jensen-shannon", js, js, bounds["jensen-shannon"], None, n))
    return results


def cells(reference, values):
    """The counts of both samples at each value of the reference, and in the gaps around these."""
    before = np.zeros(2 * len(reference.knots) + 1)
    before[1::2] = reference.counts
    at = 2 * np.searchsorted(reference.knots, values, side="left") + np.isin(values, reference.knots)
    return before, np.bincount(at, minlength=len(before)).astype(float)


def kolmogorov(d, n, m):
    """P(D >= d) of n and m values."""
    if n * m > EXACT_P_VALUE:
        return stats.kstwo.sf(d, np.rint(n * m / (n + m)))
    known, _, p = _stats_py._attempt_exact_2kssamp(n, m, math.gcd(n, m), d, "two-sided")
    assert known
    return p


def neyman(before, now):
    """Statistic, p-value and effect of order 4, on the mid-ranks of cells in order."""
    components = smooth(before, now)
    statistic, m, n = components.sum(), before.sum(), now.sum()
    effect = (n + m) * math.sqrt(statistic / (n * m * (n + m - 1)))
    return statistic, smaller_of_two(statistic, components), effect


def smaller_of_two(statistic, components, inflation=1.0):
    """P of the smaller of the p-values of the first component and of their sum."""
    order = len(components)
    if order < 2:
        return stats.chi2.sf(statistic / inflation, order) if order else 1.0
    t = min(stats.chi2.sf(components[0] / inflation, 1), stats.chi2.sf(statistic / inflation, order))
    first, last = stats.chi2.isf(t, 1), stats.chi2.isf(t, order)
    rest = lambda z: 2 * stats.norm.pdf(z) * stats.chi2.sf(last - z * z, order - 1)
    return t + quad(rest, 0, math.sqrt(first), epsabs=0, epsrel=1e-10)[0]


def smooth(before, now):
    """The squared components of Neyman's statistic."""
    both = before + now
    before, now, both = before[both > 0], now[both > 0], both[both > 0]
    m, n, order = before.sum(), now.sum(), min(4, len(both) - 1)
    share = both / both.sum()
    ranks = 2 * np.cumsum(share) - share - 1
    scores = np.linalg.qr(np.sqrt(share)[:, None] * np.vander(ranks, order + 1, increasing=True))[0]
    sums = (now[:, None] * scores[:, 1:] / np.sqrt(share)[:, None]).sum(axis=0)
    return (n + m - 1) / (n * m) * sums**2


def two_proportions(have, m, now, n, alternative) -> float:
    """z with the pooled share; R. A. Fisher's exact test where fewer than 5 are expected in a cell."""
    all_of_them = have + now
    if min(all_of_them, m + n - all_of_them) * min(m, n) / (m + n) < 5:
        return stats.fisher_exact([[now, n - now], [have, m - have]], alternative=alternative).pvalue
    share = all_of_them / (m + n)
    z = (now / n - have / m) / math.sqrt(share * (1 - share) * (1 / m + 1 / n))
    return stats.norm.sf(z) if alternative == "greater" else 2 * stats.norm.sf(abs(z))


def outside_of_range(k, n, m) -> float:
    """P(K >= k) of n values outside of the range of m others, all orders being equally likely."""
    orders = math.comb(n + m, m)
    return float(sum(Fraction((j + 1) * math.comb(n + m - j - 2, m - 2), orders) for j in range(k, n + 1)))


def binned(reference, values):
    """The counts of both samples over the values of the reference, or over its deciles."""
    knots, counts = reference.knots, reference.counts
    if reference.by_value:
        now = np.array([np.sum(np.asarray(values) == k) for k in knots])
        other, others = len(reference.values) - counts.sum(), len(values) - now.sum()
        return (counts, now) if other + others == 0 else (np.append(counts, other), np.append(now, others))
    bins = (np.cumsum(counts) - 1) * 10 // len(reference.values)
    at = np.searchsorted(knots, values).clip(max=len(knots) - 1)
    now = np.bincount(bins[at], minlength=10)
    before = np.bincount(bins, weights=counts, minlength=10).astype(int)
    return before[before > 0], now[before > 0]


def stability(before, now):
    p = (before + 0.5) / (before.sum() + len(before) / 2)
    q = (now + 0.5) / (now.sum() + len(now) / 2)
    psi = float(np.sum((q - p) * np.log(q / p)))
    return psi, stability_p(psi, before, now)


def stability_p(psi, before, now):
    return stats.chi2.sf(psi / (1 / before.sum() + 1 / now.sum()), len(before) - 1)


class ChiSquared(NamedTuple):
    statistic: float
    degrees: int
    p: float
    cramers_v: float


def chi_squared(before, now):
    """Categories of which fewer than 5 are expected are one."""
    total = before.sum() + now.sum()
    rare = (before + now) * min(before.sum(), now.sum()) / total < 5
    table = np.array([before[~rare], now[~rare]])
    if rare.any():
        table = np.column_stack([table, [before[rare].sum(), now[rare].sum()]])
    if table.shape[1] < 2:
        return ChiSquared(0.0, 0, 1.0, 0.0)
    test = stats.chi2_contingency(table, correction=False)
    return ChiSquared(test.statistic, test.dof, test.pvalue, math.sqrt(test.statistic / total))


def least_effects(reference, column):
    """By test: the default, or mean and 3 deviations of the effects within the reference, if beyond chance."""
    found = {"psi": (0.2, []), "jensen-shannon": (0.1, []), "missing": (0.02, [])}
    if reference.categorical:
        found["chi-squared"] = (0.1, [])
    else:
        found |= {"ks": (0.1, []), "neyman": (0.2, []), "wasserstein": (0.1, [])}
    values = np.array(reference.values)
    parts = []
    for window in sub_windows(len(values)):
        inside, rest = values[window], values[~window]
        all_bins, now = binned(reference, inside)
        before = all_bins - now
        parts.append(now)
        found["psi"][1].append(stability(before, now)[0])
        found["jensen-shannon"][1].append(jensenshannon(before, now, base=2))
        if reference.categorical:
            found["chi-squared"][1].append(chi_squared(before, now).cramers_v)
        else:
            found["ks"][1].append(stats.ks_2samp(inside, rest).statistic)
            all_cells, inside_cells = cells(reference, inside)
            found["neyman"][1].append(neyman(all_cells - inside_cells, inside_cells)[2])
            found["wasserstein"][1].append(stats.wasserstein_distance(inside, rest) / np.std(values, ddof=1))
    if reference.missing:
        missing = np.array([v is None for v in column] + [True] * (ROWS - len(column)))
        found["missing"][1].extend(abs(missing[w].mean() - missing[~w].mean()) for w in sub_windows(ROWS))
        if stats.chi2_contingency([np.bincount(missing[w], minlength=2) for w in sub_windows(ROWS)]).pvalue > 0.05:
            found["missing"] = (0.02, [])
    if not differ(parts):
        found = {test: (least, effects if test == "missing" else []) for test, (least, effects) in found.items()}
    return {
        test: max(least, np.mean(effects) + 3 * np.std(effects, ddof=1)) if effects else least
        for test, (least, effects) in found.items()
    }


def inflation(reference):
    """How many values in a row are worth one, by their number: found from sub-windows of each length."""
    values = np.array(reference.values)

    def squares(windows):
        if reference.categorical:
            bins = [binned(reference, values[window]) for window in windows]
            return [[unpooled(both - inside, inside)] for both, inside in bins]
        counts = [cells(reference, values[window]) for window in windows]
        return [smooth(both - inside, inside) for both, inside in counts]

    return inflations(len(values), squares)


def missing_inflation(missing):
    share = missing.mean()

    def squares(windows):
        for w in windows:
            z = missing[w].mean() - missing[~w].mean()
            yield [z**2 / (share * (1 - share) * (1 / w.sum() + 1 / (~w).sum()))]

    return inflations(len(missing), squares)


def inflations(length, squares):
    """Of each length what the one before was, as far as the largest mean square of this one lets it be."""
    found = {}
    for about in (100, 300, 1_000, 3_000, 10_000) if length >= 300 else ():
        if found and length // about < 6:
            break
        windows = list(sub_windows(length, about))
        means = np.mean(list(squares(windows)), axis=0)
        k, largest = len(windows), max(means)
        if found:
            value = np.clip(value, *(k * largest / stats.chi2.ppf([0.995, 0.005], k)))
        else:
            value = largest if len(means) * stats.chi2.sf(k * largest, k) <= 0.01 else 1
        value = max(1, value)
        found[windows[0].sum() if k == 100 else length // k] = value
    return found


def for_length(found, n):
    """The inflation of the greatest length that is no longer."""
    return found[max((length for length in found if length <= n), default=min(found))] if found else 1


def worth(n, times):
    return max(1, round(n / times))


def unpooled(before, now):
    """Chi-squared over its degrees of freedom, however rare a category is."""
    return stats.chi2_contingency([before, now], correction=False).statistic / (len(now) - 1)


def differ(parts):
    """Whether parts differ by more than chance: the chi-squared of their table is the weighted sum of those against
    the rest."""
    whole = np.sum(parts, axis=0)
    tests = [(1 - part.sum() / whole.sum(), chi_squared(whole - part, part)) for part in parts]
    degrees = sum(weight * test.degrees for weight, test in tests)
    return degrees > 0 and stats.chi2.sf(sum(weight * test.statistic for weight, test in tests), degrees) <= 0.05


def sub_windows(length, values=1_000):
    """At least six, at most 100; none of fewer than 300."""
    count = min(max(length // values, 6), 100) if length >= 300 else 0
    for w in range(count):
        window = np.zeros(length, dtype=bool)
        start = w * length // count
        window[start : start + values if count == 100 else (w + 1) * length // count] = True
        yield window


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
    ROWS = max(map(len, REFERENCE.values()))
    with open(HERE / "reference.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(REFERENCE)
        for i in range(max(map(len, REFERENCE.values()))):
            writer.writerow([column[i] if i < len(column) and column[i] is not None else "" for column in REFERENCE.values()])
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
    print(len(records), "predictions, outcomes, interactions and generations,", sum(r.event is None for r in records), "refused")
