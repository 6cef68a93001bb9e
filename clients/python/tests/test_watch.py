from __future__ import annotations

import asyncio
import gc
import json
import threading
import time
import unittest
from unittest import mock

import keybearer

from .both import KINDS, BothCase
from .fake_agent import TOKEN, FakeAgent, Request, problem, result


def stream(*events: object, after: object = None) -> object:
    """A handler that accepts, reads what is wished for, sends events, and then does something or closes."""

    def handle(request: Request) -> None:
        request.peer.accept(request)
        opcode, payload = request.peer.read_frame() or (8, b"")
        request.peer.wish = json.loads(payload) if opcode == 1 else None  # type: ignore[attr-defined]
        for event in events:
            request.peer.say(event)
        if callable(after):
            after(request.peer)

    return handle


def stay(peer: object) -> None:
    while True:
        frame = peer.read_frame()  # type: ignore[attr-defined]
        if frame is None or frame[0] == 8:
            return


class Watching(BothCase):
    def test_events_come_in_order_and_leaving_the_loop_ends_the_connection(self) -> None:
        gone = threading.Event()

        def after(peer: object) -> None:
            stay(peer)
            gone.set()

        for agent, exchange in self.both(stream({"id": 1, "event": [1]}, {"id": 1, "event": [2]}, after=after)):
            gone.clear()
            seen = []
            for trades in exchange.watch("watch_my_trades", "BTC/USD", limit=5):
                seen.append(trades)
                if len(seen) == 2:
                    break
            del trades
            gc.collect()
            self.assertEqual(seen, [[1], [2]])
            self.assertTrue(gone.wait(2), "the connection is still there")
            (request,) = agent.requests
            self.assertEqual((request.verb, request.path), ("GET", "/v1/keys/kraken-main/stream"))
            self.assertEqual(request.headers["authorization"], f"Bearer {TOKEN}")
            self.assertEqual(request.peer.wish, {"id": 1, "watch": "watchMyTrades", "args": ["BTC/USD", None, 5]})

    def test_events_that_come_with_the_handshake_are_not_lost(self) -> None:
        def handle(request: Request) -> None:
            sent = []
            with mock.patch.object(request.peer, "send", sent.append):
                request.peer.accept(request)
                request.peer.say({"id": 1, "event": "early"})
            request.peer.send(b"".join(sent))
            stay(request.peer)

        for _, exchange in self.both(handle):
            self.assertEqual(next(iter(exchange.watch("watchOrders"))), "early")

    def test_pieces_pings_and_half_frames(self) -> None:
        pongs = []

        def after(peer: object) -> None:
            text = json.dumps({"id": 1, "event": "whole"}).encode()
            peer.send(peer.frame(1, text[:4], last=False) + peer.frame(9, b"are you there") + peer.frame(0, text[4:9], last=False))
            pongs.append(peer.read_frame())
            rest = peer.frame(0, text[9:])
            peer.send(rest[:3])
            time_passes.wait(0.03)
            peer.send(rest[3:])
            stay(peer)

        time_passes = threading.Event()
        for _, exchange in self.both(stream(after=after)):
            self.assertEqual(next(iter(exchange.watch("watchOrders"))), "whole")
        self.assertEqual(pongs, [(10, b"are you there")] * 2)

    def test_a_refusal_is_raised(self) -> None:
        for agent, exchange in self.both(lambda _: problem("PERMISSION_DENIED", 403)):
            error = self.fails("PERMISSION_DENIED", next, iter(exchange.watch("watchOrders")))
            self.assertIsInstance(error, keybearer.PermissionDenied)
            self.assertEqual(len(agent.requests), 1)
        about = {"code": "METHOD_UNKNOWN", "detail": "No.", "sent": "no", "retryable": False}
        for agent, exchange in self.both(stream({"id": 1, "error": about})):
            self.fails("METHOD_UNKNOWN", next, iter(exchange.watch("watchNothing")))
            self.assertEqual(len(agent.requests), 1)

    def test_what_was_not_sent_is_tried_again(self) -> None:
        for agent, exchange in self.both(
            lambda _: problem("RATE_LIMITED", 429, retryable=True, retryAfterMs=700), stream({"id": 1, "event": 7}, after=stay)
        ):
            self.assertEqual(next(iter(exchange.watch("watchOrders"))), 7)
            self.assertEqual(self.slept, [0.7])
        for agent, exchange in self.both(lambda _: problem("RATE_LIMITED", 429, retryable=True, retryAfterMs=1)):
            self.fails("RATE_LIMITED", next, iter(exchange.watch("watchOrders")))
            self.assertEqual(len(agent.requests), 6)


