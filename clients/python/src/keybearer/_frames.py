"""A WebSocket's client side without a socket: bytes in, messages and bytes to send out. Source: RFC 6455."""

from __future__ import annotations

import hashlib
import os
from base64 import b64encode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Optional

MAX_MESSAGE_BYTES = 16 * 1024 * 1024
_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_TEXT, _BINARY, _CLOSE, _PING, _PONG = 1, 2, 8, 9, 10


class BadFrame(Exception):
    """The other side broke the protocol; the connection can't be used any more."""


def make_key() -> str:
    return b64encode(os.urandom(16)).decode("ascii")


def accept_of(key: str) -> str:
    """What the server must answer to a key. Source: RFC 6455 section 4.2.2."""
    return b64encode(hashlib.sha1(key.encode("ascii") + _GUID).digest()).decode("ascii")


def frame(opcode: int, payload: bytes = b"") -> bytes:
    """One whole frame, masked as a client must. Source: RFC 6455 section 5.2."""
    size = len(payload)
    if size < 126:
        head = bytes((0x80 | opcode, 0x80 | size))
    elif size < 65536:
        head = bytes((0x80 | opcode, 0x80 | 126)) + size.to_bytes(2, "big")
    else:
        head = bytes((0x80 | opcode, 0x80 | 127)) + size.to_bytes(8, "big")
    mask = os.urandom(4)
    return head + mask + _masked(payload, mask)


def text(message: bytes) -> bytes:
    return frame(_TEXT, message)


def ping() -> bytes:
    return frame(_PING)


def close(code: int = 1000) -> bytes:
    return frame(_CLOSE, code.to_bytes(2, "big"))


class Frames:
    """Fed with bytes; gives whole messages. ``reply`` collects what must be sent back: pongs, and the answer to a close."""

    def __init__(self, max_bytes: int = MAX_MESSAGE_BYTES) -> None:
        self.reply = bytearray()
        #: The other side's close code, once it has closed: 1005 where it gave none. Source: RFC 6455 section 7.4.1.
        self.closed: Optional[int] = None
        self.reason = ""
        self._buffer = bytearray()
        self._parts = bytearray()
        self._kind: Optional[int] = None
        self._max = max_bytes

    def feed(self, data: bytes, messages: list[str]) -> None:
        """Takes: where to add the messages that are whole now, also those before what is thrown for. Throws: BadFrame."""
        self._buffer += data
        while self.closed is None:
            one = self._next()
            if one is None:
                break
            message = self._handle(*one)
            if message is not None:
                messages.append(message)

    def _next(self) -> Optional[tuple[bool, int, bytes]]:
        """The next whole frame: is it a message's last, its opcode, its payload."""
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        first, second = buffer[0], buffer[1]
        opcode, size, at = first & 0x0F, second & 0x7F, 2
        if first & 0x70 or opcode not in (0, _TEXT, _BINARY, _CLOSE, _PING, _PONG):
            raise BadFrame("a frame has bits or an opcode that were not agreed on")
        if second & 0x80:
            raise BadFrame("a server's frame is masked")
        if opcode >= _CLOSE and (size > 125 or not first & 0x80):
            raise BadFrame("a control frame is too long, or in pieces")
        if size >= 126:
            at += 2 if size == 126 else 8
            if len(buffer) < at:
                return None
            size = int.from_bytes(buffer[2:at], "big")
        if size + len(self._parts) > self._max:
            raise BadFrame(f"a message is longer than {self._max} bytes")
        if len(buffer) < at + size:
            return None
        payload = bytes(buffer[at : at + size])
        del buffer[: at + size]
        return bool(first & 0x80), opcode, payload

    def _handle(self, is_last: bool, opcode: int, payload: bytes) -> Optional[str]:
        if opcode == _PING:
            self.reply += frame(_PONG, payload)
        elif opcode == _CLOSE:
            self._end(payload)
        elif opcode != _PONG:
            return self._add(is_last, opcode, payload)
        return None

    def _add(self, is_last: bool, opcode: int, payload: bytes) -> Optional[str]:
        if (opcode == 0) != (self._kind is not None):
            raise BadFrame("the pieces of a message are out of order")
        self._kind = opcode or self._kind
        self._parts += payload
        if not is_last:
            return None
        kind, whole = self._kind, bytes(self._parts)
        self._kind = None
        self._parts.clear()
        if kind != _TEXT:
            raise BadFrame("a message is not text")
        try:
            return whole.decode("utf-8")
        except UnicodeDecodeError:
            raise BadFrame("a message is not UTF-8") from None

    def _end(self, payload: bytes) -> None:
        if len(payload) == 1:
            raise BadFrame("a close code has one byte")
        self.closed = int.from_bytes(payload[:2], "big") if payload else 1005
        self.reason = payload[2:].decode("utf-8", "replace")[:200]
        self.reply += frame(_CLOSE, payload[:2])


def _masked(payload: bytes, mask: bytes) -> bytes:
    size = len(payload)
    whole = (mask * (size // 4 + 1))[:size]
    return (int.from_bytes(payload, "big") ^ int.from_bytes(whole, "big")).to_bytes(size, "big")
