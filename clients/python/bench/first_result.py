"""A whole bot for a stopwatch: from Python's start to the first private result. Prints the seconds since its own first line."""

from __future__ import annotations

import time

began = time.perf_counter()

import sys  # noqa: E402

import keybearer  # noqa: E402

balance = keybearer.connect(sys.argv[1]).fetch_balance()
assert "total" in balance, balance
print(time.perf_counter() - began)
