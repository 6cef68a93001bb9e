"""HTTP/1.1 as the agent speaks it: requests as bytes, answers out of bytes, without a socket. Source: RFC 9112."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Optional

#: The agent itself takes market lists up to 32 MiB from an exchange.
MAX_ANSWER_BYTES = 64 * 1024 * 1024
_MAX_HEAD_BYTES = 64 * 1024


class BadAnswer(Exception):
    """What came is no answer of an agent. Whether the request was carried out is not known."""


def request(verb: str, path: str, host: str, headers: Mapping[str, str], body: bytes = b"") -> bytes:
    """The whole request. Header values must hold no line break; the caller has checked them."""
    lines = [f"{verb} {path} HTTP/1.1", f"Host: {host}", *(f"{name}: {value}" for name, value in headers.items())]
    if verb == "POST":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("ascii") + body


class Answer:
    """Fed with bytes until ``done``; what came after it is ``rest``.

    With ``upgrade`` the answer 101 ends after its head, since a WebSocket follows.
    """

    def __init__(self, upgrade: bool = False, max_bytes: int = MAX_ANSWER_BYTES) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self.body = bytearray()
        self.done = False
        #: May the connection be used again?
        self.keep = False
        self._upgrade = upgrade
        self._max = max_bytes
        self._buffer = bytearray()
        self._left: Optional[int] = None
        self._chunked = False
        self._in_trailer = False

    @property
    def rest(self) -> bytes:
        return bytes(self._buffer)

    def feed(self, data: bytes) -> None:
        """Throws: BadAnswer."""
        if not data:
            raise BadAnswer("the connection was closed in the middle of the answer" if self.status or self._buffer
                            else "the connection was closed before the answer")
        self._buffer += data
        while self.status == 0:
            if not self._read_head():
                return
        if self._chunked:
            self._read_chunks()
        elif not self.done:
            self._take()
            self.done = self._left == 0

    def _read_head(self) -> bool:
        """Gives: was there a whole head? It may be one of an interim answer, after which the status is still 0."""
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0 or end > _MAX_HEAD_BYTES:
            if len(self._buffer) > _MAX_HEAD_BYTES:
                raise BadAnswer("the head of the answer is too long")
            # An answer of another kind is told at once, not after a time-out.
            if not self._buffer[:9].startswith(b"HTTP/1.1 "[: len(self._buffer)]):
                raise BadAnswer("it does not speak HTTP")
            return False
        first, *lines = self._buffer[:end].decode("latin-1").split("\r\n")
        del self._buffer[: end + 4]
        version, _, rest = first.partition(" ")
        if version != "HTTP/1.1" or not (rest[:3].isascii() and rest[:3].isdigit()):
            raise BadAnswer("it does not speak HTTP/1.1")
        for line in lines:
            name, _, value = line.partition(":")
            self.headers[name.lower()] = value.strip()
        status = int(rest[:3])
        if 100 <= status < 200 and status != 101:
            self.headers.clear()
            return True
        self.status = status
        self._begin_body()
        return True

    def _begin_body(self) -> None:
        if self.status == 101:
            if not self._upgrade:
                raise BadAnswer("it changed the protocol unasked")
            self.done = True
            return
        length = self.headers.get("content-length", "")
        self._chunked = self.headers.get("transfer-encoding", "").lower() == "chunked"
        if not self._chunked and not (length.isascii() and length.isdigit() and len(length) < 16):
            raise BadAnswer("it does not say how long its answer is")
        self._left = None if self._chunked else int(length)
        if self._left is not None and self._left > self._max:
            raise BadAnswer(f"the answer has {self._left} bytes, more than {self._max}")
        self.keep = self.headers.get("connection", "").lower() != "close"

    def _take(self) -> None:
        take = min(self._left or 0, len(self._buffer))
        self.body += self._buffer[:take]
        del self._buffer[:take]
        self._left = (self._left or 0) - take

    def _read_chunks(self) -> None:
        while not self.done:
            if self._left:
                self._take()
                if self._left:
                    return
            end = self._buffer.find(b"\r\n")
            if end < 0:
                if len(self._buffer) > 1024:
                    raise BadAnswer("a chunk of the answer has no length")
                return
            line = bytes(self._buffer[:end])
            if self._in_trailer:
                self.done = not line
            elif self._left == 0 and not line:
                # The line break after a chunk.
                self._left = None
            else:
                self._begin_chunk(line)
            del self._buffer[: end + 2]

    def _begin_chunk(self, line: bytes) -> None:
        try:
            size = int(line.split(b";")[0], 16)
        except ValueError:
            size = -1
        if self._left == 0 or size < 0:
            raise BadAnswer("a chunk of the answer has no length")
        if len(self.body) + size > self._max:
            raise BadAnswer(f"the answer has more than {self._max} bytes")
        self._left = size
        self._in_trailer = size == 0
