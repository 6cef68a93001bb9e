"""Brings two currencies back to a share of the whole, with orders no larger than told.

    KEYBEARER_TOKEN=kb_… python3 rebalancer.py kraken-main BTC/USD --share 50 --most 500

The bot's own limit (--most, in the second currency) is for what it means to do. What it may do at all stands in its grant,
which the agent holds against every request: with `maxOrderNotional` there, an order past it is refused, and this bot says so.
"""

from __future__ import annotations

import argparse
from decimal import Decimal
from typing import Optional

import keybearer


def main() -> None:
    parser = argparse.ArgumentParser(description="Brings a pair of currencies back to a share.")
    parser.add_argument("key")
    parser.add_argument("symbol")
    parser.add_argument("--share", type=Decimal, default=Decimal(50), help="percent of the whole to hold in the first currency")
    parser.add_argument("--most", type=Decimal, required=True, help="the largest order, in the second currency")
    parser.add_argument("--leave", type=Decimal, default=Decimal(2), help="percent of the whole that may be off")
    options = parser.parse_args()

    with keybearer.connect(options.key, wait=True) as exchange:
        print(rebalance(exchange, options) or "nothing to do")


def rebalance(exchange: keybearer.Exchange, options: argparse.Namespace) -> Optional[str]:
    base, quote = options.symbol.split("/")
    balance = exchange.fetch_balance()["total"]
    ticker = exchange.fetch_ticker(options.symbol)
    price = Decimal(str(ticker["last"]))
    held = Decimal(str(balance.get(base, 0))) * price
    whole = held + Decimal(str(balance.get(quote, 0)))
    off = whole * options.share / 100 - held
    if whole == 0 or abs(off) / whole * 100 <= options.leave:
        return None
    side = "buy" if off > 0 else "sell"
    # A limit at the best opposite offer: it fills like a market order, and never at a worse price.
    limit = exchange.price_to_precision(options.symbol, ticker["ask"] if side == "buy" else ticker["bid"])
    amount = exchange.amount_to_precision(options.symbol, min(abs(off), options.most) / price)
    try:
        order = exchange.create_order(options.symbol, "limit", side, amount, limit)
    except keybearer.KeybearerError as error:
        if error.code != "LIMIT_EXCEEDED":
            raise
        return f"not allowed: {error}"
    return f"{side} {amount} {base} at {limit}: {order['id']}"


if __name__ == "__main__":
    main()
