"""A small server on a Unix socket that answers as an agent does, or as badly as a test wants."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import socket
import tempfile
import threading
from typing import Any, Callable, Dict, List, Optional

TOKEN = "kb_" + "a" * 43
GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


class Request:
    def __init__(self, verb: str, path: str, headers: Dict[str, str], body: bytes, peer: "Peer") -> None:
        self.verb, self.path, self.headers, self.body, self.peer = verb, path, headers, body, peer

    @property
    def content(self) -> Any:
        return json.loads(self.body)


class Peer:
    """The server's side of one connection."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.buffer = b""

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)

    def read_request(self) -> Optional[Request]:
        while b"\r\n\r\n" not in self.buffer:
            if not self._more():
                return None
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        first, *lines = head.decode().split("\r\n")
        verb, path, _ = first.split(" ")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        body = self.exactly(int(headers.get("content-length", "0")))
        return None if body is None else Request(verb, path, headers, body, self)

    def exactly(self, size: int) -> Optional[bytes]:
        while len(self.buffer) < size:
            if not self._more():
                return None
        taken, self.buffer = self.buffer[:size], self.buffer[size:]
        return taken

    def _more(self) -> bool:
        try:
            data = self.connection.recv(65536)
        except OSError:
            return False
        self.buffer += data
        return bool(data)

    # -- WebSocket

    def accept(self, request: Request, key: Optional[str] = None) -> None:
        digest = hashlib.sha1((key or request.headers["sec-websocket-key"]).encode() + GUID).digest()
        accept = base64.b64encode(digest).decode()
        self.send(f"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n".encode())

    def frame(self, opcode: int, payload: bytes = b"", last: bool = True) -> bytes:
        size = len(payload)
        length = bytes([size]) if size < 126 else b"\x7e" + size.to_bytes(2, "big") if size < 65536 else b"\x7f" + size.to_bytes(8, "big")
        return bytes([(0x80 if last else 0) | opcode]) + length + payload

    def say(self, content: Any) -> None:
        self.send(self.frame(1, json.dumps(content).encode()))

    def read_frame(self) -> Optional[tuple]:
        """Gives: opcode and unmasked payload; a frame without a mask fails the test's assumption."""
        head = self.exactly(2)
        if head is None:
            return None
        assert head[1] & 0x80, "a client's frame must be masked"
        size = head[1] & 0x7F
        if size == 126:
            size = int.from_bytes(self.exactly(2) or b"", "big")
        mask = self.exactly(4) or b""
        payload = self.exactly(size) or b""
        return head[0] & 0x0F, bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload))


Handler = Callable[[Request], Optional[bytes]]


def answer(status: int, content: Any, **headers: str) -> bytes:
    body = json.dumps(content).encode()
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body


def result(value: Any) -> bytes:
    return answer(200, {"result": value, "callId": "call_1"})


def problem(code: str, status: int = 400, **members: Any) -> bytes:
    return answer(status, {"code": code, "status": status, "detail": "It says so.", "sent": "no", "retryable": False, **members})


class FakeAgent:
    """Answers health by itself; every other request goes to the handlers in turn, the last one for all that follow.

    A handler gives the bytes of the answer, or None to close the connection.
    """

    def __init__(self, *handlers: Handler, vault: str = "open") -> None:
        self.dir = tempfile.mkdtemp(prefix="keybearer-sdk-")
        self.data = os.path.join(self.dir, "data")
        os.makedirs(os.path.join(self.data, "run"), mode=0o700)
        self.socket = os.path.join(self.data, "run", "agent.sock")
        self.handlers: List[Handler] = list(handlers)
        self.health: Handler = lambda _: answer(200, {"ok": True, "vault": vault, "version": "0"})
        self.requests: List[Request] = []
        self.connections: List[socket.socket] = []
        self._lock = threading.Lock()
        self._listener: Optional[socket.socket] = None
        self.listen()
        with open(os.path.join(self.data, "run", "agent.json"), "w", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            json.dump({"version": "0", "pid": 1, "socket": self.socket, "control": "x", "http": None}, file)

    def listen(self) -> None:
        listener = socket.socket(socket.AF_UNIX)
        old = os.umask(0o177)
        try:
            listener.bind(self.socket)
        finally:
            os.umask(old)
        listener.listen()
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def stop(self) -> None:
        """As an agent that is killed and leaves no socket."""
        if self._listener is not None:
            self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None
            os.unlink(self.socket)
        for connection in self.connections:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            connection.close()
        self.connections.clear()

    def close(self) -> None:
        self.stop()
        shutil.rmtree(self.dir, ignore_errors=True)

    def __enter__(self) -> "FakeAgent":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            self.connections.append(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        peer = Peer(connection)
        try:
            while True:
                request = peer.read_request()
                if request is None:
                    return
                given = self._handler(request)(request)
                if given is None:
                    return
                peer.send(given)
        except OSError:
            pass
        finally:
            connection.close()

    def _handler(self, request: Request) -> Handler:
        if request.path == "/v1/health":
            return self.health
        with self._lock:
            self.requests.append(request)
            return self.handlers.pop(0) if len(self.handlers) > 1 else self.handlers[0]
