"""Every error of the SDK: ccxt's names and hierarchy, with what Keybearer knows about each fault.

Where ccxt is installed, what is raised is also an instance of ccxt's own class of that name (``_faults.py``), so
``except ccxt.InvalidNonce`` goes on working.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Optional

__all__ = [
    "KeybearerError",
    "StreamGap",
    "BaseError",
    "ExchangeError",
    "AuthenticationError",
    "PermissionDenied",
    "AccountNotEnabled",
    "AccountSuspended",
    "ArgumentsRequired",
    "BadRequest",
    "BadSymbol",
    "OperationRejected",
    "NoChange",
    "MarginModeAlreadySet",
    "MarketClosed",
    "ManualInteractionNeeded",
    "RestrictedLocation",
    "InsufficientFunds",
    "InvalidAddress",
    "AddressPending",
    "InvalidOrder",
    "OrderNotFound",
    "OrderNotCached",
    "OrderImmediatelyFillable",
    "OrderNotFillable",
    "DuplicateOrderId",
    "ContractUnavailable",
    "NotSupported",
    "InvalidProxySettings",
    "ExchangeClosedByUser",
    "OperationFailed",
    "NetworkError",
    "DDoSProtection",
    "RateLimitExceeded",
    "ExchangeNotAvailable",
    "OnMaintenance",
    "InvalidNonce",
    "ChecksumError",
    "RequestTimeout",
    "BadResponse",
    "NullResponse",
    "CancelPending",
    "UnsubscribeError",
]


class KeybearerError(Exception):
    """What every error of the SDK is.

    ``code`` is stable, the sentence is not. ``sent`` answers: could the exchange have acted? ``"no"``, ``"yes"`` or
    ``"unknown"``. A program repeats by itself only where ``sent`` is ``"no"`` and ``retryable`` is true.
    """

    code: str = "INTERNAL"
    sent: str = "unknown"
    retryable: bool = False
    retry_after_ms: Optional[int] = None
    status: int = 500
    #: Ranked guesses at why: ``[{"id", "text", "likelihood", "check"}]``, likelihood 0 to 1.
    causes: list[dict[str, Any]] = []
    call_id: Optional[str] = None
    #: The exchange's own words.
    exchange: Optional[str] = None


class StreamGap(KeybearerError):
    """Events were missed: look at what matters (open orders, balances) before going on."""

    #: How many; None where nobody can know.
    missed: Optional[int] = None


class BaseError(KeybearerError):
    """ccxt's root. Source: ccxt 4.5, errorHierarchy."""


class ExchangeError(BaseError):
    pass


class AuthenticationError(ExchangeError):
    pass


class PermissionDenied(AuthenticationError):
    pass


class AccountNotEnabled(PermissionDenied):
    pass


class AccountSuspended(AuthenticationError):
    pass


class ArgumentsRequired(ExchangeError):
    pass


class BadRequest(ExchangeError):
    pass


class BadSymbol(BadRequest):
    pass


class OperationRejected(ExchangeError):
    pass


class NoChange(OperationRejected):
    pass


class MarginModeAlreadySet(NoChange):
    pass


class MarketClosed(OperationRejected):
    pass


class ManualInteractionNeeded(OperationRejected):
    pass


class RestrictedLocation(OperationRejected):
    pass


class InsufficientFunds(ExchangeError):
    pass


class InvalidAddress(ExchangeError):
    pass


class AddressPending(InvalidAddress):
    pass


class InvalidOrder(ExchangeError):
    pass


class OrderNotFound(InvalidOrder):
    pass


class OrderNotCached(InvalidOrder):
    pass


class OrderImmediatelyFillable(InvalidOrder):
    pass


class OrderNotFillable(InvalidOrder):
    pass


class DuplicateOrderId(InvalidOrder):
    pass


class ContractUnavailable(InvalidOrder):
    pass


class NotSupported(ExchangeError):
    pass


class InvalidProxySettings(ExchangeError):
    pass


class ExchangeClosedByUser(ExchangeError):
    pass


class OperationFailed(BaseError):
    pass


class NetworkError(OperationFailed):
    pass


class DDoSProtection(NetworkError):
    pass


class RateLimitExceeded(NetworkError):
    pass


class ExchangeNotAvailable(NetworkError):
    pass


class OnMaintenance(ExchangeNotAvailable):
    pass


class InvalidNonce(NetworkError):
    pass


class ChecksumError(InvalidNonce):
    pass


class RequestTimeout(NetworkError):
    pass


class BadResponse(OperationFailed):
    pass


class NullResponse(BadResponse):
    pass


class CancelPending(OperationFailed):
    pass


class UnsubscribeError(BaseError):
    pass
