"""What watching does, step by step, for threads and for asyncio alike; see ``_steps.py`` for the manner.

Besides ``Send`` (which opens the connection) and ``Sleep`` it yields ``Write``, ``Read``, ``Emit`` (an event for the bot) and
``Tell`` (a gap, for the bot's ``on_gap``).
"""

from __future__ import annotations

import time

from . import _frames, _json
from ._faults import error_of, fault
from ._frames import BadFrame, Frames
from ._names import method_of, place
from ._steps import MAX_REPEATS, Lost, Send, Sleep, Unreached, result_of
from .errors import KeybearerError, StreamGap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from typing import Any, Optional

    from ._http import Answer
    from ._settings import Settings

#: After so much silence a ping is sent, and after as much again the connection counts as lost.
QUIET_SECONDS = 15.0
_STEADY_SECONDS = 60.0


class Write:
    def __init__(self, data: bytes) -> None:
        self.data = data


class Read:
    """Gives bytes, b"" where the connection ended, None where ``seconds`` passed without any."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds


class Emit:
    def __init__(self, event: Any) -> None:
        self.event = event


class Tell:
    def __init__(self, gap: StreamGap) -> None:
        self.gap = gap


class _Course:
    """What a watch has been through."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        #: When the thing was last asked for; None while no connection stands.
        self.opened: Optional[float] = None
        #: What was lost since the bot was last told.
        self.lost: Optional[Lost] = None
        self.failures = 0

    def cut(self, lost: Lost) -> None:
        # A connection that stood for a while was no failure.
        if self.opened is not None and time.monotonic() - self.opened > _STEADY_SECONDS:
            self.failures = 0
        self.opened = None
        self.lost = lost


def watch(settings: Settings, name: str, args: Sequence[Any], named: dict[str, Any], tells_gaps: bool) -> Generator[Any, Any, None]:
    """Subscribes, and again after a lost connection. Throws: StreamGap where a gap has nobody to be told to."""
    method = method_of(name)
    wish = _json.encode({"id": 1, "watch": method, "args": place(method, args, named)})
    course = _Course()
    while True:
        try:
            yield from _subscription(settings, method, wish, course, tells_gaps)
        except Unreached as unreached:
            error = unreached.error
            # One that was there before may be starting again.
            again = error.code == "AGENT_MISSING" and settings.was_there
        except KeybearerError as refusal:
            error = refusal
            again = error.retryable and error.sent == "no" and error.code != "STREAM_GAP"
            if again and course.opened is not None:
                if not tells_gaps:
                    raise
                course.cut(Lost(str(error)))
        except Lost as lost:
            was_open = course.opened is not None
            course.cut(lost)
            error, again = fault("AGENT_MISSING", f"The connection for {method} was lost: {lost}."), True
            if was_open and not tells_gaps:
                raise _gap(method, lost) from None
        waits = error.code in ("AGENT_MISSING", "VAULT_SEALED") and settings.waits(time.monotonic() - course.began)
        if not (again or waits) or (course.failures >= MAX_REPEATS and not waits):
            raise error from None
        yield Sleep(max((error.retry_after_ms or 0) / 1000, min(5.0, 0.25 * 2 ** min(course.failures, 10))))
        course.failures += 1


def _subscription(settings: Settings, method: str, wish: bytes, course: _Course, tells_gaps: bool) -> Generator[Any, Any, None]:
    """One connection's life. Throws: Lost when it ends."""
    key = _frames.make_key()
    headers = {
        "Authorization": f"Bearer {settings.token}",
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": key,
    }
    answer = yield Send("GET", f"/v1/keys/{settings.key}/stream", headers, b"", settings.timeout, upgrade=True)
    _check(answer, key)
    yield Write(_frames.text(wish))
    course.opened = time.monotonic()
    if course.lost is not None:
        gap, course.lost = _gap(method, course.lost), None
        yield Tell(gap)
    frames = Frames()
    data: Optional[bytes] = answer.rest
    is_asked = False
    while True:
        if data is None:
            if is_asked:
                raise Lost(f"the agent was silent for {2 * QUIET_SECONDS:g} s")
            yield Write(_frames.ping())
        elif data:
            yield from _messages(frames, data, tells_gaps)
        is_asked = data is None
        data = yield Read(QUIET_SECONDS)
        if data == b"":
            raise Lost("it was closed")


def _messages(frames: Frames, data: bytes, tells_gaps: bool) -> Generator[Any, Any, None]:
    """What came before the connection ended is given to the bot, before it is told of the end."""
    end: Optional[Lost] = None
    messages: list[str] = []
    try:
        frames.feed(data, messages)
    except BadFrame as bad:
        frames.reply += _frames.close(1002)
        end = Lost(str(bad))
    if frames.closed is not None:
        end = Lost(f"the agent closed it with {frames.closed}" + (f", {frames.reason}" if frames.reason else ""))
    if frames.reply:
        try:
            yield Write(bytes(frames.reply))
        except Lost as lost:
            end = end or lost
        frames.reply.clear()
    for message in messages:
        yield from _message(message, tells_gaps)
    if end is not None:
        raise end


def _message(message: str, tells_gaps: bool) -> Generator[Any, Any, None]:
    try:
        content = _json.decode(message.encode())
    except ValueError:
        raise Lost("a message is no JSON") from None
    if not isinstance(content, dict) or content.get("id", 1) != 1:
        raise Lost("a message is about nothing that was asked for")
    # An error without an id is about the whole connection.
    if isinstance(content.get("error"), dict):
        error = error_of(content["error"])
        if not isinstance(error, StreamGap) or not tells_gaps:
            raise error
        yield Tell(error)
    elif "event" in content and "id" in content:
        yield Emit(content["event"])


def _check(answer: Answer, key: str) -> None:
    if answer.status != 101:
        result_of(answer)
        raise Lost(f"it answered {answer.status} where a WebSocket was asked for")
    accept = answer.headers.get("sec-websocket-accept", "")
    if answer.headers.get("upgrade", "").lower() != "websocket" or accept != _frames.accept_of(key):
        raise fault("AGENT_MISSING", "What listens there is no agent: it accepted a WebSocket that it was not asked for.")
    if "sec-websocket-extensions" in answer.headers or "sec-websocket-protocol" in answer.headers:
        raise fault("AGENT_MISSING", "What listens there is no agent: it agreed to an extension that it was not asked for.")


def _gap(method: str, lost: Lost) -> KeybearerError:
    return fault("STREAM_GAP", f"Events of {method} may have been missed, since the connection was lost: {lost}.")
