"""Writes the business figures that the tests must find, from the sessions' CSV and the public contract alone.

    python3 sessions.py      (Python 3.11, NumPy 2.4.6; about 20 s)

    expected-sessions.tsv            for ShopKpiTest: all sessions, published to a broker at one moment
    ../monitor/session-windows.tsv   for SessionWindowsTest: those from May on, 120 a second, every five seconds

The plan, for the session of row n of online-shoppers-sessions.csv (from 1 on); r is 37 n mod 100:

    prediction when the session begins, segment: the visitor type
    did        an impression 0.1 s after the beginning, of 20 product pages or more an engagement after 0.5 s,
               with that number as its value, and where Revenue is TRUE a conversion after 0.9 s
    r < 5      each of these is published again, 0.4 s later
    r < 10     the prediction is published only 1 s after its time, after them
    r < 15     they are done, and published, so much later: PAUSE, within the attribution window
    r < 17     likewise: ABSENCE, beyond the attribution window
    r < 19     they have a time that is LAG earlier: late, they do not count
    r < 21     they name an id of no prediction, with version and segment

ShopKpiTest publishes all at moment 0. A session begins at

    -25 min + 4 min * block + 0.1 s * (n mod 601 - 300), the block being 6 (n-1) // 12330

and ABSENCE earlier where that delays it; its version is b where n is even, else a.

SessionWindowsTest has the log at hand: session i (from 0 on) begins at 1000 i // 120 ms, and what is published
before a second is what is known then. A window ends with the pane, of a second, that begins then.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
DATA = HERE.parents[4] / "demo/resources/online-shoppers-sessions.csv"
SECOND, MINUTE = 1_000, 60_000
PANE = SECOND
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


@dataclass
class Plan:
    """How long things take, and what is in time, in milliseconds."""

    pause: int
    absence: int
    lag: int
    attribution: int
    grace: int
    windows: dict


AT_ONCE = Plan(4 * MINUTE, 45 * MINUTE, 90 * MINUTE, 40 * MINUTE, 75 * MINUTE, {f"{m}m": m * MINUTE for m in (7, 11, 15, 19, 23, 27)} | {"2h": 120 * MINUTE})
LIVE = Plan(3 * SECOND, 7 * SECOND, 6 * SECOND, 5 * SECOND, 2 * SECOND, {"10s": 10 * SECOND, "1m": MINUTE, "3m": 3 * MINUTE})


def story(plan, n, row, begin, version):
    """The session's prediction, and what was done: each with its time, and when it is told, repetitions included."""
    r = 37 * n % 100
    segment = row["VisitorType"].replace("_", " ").lower()
    prediction = {"time": begin, "told": begin + (SECOND if 5 <= r < 10 else 0), "version": version, "segment": segment}
    away = plan.pause if 10 <= r < 15 else plan.absence if 15 <= r < 17 else 0
    did = [("impression", 100, None)]
    if int(row["ProductRelated"]) >= 20:
        did.append(("engagement", 500, int(row["ProductRelated"])))
    if row["Revenue"] == "TRUE":
        did.append(("conversion", 900, None))
    acts = []
    for type, after, value in did:
        told = begin + away + after
        time = told - (plan.lag if 17 <= r < 19 else 0)
        act = {"type": type, "time": time, "told": told, "value": value, "id": n, "prediction": prediction}
        if 19 <= r < 21:
            act |= {"prediction": None, "version": version, "segment": segment}
        acts.append(act)
        if r < 5:
            acts.append(act | {"told": told + 400})
    return prediction, acts


def in_time(plan, event):
    return event["told"] <= event["time"] // PANE * PANE + PANE + plan.grace


