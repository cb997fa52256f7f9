"""Availability over 30 days by brute force: one array element a second. NumPy 2.4.6.

python3 availability.py > availability.csv

Lines: "observed,SECOND,UP" as a probe finds it, every half an hour with jitter, outages and gaps;
"expected,SECOND,UP_SECONDS,OBSERVED_SECONDS" in the window at that time.
"""

import numpy as np

DAYS, INTERVAL, HOLD = 47, 1800, 2 * 1800 + 60
random = np.random.default_rng(20260101)
state = np.zeros(DAYS * 86400 + HOLD, dtype=np.int8)  # 0: unknown, 1: up, 2: not up

at, up = 1234, True
while at < DAYS * 86400 - 3 * 86400:
    print(f"observed,{at},{int(up)}")
    state[at:] = 0
    state[at : at + HOLD] = 1 if up else 2
    if random.random() < 0.05:
        now = at + int(random.integers(0, INTERVAL // 2))
        start = max(0, (now // 3600 - 719) * 3600)
        window = state[start:now]
        print(f"expected,{now},{np.sum(window == 1)},{np.sum(window > 0)}")
    up = random.random() < (0.97 if up else 0.3)
    at += int(INTERVAL * random.uniform(0.9, 1.1))
    if random.random() < 0.01:
        at += int(random.integers(HOLD, 20 * 3600))
for now in (at + HOLD, (at // 3600 + 5) * 3600, DAYS * 86400):
    window = state[max(0, (now // 3600 - 719) * 3600) : now]
    print(f"expected,{now},{np.sum(window == 1)},{np.sum(window > 0)}")
