"""The records that PipelineOracleTest publishes, and what the public contract makes of each.

A record is raw text with its key, headers and routing, as a producer would send it; beside it stands
the event that the contract reads from it, or the reason for which it refuses it. Everything is drawn
from one seed. Times are offsets in milliseconds from the moment of publishing, written into the text
as ${ms:OFFSET}, ${iso:OFFSET} (UTC), ${zoned:OFFSET} (two hours east) or ${local:OFFSET} (no zone).
"""

import itertools
import json
import zlib
from dataclasses import dataclass, field

import numpy as np

PREDICTIONS, OUTCOMES, LIFECYCLE = "inference.predictions", "inference.outcomes", "model.lifecycle"
INTERACTIONS, GENERATIONS = "inference.interactions", "inference.generations"
INDEXES = 12  # partitions of each input topic
SECOND = 1_000
# Predictions in time, with their outcomes, lie in panes that have ended, and in every window.
OLDEST, NEWEST = -1_500 * SECOND, -600 * SECOND
LATE = -3 * 3_600 * SECOND  # far beyond pane end + grace
FUTURE = 900 * SECOND  # beyond the 5 minutes that clocks may differ

BIKE, TRIP, SHADOW = "bike-demand", "trip-duration", "shadow-price"
CHURN, TOPIC = "churn", "topic"
SHOP = "shop"
ASSISTANT, DRAFTS = "assistant", "drafts"


@dataclass
class Record:
    """One record; `event` is None when the contract refuses it for `reason`."""

    topic: str
    id: str
    text: str
    event: dict | None = None
    reason: str | None = None
    headers: dict = field(default_factory=dict)
    routing: str = "home"  # home: murmur2(id); crc32: where librdkafka's default puts it; keyless
    fill: int = 0  # so many letters x behind the text


def murmur2(key: bytes) -> int:
    """Kafka's hash of a key (org.apache.kafka.common.utils.Utils.murmur2), made non-negative."""
    mask, m = 0xFFFFFFFF, 0x5BD1E995
    h = 0x9747B28C ^ len(key)
    whole = len(key) // 4 * 4
    for i in range(0, whole, 4):
        k = int.from_bytes(key[i : i + 4], "little") * m & mask
        k = (k ^ k >> 24) * m & mask
        h = h * m & mask ^ k
    if len(key) > whole:
        h = (h ^ int.from_bytes(key[whole:], "little")) * m & mask
    h = (h ^ h >> 13) * m & mask
    return (h ^ h >> 15) & 0x7FFFFFFF


def is_misrouted(key: str) -> bool:
    """Whether CRC32, librdkafka's default, puts the key elsewhere than Kafka's own hash."""
    data = key.encode()
    return zlib.crc32(data) % INDEXES != murmur2(data) % INDEXES


class Workload:
    """Draws stories: what happens to one id. The order of an id's records in a topic is kept."""

    def __init__(self, seed: int):
        self.random = np.random.default_rng(seed)
        self.stories: list[list[Record]] = []
        self.numbers = itertools.count(1)

    # What a producer sends

    def new_id(self, prefix: str, routing: str = "home") -> str:
        while True:
            id = f"{prefix}-{next(self.numbers)}"
            if routing != "crc32" or is_misrouted(id):
                return id

    def time(self) -> int:
        return int(self.random.integers(OLDEST, NEWEST))

    def record(self, topic: str, event: dict, routing: str = "home", form: str = "") -> Record:
        """Writes an event down; `form` is how, drawn when empty."""
        payload = {name: value for name, value in event.items() if name != "time"}
        headers, offset = {}, event.get("time")
        if not form:
            forms = ["ms", "iso", "zoned", "local", "binary", "structured", "both", "enveloped"]
            form = self.random.choice(forms, p=[0.79, 0.06, 0.03, 0.03, 0.03, 0.03, 0.02, 0.01])
        if offset is None:
            form = "ms"
        elif form in ("ms", "both"):
            payload["time"] = f"${{ms:{offset}}}"
        elif form in ("iso", "zoned", "local"):
            payload["time"] = f"${{{form}:{offset}}}"
        if form == "binary":
            headers = cloud_event_headers(f"${{iso:{offset}}}")
        elif form == "both":  # the payload's time wins
            headers = cloud_event_headers("2020-02-29T12:00:00Z")
        elif form in ("structured", "enveloped"):
            payload = {
                "specversion": "1.0",
                "id": "no-prediction",
                "source": "/oracle",
                "type": "event",
                "time": f"${{zoned:{offset}}}",
                "data": payload,
            }
            if form == "structured":
                headers = {"content-type": "application/cloudevents+json; charset=utf-8"}
        text = json.dumps(payload, separators=(",", ":"), ensure_ascii=False)
        text = text.replace(f'"${{ms:{offset}}}"', f"${{ms:{offset}}}")  # a number, not a string
        return Record(topic, event.get("id") or self.new_id("none"), text, event=event, headers=headers, routing=routing)

    def tell(self, *records: Record) -> None:
        self.stories.append(list(records))

    def refuse(self, topic: str, reason: str, text: str, **more) -> None:
        """One record that is no event; "bad" in its text stands for its id."""
        id = self.new_id("bad")
        self.tell(Record(topic, id, text.replace('"bad"', f'"{id}"'), reason=reason, **more))

    def in_order(self) -> list[Record]:
        """All records in a random order that keeps the order of an id's records in a topic."""
        placed = []
        for story in self.stories:
            for topic in (PREDICTIONS, OUTCOMES, INTERACTIONS, GENERATIONS, LIFECYCLE):
                records = [record for record in story if record.topic == topic]
                places = np.sort(self.random.random(len(records)))
                placed += list(zip(places.tolist(), records))
        return [record for _, record in sorted(placed, key=lambda pair: pair[0])]


def cloud_event_headers(time: str) -> dict:
    return {
        "ce_specversion": "1.0",
        "ce_id": "no-prediction",
        "ce_source": "/oracle",
        "ce_type": "event",
        "ce_time": time,
        "content-type": "application/json",
    }
