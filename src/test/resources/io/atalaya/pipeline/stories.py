"""The stories of the workload: what happens to the predictions of three models, and what is no event."""

import math

import generations
from workload import (
    BIKE,
    CHURN,
    FUTURE,
    INTERACTIONS,
    LATE,
    LIFECYCLE,
    OLDEST,
    OUTCOMES,
    PREDICTIONS,
    SECOND,
    SHOP,
    SHADOW,
    TOPIC,
    TRIP,
    Record,
    Workload,
    is_misrouted,
)

FEATURES = ("temp", "humidity", "wind", "rare", "weather", "holiday", "station", "stars", "zone", "level")
KINDS = {"zone": "categorical", "level": "numeric"}  # what the configuration forces
WEATHER = ("clear", "mist", "rain", "snow")
VERSIONS = ("2026-10", "2026-11", "2026-12")


def long_horizon() -> list[Record]:
    """What is published twice: models whose predictions are remembered for a day."""
    w = Workload(20261123)
    bike_demand(w)
    shadow_price(w)
    churn(w)
    topic(w)
    refusals(w)
    lifecycle(w)
    shop(w)
    generations.generative(w)
    return w.in_order()


def short_horizon() -> list[Record]:
    """What is published once: predictions and outcomes wait 15 s for each other."""
    w = Workload(20261124)
    trip_duration(w)
    return w.in_order()


def reference(random) -> dict[str, list]:
    """The reference of bike-demand: at most 1,024 distinct values in a column, None where one is missing.

    The columns are of different lengths: below its end, a column's cells are empty, and so missing.
    """
    return {
        "temp": ties(random.normal(0.5, 0.12, 13_000)),
        "humidity": random.beta(5, 3, 600).round(4).tolist(),
        "wind": random.gamma(2.0, 5.0, 1_000).round(2).tolist(),
        "rare": random.normal(0, 1, 50).round(3).tolist(),
        "__prediction__": random.gamma(2.2, 90, 900).round(1).tolist(),
        "__confidence__": random.beta(12, 3, 800).round(3).tolist(),
        # Names; two of them were seen once, one twice.
        "weather": thinned(random, random.choice(WEATHER[:3], 12_500, p=[0.6, 0.3, 0.1]).tolist(), 0.02) + ["fog", "hail", "dust", "dust"],
        "holiday": ["true" if h else "false" for h in random.random(13_000) < 0.1],
        # More names than are told apart, most of them in the first 256.
        "station": [f"station {int(i)}" for i in random.geometric(0.01, 9_000)],
        # So many that none says anything: no reference.
        "trip": [f"trip {i}" for i in range(1_300)],
        # Numbers that are categories, those that are told to be, and those that are told not to be.
        "stars": random.integers(1, 6, 13_000).tolist(),
        "zone": random.integers(0, 40, 5_000).tolist(),
        "level": random.integers(1, 11, 13_000).tolist(),
    }


def thinned(random, values: list, share: float) -> list:
    """The values, some of them missing."""
    return [None if missing else value for value, missing in zip(values, random.random(len(values)) < share)]


def ties(values) -> list[float]:
    """The values on a grid of 51 from 0 to 1."""
    return ((values.clip(0, 1) * 50).round() / 50).round(2).tolist()


# bike-demand: three versions, features, everything that can happen to a pair


