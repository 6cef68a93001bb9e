"""Amounts and prices as an exchange takes them. Source: ``decimalToPrecision`` of ccxt 4.5, without padding."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal, InvalidOperation

from ._faults import fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Union

    Number = Union[str, int, float, Decimal]

_DECIMAL_PLACES, _SIGNIFICANT_DIGITS, _TICK_SIZE = 2, 3, 4
_context = Context(prec=60)


def amount_text(market: dict[str, Any], mode: int, amount: Number) -> str:
    """Cuts off. Throws: BODY_INVALID as ccxt's InvalidOrder where nothing is left."""
    text = _rounded(amount, market["precision"]["amount"], mode, ROUND_DOWN)
    if Decimal(text) == 0:
        least = market["precision"]["amount"]
        raise fault("BODY_INVALID", f"The amount of {market['symbol']} must be greater than the least step, {least}.", ccxt="InvalidOrder")
    return text


def price_text(market: dict[str, Any], mode: int, price: Number) -> str:
    """Rounds. Throws: BODY_INVALID as ccxt's InvalidOrder where nothing is left."""
    text = _rounded(price, market["precision"]["price"], mode, ROUND_HALF_UP)
    if Decimal(text) == 0:
        raise fault("BODY_INVALID", f"The price of {market['symbol']} rounds to 0.", ccxt="InvalidOrder")
    return text


def _rounded(value: Number, precision: Any, mode: int, rounding: str) -> str:
    try:
        # A float by its shortest form, as it prints: 0.1 is meant as 0.1.
        number = Decimal(str(value))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise fault("BODY_INVALID", "An amount or a price must be a number.")
    if precision is None:
        return _plain(number)
    if mode == _TICK_SIZE:
        tick = Decimal(str(precision))
        return _plain(_context.multiply(_context.divide(number, tick).quantize(Decimal(1), rounding, _context), tick))
    places = int(precision)
    if mode == _SIGNIFICANT_DIGITS and number != 0:
        places = places - number.adjusted() - 1
    elif mode not in (_DECIMAL_PLACES, _SIGNIFICANT_DIGITS):
        raise fault("BODY_INVALID", f"The exchange has a precision mode that is not known, {mode}.")
    return _plain(number.quantize(Decimal(1).scaleb(-places), rounding, _context))


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
