"""What both clients have in common: how a method's name becomes a call."""

from __future__ import annotations

from ._faults import fault
from ._tables import METHODS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Optional

    from ._settings import Settings

#: The names of the public methods that do their own work, in the other spelling.
_OTHER_SPELLINGS = {
    "loadMarkets": "load_markets",
    "amountToPrecision": "amount_to_precision",
    "priceToPrecision": "price_to_precision",
}


class Client:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._facts: Optional[dict[str, Any]] = None
        self._markets: Optional[dict[str, Any]] = None

    def __getattr__(self, name: str) -> Callable[..., Any]:
        # What Python itself asks for (copying, pickling, printing) is no method of an exchange.
        if name.startswith("_"):
            raise AttributeError(f"{type(self).__name__} has no {name}")
        if name in _OTHER_SPELLINGS:
            return getattr(self, _OTHER_SPELLINGS[name])

        def method(*args: Any, **named: Any) -> Any:
            return self._call(name, args, named)

        method.__name__ = name
        return method

    def _call(self, name: str, args: tuple[Any, ...], named: dict[str, Any]) -> Any:
        raise NotImplementedError

    def __dir__(self) -> list[str]:
        from ._names import snake_of

        called = [name for name, row in METHODS.items() if row[0] == "call"]
        return sorted({*super().__dir__(), *called, *map(snake_of, called)})

    def __repr__(self) -> str:
        return f"<{type(self).__module__}.{type(self).__name__} {self._settings.key}>"

    def __reduce__(self) -> Any:
        raise TypeError("A client holds a token and connections: make another one in the other process.")


def market_in(markets: dict[str, Any], symbol: str) -> dict[str, Any]:
    """Throws: BODY_INVALID as ccxt's BadSymbol."""
    if symbol not in markets:
        raise fault("BODY_INVALID", f"There is no market {symbol} on this exchange.", ccxt="BadSymbol")
    market: dict[str, Any] = markets[symbol]
    return market


def calls_path(since: Optional[str], status: Optional[str], limit: Optional[int]) -> str:
    from urllib.parse import urlencode

    given = {"since": since, "status": status, "limit": limit}
    query = urlencode({name: value for name, value in given.items() if value is not None})
    return "/v1/calls" + (f"?{query}" if query else "")
