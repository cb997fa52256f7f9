"""The figures of a day that ReportsTest publishes, as NumPy computes them: expected-report.tsv.

Run here with Python 3.11 and NumPy: python3 reports.py > expected-report.tsv
ReportServers publishes the same plan.
"""

import numpy as np

EVERY = 600  # seconds between predictions
DAY = 86_400
n = 2 * DAY // EVERY
i = np.arange(n)
time = 30 + EVERY * i - DAY  # seconds since the beginning of the day that is reported on
outcome = time + 60
value = 100 + i % 7
error = np.where(i < 216, 2 + i % 3, 8 + i % 5)
actual = value - error
latency = (20 + i % 50) / 1000


def figures(end, length):
    at = (time >= end - length) & (time < end)
    scored = (outcome >= end - length) & (outcome < end)
    e, a = error[scored].astype(float), actual[scored].astype(float)
    return {
        "predictions": at.sum(),
        "scored": scored.sum(),
        "mae": np.mean(np.abs(e)),
        "rmse": np.sqrt(np.mean(e**2)),
        "bias": np.mean(e),
        "wape": np.abs(e).sum() / np.abs(a).sum(),
        "mape": np.mean(np.abs(e / a)),
        "accuracy": 1 - np.abs(e).sum() / np.abs(a).sum(),
        "r2": 1 - np.sum(e**2) / np.sum((a - a.mean()) ** 2),
        "throughput": at.sum() / length,
    }


day, before = figures(DAY, DAY), figures(0, DAY)
hours = [figures(3600 * h, 3600) for h in range(1, 25)]
for name in day:
    steps = [repr(float(hour[name])) for hour in hours]
    print("\t".join([name, repr(float(day[name])), repr(float(before[name])), *steps]))