class Gaps(BothCase):
    gap = {"code": "STREAM_GAP", "detail": "12 events were missed.", "missed": 12, "sent": "no", "retryable": False}

    def test_a_gap_that_the_agent_tells_of_is_raised(self) -> None:
        for _, exchange in self.both(stream({"id": 1, "event": 1}, {"id": 1, "error": self.gap}, {"id": 1, "event": 2}, after=stay)):
            events = iter(exchange.watch("watchOrders"))
            self.assertEqual(next(events), 1)
            error = self.fails("STREAM_GAP", next, events)
            self.assertIsInstance(error, keybearer.StreamGap)
            self.assertEqual(error.missed, 12)
            self.assertRaises(StopIteration, next, events)

    def test_or_told_and_events_go_on(self) -> None:
        for _, exchange in self.both(stream({"id": 1, "event": 1}, {"id": 1, "error": self.gap}, {"id": 1, "event": 2}, after=stay)):
            told = []
            events = iter(exchange.watch("watchOrders", on_gap=told.append))
            self.assertEqual([next(events), next(events)], [1, 2])
            self.assertEqual([str(gap) for gap in told], ["STREAM_GAP: 12 events were missed."])

    def test_a_lost_connection_is_a_gap_too(self) -> None:
        endings = {
            "closed without a word": None,
            "closed by the agent": lambda peer: peer.send(peer.frame(8, b"\x03\xe9bye")),
            "half a frame": lambda peer: peer.send(peer.frame(1, b"x" * 50)[:20]),
            "a masked frame": lambda peer: peer.send(bytes.fromhex("818537fa213d7f9f4d5158")),
            "no JSON": lambda peer: peer.send(peer.frame(1, b"{")),
            "a foreign id": lambda peer: peer.say({"id": 2, "event": "not mine"}),
            "too long": lambda peer: peer.send(b"\x81\x7f" + (1 << 40).to_bytes(8, "big")),
        }
        for name, after in endings.items():
            for agent, exchange in self.both(stream({"id": 1, "event": 1}, after=after)):
                events = iter(exchange.watch("watchOrders"))
                self.assertEqual(next(events), 1, name)
                self.fails("STREAM_GAP", next, events)
                self.assertEqual(len(agent.requests), 1)

    def test_and_where_gaps_are_told_the_connection_is_made_again_first(self) -> None:
        for agent, exchange in self.both(stream({"id": 1, "event": 1}), stream({"id": 1, "event": 2}), stream({"id": 1, "event": 3}, after=stay)):
            told = []
            events = iter(exchange.watch("watchOrders", on_gap=lambda gap: told.append(len(agent.requests))))
            self.assertEqual([next(events) for _ in range(3)], [1, 2, 3])
            self.assertEqual(told, [2, 3])
            self.assertEqual([request.peer.wish for request in agent.requests[:2]], [{"id": 1, "watch": "watchOrders", "args": []}] * 2)

    def test_but_not_for_ever(self) -> None:
        for agent, exchange in self.both(stream(after=None)):
            told = []
            self.fails("AGENT_MISSING", next, iter(exchange.watch("watchOrders", on_gap=told.append)))
            self.assertEqual((len(agent.requests), len(told), len(self.slept)), (6, 5, 5))
        for agent, exchange in self.both(stream({"id": 1, "event": 1}), lambda _: problem("TOKEN_UNKNOWN", 401)):
            events = iter(exchange.watch("watchOrders", on_gap=print))
            next(events)
            self.fails("TOKEN_UNKNOWN", next, events)
        for agent, exchange in self.both(stream({"id": 1, "event": 1})):
            events = iter(exchange.watch("watchOrders", on_gap=print))
            next(events)
            agent.stop()
            self.fails("AGENT_MISSING", next, events)
            self.assertEqual(len(self.slept), 6 - 1)

    def test_a_vault_that_is_sealed_meanwhile_is_a_gap_too(self) -> None:
        sealed = {"code": "VAULT_SEALED", "detail": "Sealed.", "sent": "no", "retryable": True, "retryAfterMs": 10}
        for agent, exchange in self.both(stream({"id": 1, "event": 1}, {"error": sealed})):
            events = iter(exchange.watch("watchOrders"))
            next(events)
            self.fails("VAULT_SEALED", next, events)
        for agent, exchange in self.both(
            stream({"id": 1, "event": 1}, {"error": sealed}), *[lambda _: problem(**sealed, status=503)] * 9,
            stream({"id": 1, "event": 2}, after=stay), wait=True,
        ):  # fmt: skip
            told = []
            events = iter(exchange.watch("watchOrders", on_gap=told.append))
            self.assertEqual([next(events), next(events)], [1, 2])
            self.assertEqual(len(told), 1)
            self.assertIn("VAULT_SEALED", str(told[0]))

    def test_a_token_that_is_taken_away_ends_it(self) -> None:
        about = {"code": "TOKEN_UNKNOWN", "detail": "No.", "sent": "no", "retryable": False}
        for agent, exchange in self.both(stream({"id": 1, "event": 1}, {"error": about})):
            events = iter(exchange.watch("watchOrders", on_gap=print))
            next(events)
            self.fails("TOKEN_UNKNOWN", next, events)
            self.assertEqual(len(agent.requests), 1)

    def test_an_agent_that_is_silent_is_pinged_and_then_given_up(self) -> None:
        got = []

        def after(peer: object) -> None:
            got.append(peer.read_frame())
            peer.send(peer.frame(10))
            got.append(peer.read_frame())
            peer.read_frame()

        with mock.patch("keybearer._watching.QUIET_SECONDS", 0.05):
            for _, exchange in self.both(stream({"id": 1, "event": 1}, after=after)):
                events = iter(exchange.watch("watchOrders"))
                next(events)
                error = self.fails("STREAM_GAP", next, events)
                self.assertIn("silent", str(error))
                self.assertEqual([frame and frame[0] for frame in got], [9, 9])
                got.clear()