def bike_prediction(w: Workload, version: str, id: str) -> dict:
    r = w.random
    later = version != VERSIONS[0]
    features = {
        "temp": ties(r.normal(0.56 if later else 0.502, 0.12, 1))[0],
        "humidity": round(float(r.beta(5, 3.1)), 4),
        "wind": round(float(r.gamma(2.0, 6.5 if later else 5.0)), 2),
    }
    if r.random() < 0.05:
        features["rare"] = round(float(r.normal()), 3)
    if r.random() < 0.03:
        features["humidity"] = None
    if r.random() < 0.01:
        features["wind"] = "calm"
    if r.random() < 0.9:
        features |= categories(r, later)
    event = {
        "id": id,
        "model": BIKE,
        "version": version,
        "time": w.time(),
        "value": round(float(r.gamma(2.2, 100 if later else 90)), 1),
        "latency_ms": round(float(r.lognormal(math.log(8), 0.9)), 3),
        "features": features,
    }
    match r.random():
        case x if x < 0.02:  # nothing is known of its inputs
            event["features"] = None
        case x if x < 0.03:
            event.pop("features")
        case x if x < 0.035:  # it has none
            event["features"] = {}
    if r.random() < 0.9:
        event["confidence"] = round(float(r.beta(12, 3)), 3)
    if r.random() < 0.4:
        event["cached"] = bool(r.random() < 0.3)
    return event


def categories(r, later: bool) -> dict:
    """Names, some of them unseen, null or a number; and numbers that are as good as names."""
    shares = [0.45, 0.35, 0.15, 0.05] if later else [0.6, 0.3, 0.1, 0.0]
    features = {
        "weather": str(r.choice(WEATHER, p=shares)),
        "holiday": bool(r.random() < 0.1),
        "station": f"station {int(r.geometric(0.012 if later else 0.01))}",
        "stars": int(r.integers(1, 7 if later else 6)),
        "zone": int(r.integers(0, 41)),
        "level": int(r.integers(1, 12 if later else 11)),
    }
    if r.random() < 0.04:
        features["weather"] = None
    if r.random() < (0.03 if later else 0.001):
        features["holiday"] = int(features["holiday"])
    if r.random() < 0.01:
        features["station"] = "s" * 300
    if r.random() < 0.002:
        features["zone"] = features["zone"] + 0.5
    return features


def actual_of(w: Workload, prediction: dict) -> float:
    r = w.random
    if isinstance(prediction["value"], str):
        return prediction["value"]
    return 0 if r.random() < 0.01 else round(float(prediction["value"] * r.lognormal(0.02, 0.25)), 1)


def outcome_of(w: Workload, prediction: dict, **fields) -> dict:
    """An outcome 60 s to 250 s after its prediction, unless told otherwise; None removes a field."""
    event = {
        "id": prediction["id"],
        "model": prediction["model"],
        "actual": actual_of(w, prediction) if "value" in prediction else 1.0,
        "time": prediction["time"] + int(w.random.integers(60 * SECOND, 250 * SECOND)),
    }
    return {name: value for name, value in (event | fields).items() if value is not None}


def retraction_of(outcome: dict, **fields) -> dict:
    return {"id": outcome["id"], "model": outcome["model"], "retracted": True, **fields}


