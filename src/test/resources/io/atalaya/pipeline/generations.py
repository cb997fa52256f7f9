"""Generative models: what happens to their texts, and the figures of the texts that the contract asks for."""

import math
import re
from collections import Counter

import numpy as np

from workload import ASSISTANT, DRAFTS, FUTURE, GENERATIONS, INTERACTIONS, LATE, OLDEST, OUTCOMES, SECOND, Workload

QUANTILES = (0.5, 0.95, 0.99)
FIRST_TOKEN_EDGES = (0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)
DURATION_EDGES = (0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92)


# What happens to a text


def text(w: Workload, model: str, version: str | None, id: str, time: int) -> dict:
    r = w.random
    tokens = int(r.integers(0, 4)) if r.random() < 0.1 else int(r.lognormal(4, 1))
    first = round(float(r.lognormal(math.log(180), 0.8)), 3)
    event = {
        "id": id,
        "model": model,
        "version": version,
        "time": time,
        "prompt_tokens": int(r.lognormal(5, 1)),
        "completion_tokens": tokens,
        "ttft_ms": first,
        "duration_ms": round(first + tokens * float(r.lognormal(math.log(15), 0.3)), 3),
        "finish_reason": str(r.choice(["stop", "Stop", "length", "tool_calls", "why not?"], p=[0.7, 0.1, 0.1, 0.05, 0.05])),
        "prompt": f"Where is my order {id}?",
        "completion": "Es kommt «bald» — \"sehr\" bald.\n" * (tokens // 9),
        "scores": {"groundedness": round(float(r.beta(8, 2)), 3), "toxicity": round(float(r.beta(1, 9)), 3)},
    }
    for field in ("prompt_tokens", "completion_tokens", "ttft_ms", "duration_ms", "finish_reason", "prompt", "scores"):
        match r.random():
            case x if x < 0.04:
                event.pop(field)
            case x if x < 0.06:
                event[field] = None
    if r.random() < 0.3 and event.get("scores"):
        event["scores"] = {"groundedness": event["scores"]["groundedness"], "Judge_2-b": int(r.integers(-2, 6))}
    if r.random() < 0.07:
        event["error"] = ("timeout", "context_length", "no word!")[int(r.integers(3))]
    return {name: value for name, value in event.items() if name != "version" or value}


def generative(w: Workload) -> None:
    r = w.random
    for i in range(700):
        id = w.new_id("g", "crc32" if i % 8 == 0 else "home")
        event = text(w, ASSISTANT, f"v{i % 2 + 1}", id, OLDEST if i == 0 else w.time())
        g = w.record(GENERATIONS, event, "crc32" if i % 8 == 0 else "home")
        match i % 20:
            case 1:  # the same again, and with other figures: the first counts
                w.tell(g, w.record(GENERATIONS, event), w.record(GENERATIONS, event | {"version": "v1", "prompt_tokens": 10**9}))
            case 2:  # rated, by somebody who does not know the version; and again
                rating = {"id": id, "model": ASSISTANT, "type": "rating", "value": int(r.integers(1, 6)), "time": event["time"] + 5 * SECOND}
                w.tell(g, w.record(INTERACTIONS, rating), w.record(INTERACTIONS, rating))
            case 3:  # rated without an answer
                w.tell(w.record(INTERACTIONS, {"id": w.new_id("g"), "model": ASSISTANT, "type": "rating", "value": 1, "time": w.time()}))
            case 4:  # an outcome, which a text cannot be compared with, twice
                outcome = {"id": id, "model": ASSISTANT, "actual": 1, "time": event["time"] + 60 * SECOND}
                w.tell(g, w.record(OUTCOMES, outcome), w.record(OUTCOMES, outcome))
            case 5:
                w.tell(w.record(GENERATIONS, event | {"time": LATE}))
            case _:
                w.tell(g)
    for i in range(60):  # no configuration names it
        w.tell(w.record(GENERATIONS, text(w, DRAFTS, None, w.new_id("d"), w.time())))
    refused = {
        "malformed": ["", '{"id":"bad","model":"assistant","scores":{'],
        "incomplete": ['{"model":"assistant","prompt_tokens":1}', '{"id":"bad"}'],
        "invalid": [
            '{"id":"bad","model":"assistant","prompt_tokens":1.5}',
            '{"id":"bad","model":"assistant","completion_tokens":-1}',
            '{"id":"bad","model":"assistant","completion_tokens":1000000001}',
            '{"id":"bad","model":"assistant","ttft_ms":3,"duration_ms":2.999}',
            '{"id":"bad","model":"assistant","scores":{"a b":1}}',
            '{"id":"bad","model":"assistant","scores":{"a":"good"}}',
            '{"id":"bad","model":"assistant","prompt":["a"]}',
        ],
        "non-finite": ['{"id":"bad","model":"assistant","scores":{"a":NaN}}'],
        "future": ['{"id":"bad","model":"assistant","time":${ms:%d}}' % FUTURE],
    }
    for reason, texts in refused.items():
        for refusal in texts:
            w.refuse(GENERATIONS, reason, refusal)


# The figures


def given(events, *fields):
    """The fields as rows, of those events that have all of them."""
    rows = [[e[f] for f in fields] for e in events if all(e.get(f) is not None for f in fields)]
    return np.array(rows, dtype=float).reshape(len(rows), len(fields)).T


def word(text: str) -> str:
    return text.lower() if re.fullmatch("[a-z0-9_-]{1,64}", text.lower()) else "other"


def counters(events):
    if not events:
        return
    for type, field in (("input", "prompt_tokens"), ("output", "completion_tokens")):
        yield "atalaya_generation_tokens_total", {"type": type}, int(given(events, field).sum()), "exact"
    for reason, n in Counter(word(e["finish_reason"]) for e in events if e.get("finish_reason")).items():
        yield "atalaya_generation_finish_total", {"reason": reason}, n, "exact"


def histograms(events):
    """Of those that did not fail: name, seconds, edges."""
    if events:
        texts = [e for e in events if "error" not in e]
        yield "atalaya_generation_time_to_first_token_seconds", given(texts, "ttft_ms")[0] / 1000, FIRST_TOKEN_EDGES
        yield "atalaya_generation_duration_seconds", given(texts, "duration_ms")[0] / 1000, DURATION_EDGES


def figures(events, prices):
    texts = [e for e in events if "error" not in e]
    tokens, millis = given(texts, "completion_tokens", "duration_ms")
    if len(tokens):
        yield "generation_tokens_per_second", {}, 1000 * tokens.sum() / math.fsum(millis), "relative"
    for name in sorted({name for e in texts for name in e.get("scores") or {}}):
        values = scores(texts, name)
        yield "generation_score", {"score": name}, math.fsum(values) / len(values), "relative"
        yield "generation_scored_texts", {"score": name}, len(values), "exact"
    if prices:
        used = given(events, "prompt_tokens").sum(), given(events, "completion_tokens").sum()
        yield "generation_cost", {}, np.dot(prices, used) / 1e6, "relative"
    n, first, last = given(texts, "completion_tokens", "ttft_ms", "duration_ms")
    spreads = {
        "time_to_first_token_quantile_seconds": given(texts, "ttft_ms")[0] / 1000,
        "time_per_output_token_quantile_seconds": ((last - first) / 1000)[n >= 2] / (n - 1)[n >= 2],
        "duration_quantile_seconds": given(texts, "duration_ms")[0] / 1000,
        "tokens_per_second_quantile": tokens[millis > 0] / (millis / 1000)[millis > 0],
        "prompt_tokens_quantile": given(events, "prompt_tokens")[0],
        "completion_tokens_quantile": given(events, "completion_tokens")[0],
    }
    for name, values in spreads.items():
        for q in QUANTILES if len(values) else ():
            yield "generation_" + name, {"quantile": str(q)}, np.quantile(values, q, method="inverted_cdf"), "quantile"


def scores(texts, name):
    return [e["scores"][name] for e in texts if name in (e.get("scores") or {})]


def checked(events, check):
    """The figure of a check; None when it is of no generation."""
    texts = [e for e in events if "error" not in e]
    match check.split(":"):
        case ["ttft-p95"]:
            return np.quantile(given(texts, "ttft_ms")[0], 0.95, method="inverted_cdf") / 1000
        case ["tokens-per-second"]:
            tokens, millis = given(texts, "completion_tokens", "duration_ms")
            return 1000 * tokens.sum() / millis.sum()
        case ["score", name]:
            return np.mean(scores(texts, name))
    return None
