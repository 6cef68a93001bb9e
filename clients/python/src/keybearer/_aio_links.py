"""Connections to the agent for asyncio: bare sockets, which are of no event loop, so one client serves one loop after another."""

from __future__ import annotations

import asyncio
import os
import socket
import time
from functools import partial

from ._faults import fault
from ._http import Answer, BadAnswer
from ._links import MAX_IDLE_LINKS, MAX_IDLE_SECONDS, PipeLink, is_quiet, socket_for, target_of
from ._place import missing
from ._steps import Lost, Unreached
from .errors import KeybearerError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable
    from typing import Any, Optional, TypeVar, Union

    from ._place import Address, Place
    from ._steps import Send

    T = TypeVar("T")

_PIECE = 256 * 1024


class AioLink:
    can_ping = True

    def __init__(self, address: Address) -> None:
        self.address = address
        self.idle_since = 0.0
        self._socket = socket_for(address)
        self._socket.setblocking(False)

    async def connect(self, until: float) -> None:
        await _within(until, asyncio.get_running_loop().sock_connect(self._socket, target_of(self.address)))

    async def send(self, data: bytes, until: float) -> None:
        """Throws: OSError or asyncio.TimeoutError, which also say that not all of it was taken."""
        await _within(until, asyncio.get_running_loop().sock_sendall(self._socket, data))

    async def receive(self, until: float) -> bytes:
        """Throws: OSError; asyncio.TimeoutError once the time is over."""
        return await _within(until, asyncio.get_running_loop().sock_recv(self._socket, _PIECE))

    def is_usable(self) -> bool:
        return is_quiet(self._socket)

    def close(self) -> None:
        self._socket.close()


class AioPipeLink:
    """A named pipe of Windows: threads do the waiting."""

    can_ping = False

    def __init__(self, address: Address) -> None:
        self.address = address
        self.idle_since = 0.0
        self._link = PipeLink(address)

    async def connect(self, until: float) -> None:
        """It is connected once it is open."""

    async def send(self, data: bytes, until: float) -> None:
        await _in_thread(partial(self._link.send, data, until))

    async def receive(self, until: float) -> bytes:
        try:
            return await _in_thread(partial(self._link.receive, until))
        except socket.timeout:
            raise asyncio.TimeoutError from None

    def is_usable(self) -> bool:
        return self._link.is_usable()

    def close(self) -> None:
        self._link.close()


class AioLinks:
    """Idle connections; each request has one to itself."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._idle: list[Any] = []
        self._pid = os.getpid()
        self._closed = False

    async def exchange(self, send: Send) -> tuple[Answer, Any]:
        """Sends a request and reads its answer. Throws: Unreached, Lost."""
        until = time.monotonic() + send.seconds
        while True:
            kept = self._take_idle()
            link = kept or await self._open(send.seconds)
            try:
                if await self._sends(link, send.bytes_for(link.address), until, kept is not None):
                    return await read_answer(link, send, until), link
            except BaseException:
                # Cancelled or broken: its answer must never be read as that of the next request.
                link.close()
                raise
            link.close()

    async def _sends(self, link: Any, data: bytes, until: float, is_kept: bool) -> bool:
        """Gives: False where the agent had closed a kept connection, so that a new one can do no harm. Throws: Unreached."""
        try:
            await link.send(data, until)
            return True
        except (OSError, asyncio.TimeoutError) as trouble:
            if is_kept and time.monotonic() < until:
                return False
            raise Unreached(missing(f"The connection to {link.address} broke ({trouble}).")) from None

    def give_back(self, answer: Answer, link: Any) -> None:
        if answer.keep and not answer.rest and not self._closed and len(self._idle) < MAX_IDLE_LINKS:
            link.idle_since = time.monotonic()
            self._idle.append(link)
        else:
            link.close()

    def close(self) -> None:
        self._closed = True
        idle, self._idle = self._idle, []
        for link in idle:
            link.close()

    def _take_idle(self) -> Any:
        if self._pid != os.getpid():
            # A forked process: the parent goes on using these, which this does not end.
            for link in self._idle:
                link.close()
            self._idle, self._pid = [], os.getpid()
        while self._idle:
            link = self._idle.pop()
            if time.monotonic() - link.idle_since < MAX_IDLE_SECONDS and link.is_usable():
                return link
            link.close()
        return None

    async def _open(self, seconds: float) -> Any:
        if self._closed:
            raise Unreached(fault("INPUT_INVALID", "This client was closed by close()."))
        return await open_link(self._place, seconds)


async def open_link(place: Place, seconds: float) -> Union[AioLink, AioPipeLink]:
    """Throws: Unreached with AGENT_MISSING, or with INPUT_INVALID where the token must not be sent there."""
    try:
        address = place.find()
    except KeybearerError as error:
        raise Unreached(error) from None
    link: Optional[Union[AioLink, AioPipeLink]] = None
    try:
        link = AioPipeLink(address) if address.kind == "pipe" else AioLink(address)
        await link.connect(time.monotonic() + seconds)
        return link
    except BaseException as trouble:
        if link is not None:
            link.close()
        if isinstance(trouble, (OSError, asyncio.TimeoutError)):
            raise Unreached(missing(f"{address} can't be reached ({trouble}).")) from None
        raise


async def read_answer(link: Any, send: Send, until: float) -> Answer:
    """Throws: Lost."""
    answer = Answer(send.upgrade)
    try:
        while not answer.done:
            answer.feed(await link.receive(until))
        return answer
    except BadAnswer as bad:
        raise Lost(str(bad)) from None
    except asyncio.TimeoutError:
        raise Lost(f"it took longer than {send.seconds:g} s", timed_out=True) from None
    except OSError as trouble:
        raise Lost(f"the connection broke ({trouble})") from None


async def _within(until: float, waited: Awaitable[T]) -> T:
    return await asyncio.wait_for(waited, max(0.001, until - time.monotonic()))


async def _in_thread(work: Any) -> Any:
    return await asyncio.get_running_loop().run_in_executor(None, work)
