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
from ._tables import API, VERSION
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
            settings.was_there = True
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
    course = _Course(settings, method, is_read(method), key is not None or is_read(method), deadline_ms)
    answer = yield from _repeated(settings, "POST", f"/v1/keys/{settings.key}/call", body, headers, course)
    return answer.get("result") if isinstance(answer, dict) else None


def ask(settings: Settings, verb: str, path: str, content: Any = None) -> Steps:
    """One of the agent's own routes; asking twice does no harm at any of those that the SDK uses."""
    body = b"" if content is None else _json.encode(content)
    return (yield from _repeated(settings, verb, path, body, {}, _Course(settings, path, True, True, None)))


class _Course:
    """What one call may take, and what it has been through."""

    def __init__(self, settings: Settings, what: str, reads: bool, harmless: bool, deadline_ms: Optional[int]) -> None:
        now = self.began = time.monotonic()
        self.what = what
        self.reads = reads
        self.harmless = harmless
        #: When the agent must have given up, where the bot has said so.
        self.until = None if deadline_ms is None else now + deadline_ms / 1000
        self.end = now + settings.timeout + (deadline_ms or 0) / 1000
        self.repeats = 0
        self.pauses = 0
        #: The try whose answer was lost: an error that says "nothing was sent" speaks of its own try, not of that one.
        self.doubt: Optional[Lost] = None

    def pause(self) -> float:
        """How long to wait for an agent that isn't there."""
        self.pauses += 1
        return float(min(1.0, 0.05 * 2 ** min(self.pauses - 1, 10)))

    def has_time_for(self, delay: float) -> bool:
        return time.monotonic() + delay < (self.end if self.until is None else self.until)


def _repeated(settings: Settings, verb: str, path: str, body: bytes, headers: Mapping[str, str], course: _Course) -> Steps:
    """A request, and again where that can do no harm: nothing was sent, or it was a read, or it has an idempotency key."""
    while True:
        try:
            answer = result_of((yield _send(settings, verb, path, body, headers, course)))
            settings.was_there = True
            return answer
        except Unreached as unreached:
            error = unreached.error
            # One that was there before may be starting again.
            again, delay = error.code == "AGENT_MISSING" and settings.was_there, course.pause()
        except Lost as lost:
            if not course.reads:
                course.doubt = lost
            course.repeats += 1
            error, again, delay = _lost(course.what, lost, course.reads), course.harmless and not lost.timed_out, course.pause()
        except KeybearerError as refusal:
            settings.was_there = True
            error = refusal
            again, delay = _is_repeated(settings, error, course), (error.retry_after_ms or 1000) / 1000
        if not again or course.repeats > MAX_REPEATS or not course.has_time_for(delay):
            unknown = _in_doubt(error, course)
            if unknown is None:
                raise error from None
            raise unknown from error
        yield Sleep(delay)


def _is_repeated(settings: Settings, error: KeybearerError, course: _Course) -> bool:
    if error.code == "VAULT_SEALED" and settings.waits(time.monotonic() - course.began):
        # This time does not count: only the bot's own deadline ends it.
        course.end += (error.retry_after_ms or 1000) / 1000
        return True
    course.repeats += 1
    # A deadline that has passed was the bot's own limit to waiting.
    return error.retryable and error.sent == "no" and error.code != "DEADLINE_PASSED"


def _send(settings: Settings, verb: str, path: str, body: bytes, headers: Mapping[str, str], course: _Course) -> Send:
    own = {"Authorization": f"Bearer {settings.token}", **headers}
    if body:
        own["Content-Type"] = "application/json"
    now = time.monotonic()
    seconds = max(0.001, course.end - now)
    if path.endswith("/call"):
        # The agent must have given up before the bot does, or it could place an order that nobody waits for any more.
        left = seconds * 0.8 if course.until is None else course.until - now
        own["Keybearer-Deadline-Ms"] = str(max(1, min(_MAX_DEADLINE_MS, int(left * 1000))))
    return Send(verb, path, own, body, seconds)


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
        raise fault("ROUTE_UNKNOWN", f"What listens there does not speak version {API} of the agent's API, which this SDK"
                    f" ({VERSION}) needs. It answered {answer.status} to /v1/health. Update the older of the two.") from None
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


def _in_doubt(error: KeybearerError, course: _Course) -> Optional[KeybearerError]:
    """The error to raise instead, where an earlier try may have been carried out."""
    # With a call's id the agent has looked the name up, so it speaks of the earlier try as well.
    is_settled = error.sent != "no" or error.call_id is not None
    return None if course.doubt is None or is_settled else _lost(course.what, course.doubt, False)