def counted(plan, acts, now):
    """Those that count, of those told before `now`, as what they count then; and what became of each."""
    found, seen, results = [], set(), {"accepted": 0, "duplicate": 0, "late": 0}
    for act in acts:
        if act["told"] >= now:
            continue
        if not in_time(plan, act):
            results["late"] += 1
            continue
        if (act["id"], act["type"]) in seen:
            results["duplicate"] += 1
            continue
        seen.add((act["id"], act["type"]))
        results["accepted"] += 1
        to = act["prediction"]
        attributed = to is not None and to["told"] < now and in_time(plan, to) and abs(act["told"] - to["time"]) <= plan.attribution
        if attributed:
            act = act | {"version": to["version"], "segment": to["segment"]}
        found.append({"version": "unversioned", "segment": None} | act | {"attributed": attributed})
    return found, results


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
            # The standard error that the contract states is 0.81 %.
            distinct = len({act["id"] for act in of[type]})
            yield distinct, f"absolute {4 * 0.0081 * distinct:.3g}"


def figures(plan, predictions, acts, versions, end):
    """By version and window, the figures of all and of each segment, in windows that end at `end`."""
    for window, length in plan.windows.items():
        for version in versions:
            inside = [a for a in acts if a["version"] == version and end - length <= a["time"] < end]
            asked = sum(p["version"] == version and end - length <= p["time"] < end for p in predictions)
            for name, definition in KPIS.items():
                for value, kind in kpi(definition, inside, asked, length / SECOND):
                    yield version, window, "", name, value, kind
                if definition[2]:
                    for segment in sorted({act["segment"] for act in inside if act["segment"]}):
                        own = [act for act in inside if act["segment"] == segment]
                        for value, kind in kpi(definition, own, None, length / SECOND):
                            yield version, window, segment, name, value, kind


def at_once(rows):
    predictions, acts = [], []
    for n, row in enumerate(rows, 1):
        begin = -25 * MINUTE + 4 * MINUTE * (6 * (n - 1) // len(rows)) + 100 * (n % 601 - 300)
        if 15 <= 37 * n % 100 < 17:
            begin -= AT_ONCE.absence
        prediction, did = story(AT_ONCE, n, row, begin, "ab"[n % 2 == 0])
        for event in [prediction, *did]:
            event["told"] = 0
        predictions.append(prediction)
        acts += did
    found, results = counted(AT_ONCE, acts, 1)
    for result, count in results.items():
        yield "atalaya_events_total", {"topic": "inference.interactions", "result": result}, count, "exact"
    for version, window, segment, name, value, kind in figures(AT_ONCE, predictions, found, ("a", "b", "unversioned"), 0):
        labels = {"model": MODEL, "version": version, "window": window, "kpi": name}
        if segment:
            yield "atalaya_segment_kpi", labels | {"segment": segment}, value, kind
        else:
            yield "atalaya_kpi", labels, value, kind


def live(rows):
    served = [(n, row) for n, row in enumerate(rows, 1) if row["Month"] not in ("Feb", "Mar")]
    predictions, acts = [], []
    for i, (n, row) in enumerate(served):
        prediction, did = story(LIVE, n, row, SECOND * i // 120, "spring")
        predictions.append(prediction)
        acts += did
    for now in range(5 * SECOND, 100 * SECOND, 5 * SECOND):
        asked = [p for p in predictions if p["told"] < now and in_time(LIVE, p)]
        found, _ = counted(LIVE, acts, now)
        for version, window, segment, name, value, kind in figures(LIVE, asked, found, ("spring", "unversioned"), now + PANE):
            yield now // SECOND, version, window, segment, name, repr(float(value)), kind


def main():
    with open(DATA, newline="") as file:
        rows = list(csv.DictReader(file))
    with open(HERE / "expected-sessions.tsv", "w", newline="\n") as file:
        for name, labels, value, kind in at_once(rows):
            print(name, ",".join(f"{key}={labels[key]}" for key in sorted(labels)), repr(float(value)), kind, sep="\t", file=file)
    with open(HERE.parent / "monitor/session-windows.tsv", "w", newline="\n") as file:
        for cells in live(rows):
            print(*cells, sep="\t", file=file)


if __name__ == "__main__":
    main()
