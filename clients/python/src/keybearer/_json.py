"""Arguments to JSON, answers from JSON."""

from __future__ import annotations

import json

from ._faults import fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: The agent takes no larger body. Source: docs/bot-api.md.
MAX_BODY_BYTES = 256 * 1024


def encode(value: Any) -> bytes:
    """Decimals keep every digit, as strings without an exponent; floats go as JSON numbers.

    Throws: BODY_INVALID for what JSON has no form for, BODY_TOO_LARGE.
    """
    try:
        body = json.dumps(value, allow_nan=False, separators=(",", ":"), default=_plain).encode()
    except (TypeError, ValueError, RecursionError) as cause:
        # Not the value itself: a bot may have put anything there.
        raise fault("BODY_INVALID", f"The arguments can't be written as JSON ({type(cause).__name__}): {_why(cause)}") from None
    if len(body) > MAX_BODY_BYTES:
        raise fault("BODY_TOO_LARGE", "The arguments take more than 256 KiB as JSON.")
    return body


def decode(body: bytes) -> Any:
    """Throws: ValueError for what is no JSON (UnicodeDecodeError and too deep nesting among it)."""
    try:
        return json.loads(body)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind.__name__ == "Decimal" and hasattr(value, "is_finite"):
        if not value.is_finite():
            raise ValueError("a Decimal is not finite")
        return format(value, "f")
    # numpy's scalars, which aren't Python's: pandas hands them out.
    if hasattr(value, "item") and getattr(value, "ndim", None) == 0:
        return value.item()
    raise TypeError(f"an argument is a {kind.__name__}")


def _why(cause: BaseException) -> str:
    return "it is nested too deeply" if isinstance(cause, RecursionError) else str(cause)
