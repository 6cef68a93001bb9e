"""Prints what happens, as it happens: for threads, and with --asyncio the same for asyncio.

    KEYBEARER_TOKEN=kb_… python3 watcher.py kraken-main watchMyTrades BTC/USD

A gap in the events is never silent: where one is told of, this bot asks for what it may have missed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from typing import Any

import keybearer


def show(event: Any) -> None:
    print(json.dumps(event), flush=True)


def watch_in_a_thread(options: argparse.Namespace) -> None:
    with keybearer.connect(options.key, wait=True) as exchange:

        def on_gap(gap: keybearer.StreamGap) -> None:
            print(f"gap: {gap}", flush=True)
            show(exchange.fetch_open_orders())

        seen = 0
        for event in exchange.watch(options.method, *options.arguments, on_gap=on_gap):
            show(event)
            seen += 1
            if seen == options.events:
                break


async def watch_with_asyncio(options: argparse.Namespace) -> None:
    async with await keybearer.aio.connect(options.key, wait=True) as exchange:

        async def on_gap(gap: keybearer.StreamGap) -> None:
            print(f"gap: {gap}", flush=True)
            show(await exchange.fetch_open_orders())

        seen = 0
        async for event in exchange.watch(options.method, *options.arguments, on_gap=on_gap):
            show(event)
            seen += 1
            if seen == options.events:
                break


def main() -> None:
    parser = argparse.ArgumentParser(description="Prints events.")
    parser.add_argument("key")
    parser.add_argument("method", help="such as watchMyTrades or watch_ticker")
    parser.add_argument("arguments", nargs="*", help="such as BTC/USD")
    parser.add_argument("--events", type=int, default=0, help="how many; 0 goes on for ever")
    parser.add_argument("--asyncio", action="store_true")
    options = parser.parse_args()
    if options.asyncio:
        asyncio.run(watch_with_asyncio(options))
    else:
        watch_in_a_thread(options)


if __name__ == "__main__":
    main()
