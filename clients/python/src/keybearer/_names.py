"""Names of methods and arguments, as ccxt for Python writes them."""

from __future__ import annotations

import re

from ._faults import fault
from ._tables import METHODS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

_by_snake: dict[str, str] = {}


def method_of(name: str) -> str:
    """The name the agent knows a method by: ``fetch_ohlcv`` is ``fetchOHLCV``.

    Anything that is no unified method goes as it is: the agent knows implicit ones in both spellings.
    """
    if "_" not in name or name in METHODS:
        return name
    first, *rest = name.split("_")
    guess = first + "".join(word.capitalize() for word in rest)
    if guess in METHODS and snake_of(guess) == name:
        return guess
    if not _by_snake:
        _by_snake.update({snake_of(method): method for method in METHODS})
    return _by_snake.get(name, name)


def snake_of(name: str) -> str:
    """``fetchL2OrderBook`` is ``fetch_l2_order_book``. Source: ``unCamelCase`` of ccxt 4.5, which names its Python methods."""
    if name == "fetchOHLCVWs":
        return "fetch_ohlcv_ws"
    if not re.search("[A-Z]", name):
        return name
    name = re.sub("[a-z0-9][A-Z]", lambda x: x[0][0] + "_" + x[0][1], name)
    name = re.sub("[A-Z0-9][A-Z0-9][a-z][^$]", lambda x: x[0][0] + "_" + x[0][1:], name)
    return re.sub("[a-z][0-9]$", lambda x: x[0][0] + "_" + x[0][1], name).lower()


def is_read(method: str) -> bool:
    """Can the method not make the exchange act? Then it may be asked again without harm."""
    row = METHODS.get(method)
    return row is not None and row[1].endswith(".read")


def place(method: str, args: Sequence[Any], named: dict[str, Any]) -> list[Any]:
    """Arguments in ccxt's order, those given by name among them.

    Throws: BODY_INVALID for a name that the method doesn't have, or that is there already.
    """
    placed = list(args)
    if not named:
        return placed
    row = METHODS.get(method)
    names = row[2].split() if row is not None else ["params"]
    for name, value in named.items():
        if name not in names:
            raise fault("BODY_INVALID", f'{method} has no argument "{name}"; it has {", ".join(names)}.')
        at = names.index(name)
        if at < len(args):
            raise fault("BODY_INVALID", f'{method} was given "{name}" twice.')
        placed.extend([None] * (at + 1 - len(placed)))
        placed[at] = value
    return placed
