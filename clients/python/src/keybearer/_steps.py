"""What a call does, step by step, without doing any of it: the same for threads (``_sync.py``) and for asyncio (``aio.py``).

A generator yields ``Send`` or ``Sleep``; whoever drives it does that and sends the answer in, or throws ``Unreached`` or
``Lost`` into it. So the rules about repeating stand here once.
"""

from __future__ import annotations

import time

from . import _http, _json
from ._faults import error_of, fault
from ._http import Answer, BadAnswer
from ._names import is_read, method_of, place
from .errors import KeybearerError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence
    from typing import Any, Optional, Union

    from ._place import Address
    from ._settings import Settings

    Steps = Generator[Union["Send", "Sleep"], Any, Any]

#: How often a call is repeated by itself at most. Source: docs/bot-api.md.
MAX_REPEATS = 5
_MAX_DEADLINE_MS = 999_999_999


class Unreached(Exception):
    """Nothing of the request can have been carried out. Its argument is the error to raise."""

    @property
    def error(self) -> KeybearerError:
        return self.args[0]


class Lost(Exception):
    """The request was sent, and its answer did not come: whether it was carried out is not known."""

    def __init__(self, why: str, timed_out: bool = False) -> None:
        super().__init__(why)
        self.timed_out = timed_out


class Sleep:
    def __init__(self, seconds: float) -> None:
        self.seconds = seconds


class Send:
    """One request and its answer, within ``seconds`` all in all."""

    def __init__(self, verb: str, path: str, headers: Mapping[str, str], body: bytes, seconds: float, upgrade: bool = False) -> None:
        self.verb = verb
        self.path = path
        self.headers = headers
        self.body = body
        self.seconds = seconds
        self.upgrade = upgrade

    def bytes_for(self, address: Address) -> bytes:
        return _http.request(self.verb, self.path, address.host, self.headers, self.body)


def connect(settings: Settings) -> Steps:
    """Is there an agent, and is its vault open? Throws: AGENT_MISSING, VAULT_SEALED."""
    began = time.monotonic()
    while True:
        try:
            answer = yield Send("GET", "/v1/health", {}, b"", settings.timeout)
            if _vault_of(answer) == "open":
                return
            error = fault("VAULT_SEALED", "The vault is sealed: its owner has to open it first.")
        except Unreached as unreached:
            error = unreached.error
            if error.code != "AGENT_MISSING":
                raise error from None
        except Lost as lost:
            error = fault("AGENT_MISSING", f"What listens there is no agent that can be spoken to: {lost}.")
            if not lost.timed_out:
                raise error from None
        if not settings.waits(time.monotonic() - began):
            raise error from None
        yield Sleep(1)


def call(settings: Settings, name: str, args: Sequence[Any], named: dict[str, Any]) -> Steps:
    """Calls a method of ccxt. Takes: the SDK's own ``idempotency_key`` and ``deadline_ms`` among the named arguments."""
    method = method_of(name)
    key, deadline_ms = named.pop("idempotency_key", None), named.pop("deadline_ms", None)
    body = _json.encode({"method": method, "args": place(method, args, named)})
    headers = _waits(key, deadline_ms)
    harmless = key is not None or is_read(method)
    path = f"/v1/keys/{settings.key}/call"
    answer = yield from _repeated(settings, "POST", path, body, headers, method, is_read(method), harmless, deadline_ms)
    return answer.get("result") if isinstance(answer, dict) else None


def ask(settings: Settings, verb: str, path: str, content: Any = None) -> Steps:
    """One of the agent's own routes; asking twice does no harm at any of those that the SDK uses."""
    body = b"" if content is None else _json.encode(content)
    return (yield from _repeated(settings, verb, path, body, {}, path, True, True, None))


