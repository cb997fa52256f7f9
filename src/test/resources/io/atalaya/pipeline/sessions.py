"""Writes what ShopKpiTest must find, from the sessions' CSV and the public contract alone.

    python3 sessions.py      (Python 3.11, NumPy 2.4.6; about 5 s)

The plan, for the session of row n of online-shoppers-sessions.csv (from 1 on); r is 37 n mod 100. All is
published at moment 0, and read soon after.

    begins at  -25 min + 4 min * block + 0.1 s * (n mod 601 - 300), the block being 6 (n-1) // 12330
    version    b where n is even, a where it is odd
    prediction when the session begins, segment: the visitor type
    did        an impression 0.1 s after the beginning, of 20 product pages or more an engagement after 0.5 s,
               with that number as its value, and where Revenue is TRUE a conversion after 0.9 s
    r < 5      each interaction is published twice
    r < 10     they are published before the prediction
    r < 15     they come 4 min later, in the block after
    r < 17     they come 45 min later, of a session that begins 45 min earlier: beyond the attribution window
    r < 19     they have a time 90 min earlier, and are late by more than the grace: they do not count
    r < 21     they name an id of no prediction, with version and segment

Attribution window 40 min, grace 75 min, windows as in WINDOWS, the last of which holds all. Sums in integers;
what is said of a sample: name, labels, value, comparison (exact; relative: 1e-9; absolute: four standard errors
of a distinct count).
"""

import csv
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
DATA = HERE.parents[4] / "demo/resources/online-shoppers-sessions.csv"
MINUTE = 60_000
WINDOWS = {"7m": 7, "11m": 11, "15m": 15, "19m": 19, "23m": 23, "27m": 27, "2h": 120}
ATTRIBUTION, GRACE = 40 * MINUTE, 75 * MINUTE
MODEL = "shop-purchase"
KPIS = {  # by name: what it is, whether of attributed ones alone, whether by segment as well
    "conversion-rate": (("ratio", "conversion", "impression"), True, True),
    "engagement-rate": (("ratio", "engagement", "impression"), True, True),
    "conversions-each": (("each", "conversion"), True, False),
    "conversions-a-second": (("rate", "conversion"), False, False),
    "pages-each": (("total", "engagement", "impression"), False, False),
    "pages": (("sum", "engagement"), False, False),
    "pages-when-engaged": (("mean", "engagement"), False, True),
    "short-engagements": (("share", "engagement", 30), False, False),
    "engaged-sessions": (("distinct", "engagement"), False, False),
}

with open(DATA, newline="") as file:
    ROWS = list(csv.DictReader(file))


def told():
    """Predictions and interactions that count, and what becomes of each interaction that is published."""
    predictions, interactions, results = [], [], {"accepted": 0, "duplicate": 0, "late": 0}
    for n, row in enumerate(ROWS, 1):
        r = 37 * n % 100
        version = "ab"[n % 2 == 0]
        segment = row["VisitorType"].replace("_", " ").lower()
        begin = -25 * MINUTE + 4 * MINUTE * (6 * (n - 1) // len(ROWS)) + 100 * (n % 601 - 300)
        away = 0
        if 10 <= r < 15:
            away = 4 * MINUTE
        elif 15 <= r < 17:
            away = 45 * MINUTE
            begin -= away
        predictions.append({"time": begin, "version": version, "segment": segment})
        did = [("impression", 100, None)]
        if int(row["ProductRelated"]) >= 20:
            did.append(("engagement", 500, int(row["ProductRelated"])))
        if row["Revenue"] == "TRUE":
            did.append(("conversion", 900, None))
        for type, after, value in did:
            time = begin + away + after
            if 17 <= r < 19:
                time -= 90 * MINUTE
            if time < -GRACE - MINUTE:
                results["late"] += 1
                continue
            results["accepted"] += 1
            results["duplicate"] += r < 5
            act = {"type": type, "time": time, "value": value, "id": n, "attributed": False}
            if 19 <= r < 21:
                act |= {"version": version, "segment": segment}
            elif -begin <= ATTRIBUTION:
                act |= {"version": version, "segment": segment, "attributed": True}
            else:
                act |= {"version": "unversioned", "segment": None}
            interactions.append(act)
    return predictions, interactions, results


def kpi(definition, acts, predictions, seconds):
    """The figure and how it compares; nothing where it is undefined."""
    what, attributed, _ = definition
    of = {type: [act for act in acts if act["type"] == type and (act["attributed"] or not attributed)] for type in ("impression", "engagement", "conversion")}

    def values(type):
        return np.array([act["value"] for act in of[type] if act["value"] is not None], dtype=np.int64)

    match what:
        case "ratio", type, to if of[to]:
            yield len(of[type]) / len(of[to]), "relative"
        case "total", type, to if of[to]:
            yield values(type).sum() / len(of[to]), "relative"
        case "each", type if predictions:
            yield len(of[type]) / predictions, "relative"
        case "rate", type:
            yield len(of[type]) / seconds, "relative"
        case "sum", type:
            yield values(type).sum(), "exact"
        case "mean", type if len(values(type)):
            yield values(type).mean(), "relative"
        case "share", type, bound if len(values(type)):
            yield (values(type) <= bound).mean(), "relative"
        case "distinct", type:
            distinct = len({act["id"] for act in of[type]})
            yield distinct, f"absolute {4 * 0.0081 * distinct:.3g}"


def samples():
    predictions, interactions, results = told()
    for result, count in results.items():
        yield "atalaya_events_total", {"topic": "inference.interactions", "result": result}, count, "exact"
    for window, minutes in WINDOWS.items():
        for version in ("a", "b", "unversioned"):
            since = -minutes * MINUTE
            asked = [p for p in predictions if p["version"] == version and p["time"] >= since]
            acts = [act for act in interactions if act["version"] == version and act["time"] >= since]
            labels = {"model": MODEL, "version": version, "window": window}
            for name, definition in KPIS.items():
                for value, kind in kpi(definition, acts, len(asked), 60 * minutes):
                    yield "atalaya_kpi", labels | {"kpi": name}, value, kind
                if definition[2]:
                    for segment in sorted({act["segment"] for act in acts if act["segment"]}):
                        own = [act for act in acts if act["segment"] == segment]
                        for value, kind in kpi(definition, own, None, 60 * minutes):
                            yield "atalaya_segment_kpi", labels | {"kpi": name, "segment": segment}, value, kind


with open(HERE / "expected-sessions.tsv", "w", newline="\n") as file:
    for name, labels, value, kind in samples():
        print(name, ",".join(f"{key}={labels[key]}" for key in sorted(labels)), repr(float(value)), kind, sep="\t", file=file)
