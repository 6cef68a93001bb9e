"""Connections to the agent for the blocking client: made, checked, kept for the next request, never shared with a child process."""

from __future__ import annotations

import os
import select
import socket
import threading
import time

from . import _http
from ._faults import fault
from ._http import Answer, BadAnswer
from ._place import missing
from ._steps import Lost, Unreached
from .errors import KeybearerError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Optional, Union

    from ._place import Address, Place
    from ._steps import Send

_PIECE = 256 * 1024
#: Well under the 72 s after which the agent ends a connection that idles.
MAX_IDLE_SECONDS = 50.0
MAX_IDLE_LINKS = 8


class Link:
    """One connection over a socket. ``receive`` gives b"" once the agent has closed it."""

    can_ping = True

    def __init__(self, address: Address, seconds: float) -> None:
        self.address = address
        self.idle_since = 0.0
        self._socket = socket_for(address)
        try:
            self._socket.settimeout(seconds)
            self._socket.connect(target_of(address))
        except BaseException:
            self._socket.close()
            raise

    def send(self, data: bytes, until: float) -> None:
        """Throws: OSError, which also says that not all of it was taken, so that no request can be carried out."""
        self._socket.settimeout(_left(until))
        self._socket.sendall(data)

    def receive(self, until: float) -> bytes:
        """Throws: OSError; socket.timeout once the time is over."""
        self._socket.settimeout(_left(until))
        return self._socket.recv(_PIECE)

    def is_usable(self) -> bool:
        return is_quiet(self._socket)

    def close(self) -> None:
        self._socket.close()


class PipeLink:
    """The same over a named pipe of Windows, which Python reads without a time-out: a thread does the waiting."""

    #: A pipe that is opened so can't be written to while it is being read from.
    can_ping = False

    def __init__(self, address: Address) -> None:
        self.address = address
        self.idle_since = 0.0
        self._file = open(address.path, "r+b", buffering=0)

    def send(self, data: bytes, until: float) -> None:
        view = memoryview(data)
        while view:
            view = view[self._file.write(view) or 0 :]

    def receive(self, until: float) -> bytes:
        came: list[Union[bytes, OSError]] = []
        reader = threading.Thread(target=self._read, args=(came,), daemon=True)
        reader.start()
        reader.join(_left(until))
        if not came:
            self._file.close()
            raise socket.timeout("timed out")
        if isinstance(came[0], OSError):
            raise came[0]
        return came[0]

    def _read(self, came: list[Union[bytes, OSError]]) -> None:
        try:
            came.append(self._file.read(_PIECE) or b"")
        except OSError as trouble:
            came.append(trouble)

    def is_usable(self) -> bool:
        return True

    def close(self) -> None:
        self._file.close()


class Links:
    """Idle connections, for all threads of the process. Each request has one to itself."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._lock = threading.Lock()
        self._idle: list[Union[Link, PipeLink]] = []
        self._pid = os.getpid()
        self._closed = False

    def exchange(self, send: Send) -> tuple[Answer, Union[Link, PipeLink]]:
        """Sends a request and reads its answer. Gives: the answer, and the connection, which is kept by ``give_back``.

        Throws: Unreached, Lost.
        """
        until = time.monotonic() + send.seconds
        while True:
            kept = self._take_idle()
            link = kept or self._open(send.seconds)
            try:
                if self._sends(link, send.bytes_for(link.address), until, kept is not None):
                    return read_answer(link, send, until), link
            except BaseException:
                # Whatever ends a request in the middle, its answer must never be read as that of the next one.
                link.close()
                raise
            link.close()

    def _sends(self, link: Union[Link, PipeLink], data: bytes, until: float, is_kept: bool) -> bool:
        """Gives: False where the agent had closed a kept connection, so that a new one can do no harm. Throws: Unreached."""
        try:
            link.send(data, until)
            return True
        except OSError as trouble:
            if is_kept and time.monotonic() < until:
                return False
            raise Unreached(missing(f"The connection to {link.address} broke ({trouble}).")) from None

    def give_back(self, answer: Answer, link: Union[Link, PipeLink]) -> None:
        with self._lock:
            if answer.keep and not answer.rest and not self._closed and len(self._idle) < MAX_IDLE_LINKS:
                link.idle_since = time.monotonic()
                self._idle.append(link)
                return
        link.close()

    def close(self) -> None:
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for link in idle:
            link.close()

    def _take_idle(self) -> Optional[Union[Link, PipeLink]]:
        while True:
            with self._lock:
                if self._pid != os.getpid():
                    # A forked process: the parent goes on using these, which this does not end.
                    for link in self._idle:
                        link.close()
                    self._idle, self._pid = [], os.getpid()
                if not self._idle:
                    return None
                link = self._idle.pop()
            if time.monotonic() - link.idle_since < MAX_IDLE_SECONDS and link.is_usable():
                return link
            link.close()

    def _open(self, seconds: float) -> Union[Link, PipeLink]:
        if self._closed:
            raise Unreached(fault("INPUT_INVALID", "This client was closed by close()."))
        return open_link(self._place, seconds)


def open_link(place: Place, seconds: float) -> Union[Link, PipeLink]:
    """Throws: Unreached with AGENT_MISSING, or with INPUT_INVALID where the token must not be sent there."""
    try:
        address = place.find()
    except KeybearerError as error:
        raise Unreached(error) from None
    try:
        return PipeLink(address) if address.kind == "pipe" else Link(address, seconds)
    except OSError as trouble:
        raise Unreached(missing(f"{address} can't be reached ({trouble}).")) from None


def socket_for(address: Address) -> socket.socket:
    if address.kind == "tcp":
        return socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    return socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)


def is_quiet(one: socket.socket) -> bool:
    """Nothing may have come on a connection that idles: then the agent has closed it, or broken the protocol."""
    try:
        if hasattr(select, "poll"):
            poll = select.poll()
            poll.register(one, select.POLLIN)
            return not poll.poll(0)
        return not select.select([one], [], [], 0)[0]
    except (OSError, ValueError):
        return False


def target_of(address: Address) -> Union[str, tuple[str, int]]:
    # "localhost" may be ::1, where the agent does not listen but anybody may.
    return ("127.0.0.1", address.port) if address.kind == "tcp" else address.path


def read_answer(link: Union[Link, PipeLink], send: Send, until: float) -> Answer:
    """Throws: Lost."""
    answer = Answer(send.upgrade)
    try:
        while not answer.done:
            answer.feed(link.receive(until))
        return answer
    except BadAnswer as bad:
        raise Lost(str(bad)) from None
    except socket.timeout:
        raise Lost(f"it took longer than {send.seconds:g} s", timed_out=True) from None
    except OSError as trouble:
        raise Lost(f"the connection broke ({trouble})") from None


def _left(until: float) -> float:
    """Throws: socket.timeout where no time is left; 0 would mean something else to a socket."""
    left = until - time.monotonic()
    if left <= 0:
        raise socket.timeout("timed out")
    return left
