"""What can go wrong with an order, and what a bot does about each.

    KEYBEARER_TOKEN=kb_… python3 error_handling.py kraken-main BTC/USD buy 0.001 50000 my-order-1

`error.sent` is what counts: could the exchange have acted?
"""

from __future__ import annotations

import sys
from typing import Any

import keybearer


def place(exchange: keybearer.Exchange, symbol: str, side: str, amount: str, price: str, name: str) -> str:
    try:
        order: dict[str, Any] = exchange.create_order(symbol, "limit", side, amount, price, idempotency_key=name)
        return f"placed {order['id']}"
    except keybearer.InsufficientFunds:
        return "not enough money"
    except keybearer.InvalidOrder as error:
        return f"the exchange does not take this order: {error.exchange or error}"
    except keybearer.AuthenticationError as error:
        # Among them keybearer.PermissionDenied: the agent's words say what its owner can change.
        return f"not allowed: {error}"
    except keybearer.KeybearerError as error:
        for cause in error.causes:
            print(f"  perhaps ({cause['likelihood']:.0%}): {cause['text']}", file=sys.stderr)
        if error.sent == "no":
            return f"nothing was sent, {'try again later' if error.retryable else 'and trying again is no use'}: {error}"
        # Under the same idempotency key it may be repeated; the agent looks up first what became of it.
        return f"perhaps placed, look before you go on: {error}"


def main() -> None:
    key, symbol, side, amount, price, name = sys.argv[1:]
    try:
        exchange = keybearer.connect(key)
    except keybearer.KeybearerError as error:
        sys.exit({
            "AGENT_MISSING": "Start the agent first.",
            "VAULT_SEALED": "Open the vault first.",
            "TOKEN_MISSING": "Set KEYBEARER_TOKEN.",
        }.get(error.code, str(error)))  # fmt: skip
    with exchange:
        print(place(exchange, symbol, side, amount, price, name))


if __name__ == "__main__":
    main()
