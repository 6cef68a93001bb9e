"""Lets one test try both clients: the one for threads, and the one for asyncio made to look like it."""

from __future__ import annotations

import asyncio
import unittest
from typing import Any, Iterator, List
from unittest import mock

import keybearer

from .fake_agent import TOKEN, FakeAgent


class AsyncInTurn:
    def __init__(self, *args: Any, **named: Any) -> None:
        self._loop = asyncio.new_event_loop()
        try:
            self._exchange = self._loop.run_until_complete(keybearer.aio.connect(*args, **named))
        except BaseException:
            self._loop.close()
            raise

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._exchange, name)
        if not callable(value):
            return value

        def call(*args: Any, **named: Any) -> Any:
            given = value(*args, **named)
            return self._loop.run_until_complete(given) if asyncio.iscoroutine(given) else given

        return call

    def watch(self, *args: Any, **named: Any) -> Iterator[Any]:
        events = self._exchange.watch(*args, **named)
        try:
            while True:
                try:
                    yield self._loop.run_until_complete(events.__anext__())
                except StopAsyncIteration:
                    return
        finally:
            if not self._loop.is_closed():
                self._loop.run_until_complete(events.aclose())

    def close(self) -> None:
        self._loop.run_until_complete(self._exchange.close())
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()


KINDS = (keybearer.connect, AsyncInTurn)


class BothCase(unittest.TestCase):
    def setUp(self) -> None:
        self.slept: List[float] = []
        real_sleep = asyncio.sleep

        async def async_sleep(seconds: float) -> None:
            self.slept.append(seconds)
            await real_sleep(0)

        for target, fake in (("keybearer._sync.time.sleep", self.slept.append), ("keybearer.aio.asyncio.sleep", async_sleep)):
            patch = mock.patch(target, fake)
            patch.start()
            self.addCleanup(patch.stop)

    def both(self, *handlers: Any, vault: str = "open", **options: Any) -> Iterator[Any]:
        """For each kind: a fake agent with these handlers, and a client of it."""
        for kind in KINDS:
            self.slept.clear()
            with FakeAgent(*handlers, vault=vault) as agent:
                exchange = kind("kraken-main", data=agent.data, token=TOKEN, **options)
                try:
                    yield agent, exchange
                finally:
                    exchange.close()

    def fails(self, code: str, work: Any, *args: Any, **named: Any) -> keybearer.KeybearerError:
        with self.assertRaises(keybearer.KeybearerError) as caught:
            work(*args, **named)
        self.assertEqual(caught.exception.code, code, str(caught.exception))
        return caught.exception
