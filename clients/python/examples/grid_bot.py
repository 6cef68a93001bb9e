"""A grid: buy orders below the price and sell orders above it, each placed once whatever happens.

    KEYBEARER_TOKEN=kb_… python3 grid_bot.py kraken-main BTC/USD --around 50000 --steps 3 --apart 1 --amount 0.001

Every order has an idempotency key made of the run's name, its side and its step. Started again under the same name, the
bot finds the orders it has placed: the agent answers a repeat with the first answer, and sends nothing.
"""

from __future__ import annotations

import argparse
import time
from decimal import Decimal

import keybearer


def main() -> None:
    parser = argparse.ArgumentParser(description="Places a grid of orders around the price.")
    parser.add_argument("key")
    parser.add_argument("symbol")
    parser.add_argument("--steps", type=int, default=3, help="orders on each side")
    parser.add_argument("--apart", type=Decimal, default=Decimal(1), help="percent between two orders")
    parser.add_argument("--amount", type=Decimal, required=True)
    parser.add_argument("--name", default=time.strftime("grid-%Y-%m-%d"), help="names this run's orders for 24 hours")
    parser.add_argument("--around", type=Decimal, required=True, help="the price in the middle")
    parser.add_argument("--rounds", type=int, default=0, help="how often to look at the orders afterwards; 0 goes on for ever")
    options = parser.parse_args()

    with keybearer.connect(options.key, wait=True) as exchange:
        wanted = [(side, step) for side in ("buy", "sell") for step in range(1, options.steps + 1)]
        open_ids = {place(exchange, options, side, step) for side, step in wanted}
        watch_over(exchange, options, open_ids)


def place(exchange: keybearer.Exchange, options: argparse.Namespace, side: str, step: int) -> str:
    away = 1 + options.apart / 100 * (step if side == "sell" else -step)
    price = exchange.price_to_precision(options.symbol, options.around * away)
    amount = exchange.amount_to_precision(options.symbol, options.amount)
    order = exchange.create_order(
        options.symbol, "limit", side, amount, price, idempotency_key=f"{options.name}-{side}-{step}"
    )
    print(f"{side} {amount} at {price}: {order['id']}", flush=True)
    return str(order["id"])


def watch_over(exchange: keybearer.Exchange, options: argparse.Namespace, open_ids: set[str]) -> None:
    done = 0
    while open_ids and (options.rounds == 0 or done < options.rounds):
        done += 1
        still_open = {order["id"] for order in exchange.fetch_open_orders(options.symbol)}
        for order_id in sorted(open_ids - still_open):
            print(f"no longer open: {order_id}", flush=True)
        open_ids &= still_open
        print(f"{len(open_ids)} open", flush=True)
        if options.rounds == 0 or done < options.rounds:
            time.sleep(10)


if __name__ == "__main__":
    main()