def bike_demand(w: Workload) -> None:
    def predict(version=VERSIONS[0], routing="home", prefix="b", begin=None):
        event = bike_prediction(w, version, w.new_id(prefix, routing))
        event["time"] = event["time"] if begin is None else begin
        return event, w.record(PREDICTIONS, event, routing)

    def label(event, routing="home", **fields):
        outcome = outcome_of(w, event, **fields)
        return outcome, w.record(OUTCOMES, outcome, routing)

    # One prediction, one outcome; every eighth of them published to another partition.
    for version, count in ((VERSIONS[0], 1_300), (VERSIONS[1], 1_300)):
        for i in range(count):
            begin = OLDEST if version == VERSIONS[0] and i == 0 else None
            event, p = predict(version, "crc32" if i % 8 in (0, 1) else "home", begin=begin)
            w.tell(p, label(event, "crc32" if i % 8 == 1 else "home")[1])
    # A version without labels, with too few predictions for a verdict on drift.
    for _ in range(40):
        w.tell(predict(VERSIONS[2])[1])
    for i in range(900):
        version = VERSIONS[i % 2]
        event, p = predict(version)
        outcome, o = label(event)
        other = round(outcome["actual"] + 7.5, 1)
        match i % 18:
            case 0 | 1:  # the same prediction again, as it was
                w.tell(p, w.record(PREDICTIONS, event), o)
            case 2:  # again, with another value and version: the first counts
                again = event | {"value": 1e9, "version": VERSIONS[1 - i % 2], "time": w.time()}
                w.tell(p, w.record(PREDICTIONS, again), o)
            case 3:  # the same outcome again, with the same time and without one
                timeless = label(event, actual=outcome["actual"], time=None)[1]
                w.tell(p, o, w.record(OUTCOMES, outcome), timeless)
            case 4:
                timeless = label(event, actual=outcome["actual"], time=None)[1]
                w.tell(p, o, timeless, w.record(OUTCOMES, outcome))
            case 5 | 6:  # corrected, later, and once more
                second = outcome | {"actual": other, "time": outcome["time"] + 30 * SECOND}
                w.tell(p, o, w.record(OUTCOMES, second), w.record(OUTCOMES, second | {"actual": other + 1}))
            case 7:  # corrected in its time alone
                w.tell(p, o, w.record(OUTCOMES, outcome | {"time": outcome["time"] - 45 * SECOND}))
            case 8:  # an absurd actual, taken back by its correction
                w.tell(p, w.record(OUTCOMES, outcome | {"actual": 1e12}), o)
            case 9:  # retracted
                w.tell(p, o, w.record(OUTCOMES, retraction_of(outcome)))
            case 10:  # retracted twice, then known again
                gone = w.record(OUTCOMES, retraction_of(outcome))
                w.tell(p, o, gone, w.record(OUTCOMES, retraction_of(outcome)), w.record(OUTCOMES, outcome))
            case 11:  # retracted before it was known
                w.tell(p, w.record(OUTCOMES, retraction_of(outcome)), o)
            case 12:  # never known
                w.tell(p)
            case 13:  # a prediction that failed, with and without what it costs
                failed = {name: event[name] for name in ("id", "model", "version", "time")}
                failed["error"] = ("timeout", "model_error", "bad input!")[i // 18 % 3]
                if i % 36 < 18:
                    failed |= {"latency_ms": 5_000.5, "confidence": 0.1, "features": event.get("features")}
                w.tell(w.record(PREDICTIONS, failed), *([o] if i % 72 < 18 else []))
            case 14:  # an outcome nobody waits for
                w.tell(o)
            case 15:  # late: the prediction; its outcome, which is in time, waits in vain
                w.tell(w.record(PREDICTIONS, event | {"time": LATE}, "keyless"), o)
            case 16:  # late: the outcome, a correction or a retraction
                late = w.record(OUTCOMES, outcome | {"actual": other, "time": LATE})
                gone = w.record(OUTCOMES, retraction_of(outcome, time=LATE))
                w.tell(p, *((late,), (o, late), (o, gone))[i // 18 % 3])
            case 17:  # the outcome before the prediction: a delay of 0
                w.tell(p, w.record(OUTCOMES, outcome | {"time": event["time"] - 20 * SECOND}))
    # The same prediction from two clients, at home and elsewhere; corrections elsewhere.
    for i in range(120):
        event, p = predict(VERSIONS[i % 2], "crc32", prefix="b-ñ")
        outcome, o = label(event, "crc32")
        if i % 3 == 0:
            w.tell(p, w.record(PREDICTIONS, event), o, w.record(OUTCOMES, outcome))
        elif i % 3 == 1:
            again = outcome | {"actual": outcome["actual"] + 3, "time": outcome["time"] + 5 * SECOND}
            w.tell(p, o, w.record(OUTCOMES, again, "crc32"))
        else:
            w.tell(w.record(PREDICTIONS, event | {"time": LATE}, "crc32"))
    # At the edges of the histograms.
    for latency, confidence in ((5, 0.1), (10, 0.5), (25, 0.3), (250, 1.0), (10_000, 0.7), (10_001, 0.0)):
        event, _ = predict()
        event |= {"latency_ms": latency, "confidence": confidence}
        w.tell(w.record(PREDICTIONS, event))


# shadow-price: a model that no configuration names; no versions, and events without a time


def shadow_price(w: Workload) -> None:
    r = w.random
    for i in range(600):
        # Every ninth id is also one of bike-demand's: an id belongs to its model.
        event = {
            "id": f"b-{i + 1}" if i % 9 == 0 else w.new_id("s"),
            "model": SHADOW,
            "time": OLDEST if i == 0 else w.time(),  # the canary begins first
            "value": round(float(r.normal(0, 40)), 3),
            "segment": "all",
        }
        if i % 5 == 0:
            event["version"] = "canary"
        if i % 2 == 0:
            event["latency_ms"] = round(float(r.lognormal(3, 1)), 2)
        if i % 3 == 0:
            level = (0.5, 0.9)[i % 2]
            width = round(float(r.uniform(2, 12)), 2)
            event["interval"] = {"lower": event["value"] - width, "upper": event["value"] + width, "level": level}
        outcome = outcome_of(w, event, actual=round(event["value"] + float(r.normal(1, 5)), 3))
        if i % 12 == 1:  # no times: those of the records, a short delay
            event.pop("time")
            outcome.pop("time")
        p, o = w.record(PREDICTIONS, event), w.record(OUTCOMES, outcome)
        if i % 12 == 2:
            w.tell(p)
        elif i % 12 == 1 and i % 24 == 1:
            w.tell(p, o, w.record(OUTCOMES, outcome), w.record(PREDICTIONS, event))
        else:
            w.tell(p, o)


# churn: a binary classifier whose value is a probability, or a class beside one


def churn(w: Workload) -> None:
    r = w.random
    for i in range(500):
        p = round(float(r.beta(1, 4)), (3, 1)[i % 2])  # every second score is one of few
        # The first version begins first.
        time = OLDEST if i == 0 else w.time()
        event = {"id": w.new_id("c"), "model": CHURN, "version": f"v{i % 2 + 1}", "time": time, "value": p}
        match i % 5:
            case 1:
                event |= {"value": "yes" if p >= 0.3 else "no", "probabilities": {"no": round(1 - p, 3), "yes": p}}
            case 2:
                event |= {"value": "yes" if p >= 0.5 else "no", "confidence": max(p, round(1 - p, 3))}
            case 3:
                event |= {"segment": ("free", "paid")[i % 2]}
            case 4 if i % 20 == 4:
                event["value"] = "no"  # nothing stated
        truth = r.random() < p
        outcome = outcome_of(w, event, actual=[("no", "yes"), (0, 1), ("stays", "yes")][i % 3][truth])
        p, o = w.record(PREDICTIONS, event), w.record(OUTCOMES, outcome)
        again = w.record(OUTCOMES, outcome | {"actual": "no", "time": outcome["time"] + SECOND})
        w.tell(p, *(() if i % 11 == 0 else (o, again) if i % 7 == 0 else (o,)))


# topic: several classes, with the probabilities of some of them


def topic(w: Workload) -> None:
    r = w.random
    names = ["art", "law", "war", "zoo"]
    for i in range(400):
        weights = r.dirichlet([1.5, 1, 0.7, 0.2]).round(3)
        best = int(weights.argmax())
        event = {"id": w.new_id("k"), "model": TOPIC, "time": w.time(), "value": names[best]}
        if i % 3 == 0:
            event["probabilities"] = dict(zip(names, weights.tolist()))
        elif i % 3 == 1:
            event["probabilities"] = {names[best]: float(weights[best])}
        if i % 50 == 3:
            event["value"] = 7  # a number that names a class
        actual = ["bee", *names][int(r.integers(5))] if r.random() < 0.3 else names[best]
        outcome = outcome_of(w, event, actual=7 if i % 60 == 3 else actual)
        w.tell(w.record(PREDICTIONS, event), w.record(OUTCOMES, outcome))


# trip-duration: an expected range, and a horizon so short that it ends during the test


def trip_duration(w: Workload) -> None:
    r = w.random
    for i in range(420):
        event = {
            "id": w.new_id("t", "crc32" if i % 7 == 0 else "home"),
            "model": TRIP,
            "version": "7",
            "time": int(r.integers(-3 * SECOND, -2 * SECOND)),
            "value": (1, 60, 0.999, 60.001)[i // 20 % 4] if i % 20 == 0 else round(float(r.normal(25, 12)), 2),
            "latency_ms": round(float(r.uniform(1, 900)), 3),
            "confidence": round(float(r.uniform(0, 1)), 3),
        }
        if i % 6 != 0:
            event["segment"] = f"line {int(14 * r.random() ** 2)}"
        delay = int(r.integers(100, 1_900))
        actual = round(event["value"] + float(r.normal(-0.5, 3)), 2)
        outcome = {"id": event["id"], "model": TRIP, "actual": actual, "time": event["time"] + delay}
        p = w.record(PREDICTIONS, event, "crc32" if i % 7 == 0 else "home", "ms")
        o = w.record(OUTCOMES, outcome, form="ms")
        match i % 14:
            case 1:  # never labelled
                w.tell(p)
            case 2:  # labelled, and the label taken back
                w.tell(p, o, w.record(OUTCOMES, retraction_of(outcome)))
            case 3:  # an outcome without a prediction
                w.tell(o)
            case 4:
                w.tell(p, o, w.record(OUTCOMES, outcome | {"actual": actual + 2, "time": outcome["time"] + 50}))
            case 5:
                failed = {name: value for name, value in event.items() if name not in ("value", "latency_ms", "confidence")}
                w.tell(w.record(PREDICTIONS, failed | {"error": "timeout"}, form="ms"))
            case _:
                w.tell(p, o)


# shop: recommendations, and what customers do with them


def shop(w: Workload) -> None:
    r = w.random
    tags = ("new", "regular", "staff")

    def recommend(version, begin=None):
        """Every third is so old that nothing is attributed to it any more."""
        old = begin is None and r.random() < 0.3
        event = {
            "id": w.new_id("r", "crc32" if r.random() < 0.1 else "home"),
            "model": SHOP,
            "version": version,
            "time": int(r.integers(-1_500 * SECOND, -1_380 * SECOND) if old else r.integers(-780 * SECOND, -600 * SECOND)),
            "value": round(float(r.uniform(0, 1)), 3),
        }
        event["time"] = event["time"] if begin is None else begin
        if r.random() < 0.8:
            event["segment"] = str(r.choice(tags))
        if r.random() < 0.05:
            event["error"] = "timeout"
            event.pop("value")
        return event

    def done(recommendation, type, **fields):
        event = {"id": recommendation["id"], "model": SHOP, "type": type, "time": w.time()}
        if type == "purchase" and r.random() < 0.95:
            event["value"] = round(float(r.lognormal(3, 1)), 2)
        elif type == "rating" and r.random() < 0.95:
            event["value"] = int(r.choice([1, 2, 3, 4, 5], p=[0.15, 0.1, 0.15, 0.2, 0.4]))
        if r.random() < 0.5:
            event["version"] = str(r.choice(["v1", "v2"]))
        if r.random() < 0.5:
            event["segment"] = str(r.choice([*tags, "stranger"]))
        return {name: value for name, value in (event | fields).items() if value is not None}

    def put(event):
        routing = "keyless" if "id" not in event else "home"
        return w.record(INTERACTIONS, event, routing)

    for i in range(700):
        event = recommend(f"v{i % 2 + 1}", OLDEST if i == 0 else None)
        elsewhere = is_misrouted(event["id"])
        p = w.record(PREDICTIONS, event, "crc32" if elsewhere and i % 3 == 0 else "home")
        shown = [put(done(event, "impression")) for _ in range(int(r.integers(0, 3)))]
        match i % 14:
            case 0 | 1 | 2 | 3:
                clicks = [put(done(event, "click")) for _ in range(int(r.integers(1, 3)))]
                w.tell(p, *shown, *clicks, put(done(event, "purchase")))
            case 4:
                w.tell(p, *shown, put(done(event, "rating")), put(done(event, "rating")))
            case 5:  # the same again: in time, and without a time of its own
                click = done(event, "click")
                timeless = done(event, "click", time=None)
                w.tell(p, *shown, put(click), put(click), put(timeless), put(timeless))
            case 6:  # the same again, from a client that divides ids in another way
                click = done(event, "click")
                if elsewhere:
                    w.tell(p, put(click), w.record(INTERACTIONS, click, "crc32"))
                else:
                    w.tell(p, put(click), put(click | {"version": "v2"}))
            case 7:  # something differs each time
                rating = done(event, "rating", value=3, segment="new")
                others = rating | {"value": 3.5}, rating | {"segment": "staff"}, rating | {"time": rating["time"] + 1}
                w.tell(p, put(rating), *map(put, others))
            case 8:  # late
                w.tell(p, *shown, put(done(event, "purchase", time=LATE)), put(done(event, "click", time=LATE, version="v2")))
            case 9:  # nobody's: no id, an id without a prediction, one of another model, one whose prediction is late
                w.tell(put(done(event, "click", id=None)), put(done(event, "purchase", id=None, value=9.5)))
                w.tell(put(done(event, "impression", id=w.new_id("r"))), put(done(event, "purchase", id=f"b-{i + 1}", value=7.25)))
                w.tell(w.record(PREDICTIONS, event | {"time": LATE}), put(done(event, "rating")))
            case 10:  # of a type that no figure names, again and again
                scroll = done(event, "scroll", value=1e6)
                w.tell(p, put(scroll), put(scroll))
            case 11:  # a prediction told twice, in two versions: the first counts
                again = event | {"version": "v1"}
                w.tell(w.record(PREDICTIONS, event), w.record(PREDICTIONS, again), *shown, put(done(event, "click")))
            case 12:  # without a version or a time
                w.tell(p, put(done(event, "rating", version=None, time=None)))
            case 13:
                w.tell(p, *shown)
    refused = {
        "malformed": ["", '{"model":"shop","type":', "[]"],
        "incomplete": ['{"model":"shop","id":"bad"}', '{"type":"click","id":"bad"}', '{"model":"shop","type":null}'],
        "invalid": [
            '{"model":"shop","type":""}',
            '{"model":"shop","type":"%s"}' % ("t" * 65),
            '{"model":"shop","type":"rating","value":"5"}',
            '{"model":"shop","type":"rating","id":"%s"}' % ("i" * 257),
            '{"model":"shop","type":"rating","time":1795428900}',
        ],
        "non-finite": ['{"model":"shop","type":"rating","value":NaN}'],
        "future": ['{"model":"shop","type":"rating","value":5,"time":${ms:%d}}' % FUTURE],
    }
    for reason, texts in refused.items():
        for text in texts:
            w.refuse(INTERACTIONS, reason, text)


# What is no event


def refusals(w: Workload) -> None:
    now = "${ms:-400000}"

    def p(rest: str, id: str = '"id":"bad"', model: str = '"model":"bike-demand"') -> str:
        return "{" + ",".join(part for part in (id, model, rest) if part) + "}"

    refused_predictions = {
        "malformed": ['{"id":"bad","model":', "no JSON", "[1,2,3]", '"text"', "{} {}", p('"value":1')[:-1], "{'id':'bad'}"],
        "incomplete": [
            p('"time":' + now),
            p('"value":null'),
            p('"value":1', id=""),
            p('"value":1', model=""),
            p('"value":1', id='"id":null'),
            '{"specversion":"1.0","id":"e","source":"/s","type":"t","data":{"model":"bike-demand","value":1}}',
        ],
        "invalid": [
            p('"value":"many"'),  # a class, and bike-demand is predictive
            p('"value":true'),
            p('"value":"cheap"', model='"model":"shadow-price"'),
            p('"value":1.5', model='"model":"churn"'),
            p('"value":"yes","probabilities":{"yes":1.01}', model='"model":"churn"'),
            p('"value":1,"error":"timeout"'),
            p('"value":1,"confidence":1.001'),
            p('"value":1,"confidence":"high"'),
            p('"value":1,"latency_ms":-0.001'),
            p('"value":1,"features":[1]'),
            p('"value":1,"features":{"temp":{"c":20}}'),
            p('"value":1,"cached":"yes"'),
            p('"value":1,"time":1795428900'),  # seconds
            p('"value":1,"time":"yesterday"'),
            p('"value":1,"schema":0'),
            p('"value":1', id=f'"id":"{"i" * 257}"'),
            p('"value":1', id='"id":""'),
            p('"value":1', model=f'"model":"{"m" * 257}"'),
            p(f'"value":1,"version":"{"v" * 257}"'),
        ],
        "non-finite": [
            p('"value":NaN'),
            p('"value":Infinity'),
            p('"value":-1e999'),
            p('"value":1,"confidence":NaN'),
            p('"value":1,"features":{"temp":NaN}'),
        ],
        "future": [
            p('"value":1,"time":${ms:%d}' % FUTURE),
            p('"value":1,"time":"${iso:%d}"' % FUTURE),
            p('"value":1,"time":"${zoned:%d}"' % FUTURE),
        ],
    }
    refused_outcomes = {
        "malformed": ["", "null", '{"id":"bad","model":"bike-demand","actual":01}'],
        "incomplete": [p("", id=""), p('"time":' + now), p('"actual":null'), p('"retracted":false')],
        "invalid": [
            p('"actual":"plenty"'),  # a class, and bike-demand is predictive
            p('"actual":{"v":1}'),
            p('"actual":0.5', model='"model":"churn"'),
            p('"actual":1,"retracted":true'),
            p('"retracted":"yes"'),
            p('"actual":1,"time":1795428900'),
            p('"actual":1', id=f'"id":"{"i" * 257}"'),
        ],
        "non-finite": [p('"actual":NaN'), p('"actual":1e400'), p('"actual":-Infinity')],
        "future": [p('"actual":1,"time":${ms:%d}' % FUTURE)],
    }
    for topic, refused in ((PREDICTIONS, refused_predictions), (OUTCOMES, refused_outcomes)):
        for reason, texts in refused.items():
            for text in texts:
                for _ in range(3):
                    w.refuse(topic, reason, text)
    w.refuse(PREDICTIONS, "malformed", "", routing="keyless")
    # Headers are kept; so much of a value as the dead letters take.
    w.refuse(PREDICTIONS, "invalid", p('"value":1'), headers={"ce_specversion": "2.0", "trace": "ñ-1"})
    w.refuse(PREDICTIONS, "future", p('"value":1'), headers={"ce_specversion": "1.0", "ce_time": "${iso:%d}" % FUTURE})
    w.refuse(OUTCOMES, "malformed", '{"id":"bad",', fill=1_020_000)


def lifecycle(w: Workload) -> None:
    event = {"id": BIKE, "model": BIKE, "change": "parameters", "version": VERSIONS[1], "time": w.time()}
    w.tell(w.record(LIFECYCLE, event, form="iso"))
    w.refuse(LIFECYCLE, "invalid", '{"model":"bike-demand","change":"burnt"}')
    w.refuse(LIFECYCLE, "incomplete", '{"change":"deployed"}')