def _repeated(
    settings: Settings,
    verb: str,
    path: str,
    body: bytes,
    headers: Mapping[str, str],
    what: str,
    reads: bool,
    harmless: bool,
    deadline_ms: Optional[int],
) -> Steps:
    """A request, and again where that can do no harm: nothing was sent, or it was a read, or it has an idempotency key."""
    until = None if deadline_ms is None else time.monotonic() + deadline_ms / 1000
    # An error that says "nothing was sent" speaks of its own try; of an earlier one, whose answer was lost, it knows nothing.
    doubt: Optional[Lost] = None
    for repeats in range(MAX_REPEATS + 1):
        try:
            return result_of((yield _send(settings, verb, path, body, headers, until)))
        except Unreached as unreached:
            error, again, delay = unreached.error, doubt is not None, 0.2 * 2**repeats
        except Lost as lost:
            doubt = doubt if reads else lost
            error, again, delay = _lost(what, lost, reads), harmless and not lost.timed_out, 0.2 * 2**repeats
            if reads and again:
                # From here on an agent that is starting again is waited for.
                doubt = doubt or lost
        except KeybearerError as refusal:
            error, delay = refusal, (refusal.retry_after_ms or 1000) / 1000
            # A deadline that has passed was the bot's own limit to waiting.
            again = refusal.retryable and refusal.sent == "no" and refusal.code != "DEADLINE_PASSED"
        is_late = until is not None and time.monotonic() + delay >= until
        if repeats == MAX_REPEATS or not again or is_late or delay > settings.timeout:
            unknown = _in_doubt(error, None if reads else doubt, what)
            if unknown is None:
                raise error from None
            raise unknown from error
        yield Sleep(delay)


def _send(settings: Settings, verb: str, path: str, body: bytes, headers: Mapping[str, str], until: Optional[float]) -> Send:
    own = {"Authorization": f"Bearer {settings.token}", **headers}
    if body:
        own["Content-Type"] = "application/json"
    if not path.endswith("/call"):
        return Send(verb, path, own, body, settings.timeout)
    # The agent must have given up before the bot does, or it could place an order that nobody waits for any more.
    left = settings.timeout * 2 / 3 if until is None else max(0.001, until - time.monotonic())
    own["Keybearer-Deadline-Ms"] = str(max(1, min(_MAX_DEADLINE_MS, int(left * 1000))))
    return Send(verb, path, own, body, settings.timeout if until is None else left + settings.timeout)


def result_of(answer: Answer) -> Any:
    """What an answer holds. Throws: the error it stands for; Lost where it can't be read."""
    try:
        content = _json.decode(bytes(answer.body))
    except ValueError:
        raise Lost(f"it answered {answer.status} with something that is no JSON") from None
    if answer.status == 200:
        return content
    if not isinstance(content, dict) or not isinstance(content.get("code"), str):
        raise Lost(f"it answered {answer.status} without saying why")
    raise error_of(content)


def _vault_of(answer: Answer) -> str:
    try:
        content = _json.decode(bytes(answer.body))
    except ValueError:
        content = None
    if answer.status != 200 or not isinstance(content, dict) or content.get("vault") not in ("open", "sealed"):
        raise fault("AGENT_MISSING", f"What listens there does not know version 1 of the agent's API (it answered {answer.status}"
                    " to /v1/health). Use a Keybearer and an SDK of the same version.") from None
    return content["vault"]


def _waits(key: Optional[str], deadline_ms: Optional[int]) -> dict[str, str]:
    if deadline_ms is not None and not (type(deadline_ms) is int and 0 < deadline_ms <= _MAX_DEADLINE_MS):
        raise fault("BODY_INVALID", "deadline_ms must be a whole number of milliseconds, 1 to 999999999.")
    if key is None:
        return {}
    if not (isinstance(key, str) and 0 < len(key) <= 64 and all(" " <= sign <= "~" for sign in key) and key == key.strip()):
        raise fault("BODY_INVALID", "idempotency_key must be 1 to 64 printable characters of ASCII, without spaces around.")
    return {"Idempotency-Key": key}


def _lost(what: str, lost: Lost, reads: bool) -> KeybearerError:
    if not reads:
        return fault("OUTCOME_UNKNOWN", f"The answer to {what} was lost: {lost}. The exchange may have acted: look before you"
                     " repeat it. With an idempotency_key it may be repeated under the same one.")
    if lost.timed_out:
        return fault("DEADLINE_PASSED", f"There was no answer to {what}: {lost}.")
    return fault("AGENT_MISSING", f"There was no answer to {what}: {lost}.")


def _in_doubt(error: KeybearerError, doubt: Optional[Lost], what: str) -> Optional[KeybearerError]:
    """The error to raise instead, where an earlier try may have been carried out."""
    # What the exchange says now, under the same idempotency key, says of the earlier try that it was not.
    is_settled = error.code.startswith("EXCHANGE_") or error.code.endswith("_REJECTED")
    return None if doubt is None or error.sent != "no" or is_settled else _lost(what, doubt, False)