class Handshakes(BothCase):
    def test_a_server_that_is_no_agent_is_told_from_one(self) -> None:
        wrong = {
            "a key of its own": lambda request: request.peer.accept(request, key="x" * 24),
            "no key": lambda _: b"HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
            "another protocol": lambda _: b"HTTP/1.1 101 X\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
        }
        for handler in wrong.values():
            for agent, exchange in self.both(handler):
                self.fails("AGENT_MISSING", next, iter(exchange.watch("watchOrders", on_gap=print)))
                self.assertEqual(len(agent.requests), 1)

    def test_an_agent_without_streams_says_so(self) -> None:
        for _, exchange in self.both(lambda _: problem("ROUTE_UNKNOWN", 404)):
            self.fails("ROUTE_UNKNOWN", next, iter(exchange.watch("watchOrders")))
        for _, exchange in self.both(lambda _: result({})):
            self.fails("AGENT_MISSING", next, iter(exchange.watch("watchOrders")))

    def test_a_handshake_has_an_end(self) -> None:
        over = threading.Event()
        self.addCleanup(over.set)
        for _, exchange in self.both(lambda _: over.wait(3) and None, timeout=0.1):
            began = time.monotonic()
            self.fails("AGENT_MISSING", next, iter(exchange.watch("watchOrders")))
            self.assertLess(time.monotonic() - began, 2)


class AsyncOnly(unittest.TestCase):
    def test_on_gap_may_be_a_coroutine_and_a_break_or_a_cancel_ends_the_connection(self) -> None:
        gone = threading.Semaphore(0)

        def after(peer: object) -> None:
            stay(peer)
            gone.release()

        async def work() -> list:
            told: list = []

            async def on_gap(gap: keybearer.StreamGap) -> None:
                await asyncio.sleep(0)
                told.append(gap.code)

            async with await keybearer.aio.connect("kraken-main", data=agent.data, token=TOKEN) as exchange:
                async for event in exchange.watch("watchOrders", on_gap=on_gap):
                    if event == 2:
                        break
                waiting = asyncio.ensure_future(exchange.watch("watchOrders").__anext__())
                self.assertEqual(await waiting, 2)
                events = exchange.watch("watchOrders")
                await events.__anext__()
                waiting = asyncio.ensure_future(events.__anext__())
                await asyncio.sleep(0.02)
                waiting.cancel()
                with self.assertRaises(asyncio.CancelledError):
                    await waiting
            return told

        with FakeAgent(stream({"id": 1, "event": 1}), stream({"id": 1, "event": 2}, after=after)) as agent:
            self.assertEqual(asyncio.run(work()), ["STREAM_GAP"])
            for _ in range(3):
                self.assertTrue(gone.acquire(timeout=2), "a connection is still there")

    def test_both_kinds_are_tried(self) -> None:
        self.assertEqual(len(KINDS), 2)
