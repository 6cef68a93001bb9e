"""Makes the error that is raised out of an answer of the agent, or out of what happened on the way to it."""

from __future__ import annotations

import sys

from . import errors
from ._tables import ERRORS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any, Optional

    from .errors import KeybearerError

_made: dict[str, type[KeybearerError]] = {}
_ccxt: Optional[list[ModuleType]] = None


def fault(code: str, detail: str, **members: Any) -> KeybearerError:
    """An error of the SDK's own, by the same table as the agent's.

    Takes: a code of the table, and other members of a problem document.
    """
    sent, retryable, status, _, _ = ERRORS[code]
    return error_of({"code": code, "detail": detail, "status": status, "sent": sent, "retryable": retryable, **members})


def error_of(problem: dict[str, Any]) -> KeybearerError:
    """The error for a problem document (RFC 9457). A member of a wrong type counts as absent."""
    code = _text(problem, "code") or "INTERNAL"
    error = _class_for(code, _text(problem, "ccxt"))(_sentence(code, problem))
    error.code = code
    sent = _text(problem, "sent")
    # What the agent did not say is not known: never less than that.
    error.sent = sent if sent in ("no", "yes", "unknown") else "unknown"
    error.retryable = problem.get("retryable") is True and error.sent == "no"
    error.retry_after_ms = _number(problem, "retryAfterMs")
    error.status = _number(problem, "status") or 500
    causes = problem.get("causes")
    error.causes = [cause for cause in causes if isinstance(cause, dict)] if isinstance(causes, list) else []
    error.call_id = _text(problem, "callId")
    error.exchange = _text(problem, "exchange")
    if isinstance(error, errors.StreamGap):
        error.missed = _number(problem, "missed")
    return error


def _sentence(code: str, problem: dict[str, Any]) -> str:
    text = _text(problem, "detail") or _text(problem, "title") or "Something went wrong."
    words = _text(problem, "exchange")
    return f"{code}: {text}" + (f" The exchange says: {words}" if words and words not in text else "")


def _class_for(code: str, ccxt_name: Optional[str]) -> type[KeybearerError]:
    if code == "STREAM_GAP":
        return errors.StreamGap
    name = ccxt_name if ccxt_name and ccxt_name.isidentifier() else (ERRORS[code][3] if code in ERRORS else "ExchangeError")
    if name not in _made:
        _made[name] = _make(name)
    return _made[name]


def _make(name: str) -> type[KeybearerError]:
    ours = getattr(errors, name, None)
    theirs = _class_of_ccxt(name)
    if not (isinstance(ours, type) and issubclass(ours, errors.BaseError)):
        # A class that ccxt got after this SDK was made.
        ours = type(name, (errors.ExchangeError,), {"__module__": errors.__name__})
    if theirs is None:
        return ours
    return type(name, (ours, theirs), {"__module__": errors.__name__})


def _class_of_ccxt(name: str) -> Optional[type]:
    """ccxt's own class where ccxt is installed; an older ccxt without it has a parent of it."""
    for module in _installed_ccxt():
        kind = getattr(errors, name, errors.ExchangeError)
        for ancestor in (name, *(cls.__name__ for cls in getattr(kind, "__mro__", ()))):
            found = getattr(module, ancestor, None)
            if isinstance(found, type) and issubclass(found, Exception):
                return found
    return None


def _installed_ccxt() -> list[ModuleType]:
    """Looked for once, at the first error: importing ccxt takes a second, which no bot's start should pay."""
    global _ccxt
    if _ccxt is None:
        _ccxt = []
        module = sys.modules.get("ccxt")
        if module is None:
            try:
                import importlib

                module = importlib.import_module("ccxt")
            except Exception:  # An installation that can't be imported is none; the error itself matters more.
                module = None
        if module is not None:
            _ccxt.append(module)
    return _ccxt


def _text(problem: dict[str, Any], name: str) -> Optional[str]:
    value = problem.get(name)
    return value if isinstance(value, str) and value else None


def _number(problem: dict[str, Any], name: str) -> Optional[int]:
    value = problem.get(name)
    return int(value) if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < 1e12 else None
