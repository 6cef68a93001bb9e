from __future__ import annotations

import json
import threading
import time
import unittest
from decimal import Decimal
from unittest import mock

import keybearer

from .both import KINDS, BothCase
from .fake_agent import TOKEN, FakeAgent, answer, problem, result


def cut(_: object) -> None:
    """Closes the connection without an answer."""


def half(request: object) -> None:
    request.peer.send(result({"id": "1"})[:-9])  # type: ignore[attr-defined]


class Sending(BothCase):
    def test_method_arguments_and_token_arrive_as_they_were_given(self) -> None:
        for agent, exchange in self.both(lambda _: result({"id": "1"})):
            exchange.create_order("BTC/USD", "limit", "buy", Decimal("0.10000000000000000001"), 50000.5, {"postOnly": True})
            (request,) = agent.requests
            self.assertEqual((request.verb, request.path), ("POST", "/v1/keys/kraken-main/call"))
            self.assertEqual(request.headers["authorization"], f"Bearer {TOKEN}")
            self.assertEqual(request.headers["content-type"], "application/json")
            args = ["BTC/USD", "limit", "buy", "0.10000000000000000001", 50000.5, {"postOnly": True}]
            self.assertEqual(request.content, {"method": "createOrder", "args": args})

    def test_a_result_is_given_as_ccxt_would(self) -> None:
        for _, exchange in self.both(lambda _: result({"free": 0.1, "count": 2, "none": None})):
            self.assertEqual(exchange.fetchBalance(), {"free": 0.1, "count": 2, "none": None})

    def test_arguments_by_name_go_to_their_places(self) -> None:
        for agent, exchange in self.both(lambda _: result([])):
            exchange.fetch_ohlcv("BTC/USD", limit=5)
            exchange.private_post_balance(params={"asset": "XBT"})
            self.assertEqual(agent.requests[0].content, {"method": "fetchOHLCV", "args": ["BTC/USD", None, None, 5]})
            self.assertEqual(agent.requests[1].content, {"method": "private_post_balance", "args": [{"asset": "XBT"}]})
            self.fails("BODY_INVALID", exchange.fetch_ticker, "BTC/USD", symbol="BTC/USD")
            self.fails("BODY_INVALID", exchange.fetch_ticker, "BTC/USD", colour="red")
            self.assertEqual(len(agent.requests), 2)

    def test_deadline_and_idempotency_key_go_as_headers(self) -> None:
        for agent, exchange in self.both(lambda _: result({}), timeout=30):
            exchange.create_order("BTC/USD", "market", "buy", 1, idempotency_key="grid-1-42", deadline_ms=2000)
            exchange.create_order("BTC/USD", "market", "buy", 1)
            first, second = (request.headers for request in agent.requests)
            self.assertEqual(first["idempotency-key"], "grid-1-42")
            self.assertLessEqual(int(first["keybearer-deadline-ms"]), 2000)
            self.assertNotIn("idempotency-key", second)
            # The agent gives up before the bot does.
            self.assertTrue(23_000 < int(second["keybearer-deadline-ms"]) <= 24_000)

    def test_what_can_not_be_sent_is_refused_here(self) -> None:
        for agent, exchange in self.both(lambda _: result({})):
            self.fails("BODY_INVALID", exchange.create_order, "BTC/USD", "limit", "buy", float("nan"), 1)
            self.fails("BODY_INVALID", exchange.create_order, "BTC/USD", "limit", "buy", Decimal("Infinity"), 1)
            self.fails("BODY_INVALID", exchange.create_order, object())
            self.fails("BODY_INVALID", exchange.create_order, "BTC/USD", idempotency_key="a\r\nHost: b")
            self.fails("BODY_INVALID", exchange.create_order, "BTC/USD", deadline_ms=0)
            self.fails("BODY_TOO_LARGE", exchange.create_order, "x" * 300_000)
            self.assertEqual(agent.requests, [])

    def test_one_connection_serves_many_calls(self) -> None:
        for agent, exchange in self.both(lambda _: result({})):
            for _ in range(5):
                exchange.fetch_balance()
            self.assertEqual(len(agent.connections), 1)

    def test_a_chunked_answer_is_read(self) -> None:
        body = json.dumps({"result": [1, 2], "callId": "c"}).encode()
        chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n%s\r\n%x;x=y\r\n%s\r\n0\r\n\r\n" % (body[:3], len(body) - 3, body[3:])
        for _, exchange in self.both(lambda _: chunked):
            self.assertEqual(exchange.fetch_balance(), [1, 2])
            self.assertEqual(exchange.fetch_balance(), [1, 2])


class Repeating(BothCase):
    def test_what_was_not_sent_is_sent_again_after_the_time_that_the_agent_says(self) -> None:
        for agent, exchange in self.both(
            lambda _: problem("RATE_LIMITED", 429, retryable=True, retryAfterMs=1200),
            lambda _: problem("CODE_WAIT", 429, retryable=True, retryAfterMs=300),
            lambda _: result({"id": "7"}),
        ):
            self.assertEqual(exchange.create_order("BTC/USD", "market", "buy", 1), {"id": "7"})
            self.assertEqual(self.slept, [1.2, 0.3])
            self.assertEqual(len({request.body for request in agent.requests}), 1)

    def test_five_times_at_most(self) -> None:
        for agent, exchange in self.both(lambda _: problem("RATE_LIMITED", 429, retryable=True, retryAfterMs=10)):
            error = self.fails("RATE_LIMITED", exchange.fetch_balance)
            self.assertEqual((error.sent, error.retryable, error.retry_after_ms, error.status), ("no", True, 10, 429))
            self.assertEqual(len(agent.requests), 6)

    def test_not_where_the_exchange_may_have_acted_or_trying_again_is_no_use(self) -> None:
        for members in (
            {"code": "EXCHANGE_UNAVAILABLE", "status": 502, "retryable": True, "sent": "unknown"},
            {"code": "EXCHANGE_UNAVAILABLE", "status": 502, "retryable": True, "sent": None},
            {"code": "PERMISSION_DENIED", "status": 403, "retryable": False},
            {"code": "RATE_LIMITED", "status": 429, "retryable": "yes"},
        ):
            for agent, exchange in self.both(lambda _: problem(**members)):
                self.fails(members["code"], exchange.create_order, "BTC/USD", "market", "buy", 1)
                self.assertEqual(len(agent.requests), 1)

    def test_a_bot_is_not_held_for_longer_than_its_timeout_or_its_deadline(self) -> None:
        for agent, exchange in self.both(lambda _: problem("CIRCUIT_OPEN", 503, retryable=True, retryAfterMs=60_000)):
            self.fails("CIRCUIT_OPEN", exchange.fetch_balance)
            self.assertEqual(len(agent.requests), 1)
        for agent, exchange in self.both(lambda _: problem("RATE_LIMITED", 429, retryable=True, retryAfterMs=3_000)):
            self.fails("RATE_LIMITED", exchange.create_order, "BTC/USD", "market", "buy", 1, deadline_ms=2_000)
            self.assertEqual(len(agent.requests), 1)
        for agent, exchange in self.both(lambda _: problem("DEADLINE_PASSED", 504, retryable=True, retryAfterMs=1)):
            self.fails("DEADLINE_PASSED", exchange.create_order, "BTC/USD", "market", "buy", 1, deadline_ms=2_000)
            self.assertEqual(len(agent.requests), 1)


class Losing(BothCase):
    def test_an_order_whose_answer_is_lost_is_not_repeated(self) -> None:
        for bad in (cut, half, lambda _: b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n{]}", lambda _: b"SSH-2.0-OpenSSH_9.2\r\n"):
            for agent, exchange in self.both(bad):
                error = self.fails("OUTCOME_UNKNOWN", exchange.create_order, "BTC/USD", "market", "buy", 1)
                self.assertEqual((error.sent, error.retryable), ("unknown", False))
                self.assertIsInstance(error, keybearer.OperationFailed)
                self.assertEqual(len(agent.requests), 1)

    def test_with_an_idempotency_key_it_is_repeated_under_the_same(self) -> None:
        for agent, exchange in self.both(cut, half, lambda _: result({"id": "7"})):
            order = exchange.create_order("BTC/USD", "market", "buy", 1, idempotency_key="a-1")
            self.assertEqual(order, {"id": "7"})
            self.assertEqual([request.headers["idempotency-key"] for request in agent.requests], ["a-1"] * 3)
            self.assertEqual(len({request.body for request in agent.requests}), 1)

    def test_a_later_nothing_was_sent_does_not_speak_for_the_try_that_was_lost(self) -> None:
        for _, exchange in self.both(cut, lambda _: problem("TOKEN_UNKNOWN", 401)):
            error = self.fails("OUTCOME_UNKNOWN", exchange.create_order, "BTC/USD", "market", "buy", 1, idempotency_key="a-1")
            self.assertEqual(error.__cause__.code, "TOKEN_UNKNOWN")
        for agent, exchange in self.both(lambda request: agent.stop(), timeout=0.3):
            error = self.fails("OUTCOME_UNKNOWN", exchange.create_order, "BTC/USD", "market", "buy", 1, idempotency_key="a-1")
            self.assertEqual(error.__cause__.code, "AGENT_MISSING")
        # Under the same name the exchange was asked, and refused: so the first try was not carried out.
        for _, exchange in self.both(cut, lambda _: problem("EXCHANGE_REFUSED", 422, ccxt="InsufficientFunds", callId="call_2")):
            error = self.fails("EXCHANGE_REFUSED", exchange.create_order, "BTC/USD", "market", "buy", 1, idempotency_key="a-1")
            self.assertIsInstance(error, keybearer.InsufficientFunds)

    def test_a_read_is_asked_again(self) -> None:
        for agent, exchange in self.both(cut, half, lambda _: result([1])):
            self.assertEqual(exchange.fetch_trades("BTC/USD"), [1])
            self.assertEqual(len(agent.requests), 3)
        for agent, exchange in self.both(cut):
            error = self.fails("AGENT_MISSING", exchange.fetch_trades, "BTC/USD")
            self.assertEqual(error.sent, "no")
            self.assertEqual(len(agent.requests), 6)

    def test_an_implicit_method_counts_as_acting(self) -> None:
        for agent, exchange in self.both(cut):
            self.fails("OUTCOME_UNKNOWN", exchange.private_post_addorder)
            self.assertEqual(len(agent.requests), 1)

    def test_a_connection_that_the_agent_has_closed_is_made_again(self) -> None:
        for agent, exchange in self.both(lambda _: result({"id": "7"})):
            exchange.fetch_balance()
            agent.stop()
            agent.listen()
            self.assertEqual(exchange.create_order("BTC/USD", "market", "buy", 1), {"id": "7"})
            self.assertEqual(len(agent.requests), 2)

    def test_an_agent_that_starts_again_is_waited_for(self) -> None:
        for agent, exchange in self.both(lambda _: result({"id": "7"}), timeout=5):
            agent.stop()
            threading.Timer(0.05, agent.listen).start()
            self.assertEqual(exchange.create_order("BTC/USD", "market", "buy", 1), {"id": "7"})
            self.assertEqual(len(agent.requests), 1)

    def test_an_agent_that_is_gone_has_carried_out_nothing(self) -> None:
        for agent, exchange in self.both(lambda _: result({}), timeout=0.2):
            agent.stop()
            error = self.fails("AGENT_MISSING", exchange.create_order, "BTC/USD", "market", "buy", 1)
            self.assertEqual(error.sent, "no")
            self.assertIsInstance(error, keybearer.ExchangeNotAvailable)

    def test_a_slow_answer_ends_with_the_timeout(self) -> None:
        over = threading.Event()
        self.addCleanup(over.set)
        for agent, exchange in self.both(lambda _: (over.wait(5), result({}))[1], timeout=0.15):
            began = time.monotonic()
            self.fails("OUTCOME_UNKNOWN", exchange.create_order, "BTC/USD", "market", "buy", 1)
            error = self.fails("DEADLINE_PASSED", exchange.fetch_balance)
            self.assertIsInstance(error, keybearer.RequestTimeout)
            self.assertLess(time.monotonic() - began, 2)
            self.assertEqual(len(agent.requests), 2)

    def test_an_answer_that_drips_does_not_hold_the_bot_either(self) -> None:
        over = threading.Event()
        self.addCleanup(over.set)

        def drip(request: object) -> None:
            for byte in result({}):
                request.peer.send(bytes([byte]))  # type: ignore[attr-defined]
                if over.wait(0.05):
                    return

        for _, exchange in self.both(drip, timeout=0.3):
            began = time.monotonic()
            self.fails("OUTCOME_UNKNOWN", exchange.create_order, "BTC/USD", "market", "buy", 1)
            self.assertLess(time.monotonic() - began, 2)

    def test_a_huge_answer_is_not_read(self) -> None:
        def huge(request: object) -> bytes:
            return b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n" + b"x" * 1000

        for _, exchange in self.both(huge):
            error = self.fails("OUTCOME_UNKNOWN", exchange.create_order, "BTC/USD", "market", "buy", 1)
            self.assertIn("99999999999", str(error))

    def test_an_answer_that_came_too_late_is_never_taken_for_the_next_one(self) -> None:
        over = threading.Event()
        self.addCleanup(over.set)
        for agent, exchange in self.both(
            lambda _: (over.wait(0.4), result("first"))[1], lambda _: result("second"), timeout=0.2
        ):
            self.fails("OUTCOME_UNKNOWN", exchange.create_order, "BTC/USD", "market", "buy", 1)
            self.assertEqual(exchange.fetch_balance(), "second")

    def test_bytes_after_an_answer_spoil_the_connection(self) -> None:
        for agent, exchange in self.both(lambda _: result("first") + result("planted"), lambda _: result("second")):
            self.assertEqual(exchange.fetch_balance(), "first")
            self.assertEqual(exchange.fetch_balance(), "second")
            self.assertEqual(len(agent.connections), 2)


class Waiting(BothCase):
    sealed = staticmethod(lambda _: problem("VAULT_SEALED", 503, retryable=True, retryAfterMs=1000))

    def test_a_call_waits_for_a_sealed_vault_however_long_where_that_was_asked_for(self) -> None:
        for agent, exchange in self.both(*[self.sealed] * 40, lambda _: result({"id": "7"}), wait=True):
            self.assertEqual(exchange.create_order("BTC/USD", "market", "buy", 1), {"id": "7"})
            self.assertEqual(self.slept, [1.0] * 40)
        for agent, exchange in self.both(self.sealed, wait=True):
            self.fails("VAULT_SEALED", exchange.create_order, "BTC/USD", "market", "buy", 1, deadline_ms=500)
            self.assertEqual(len(agent.requests), 1)

    def test_and_is_repeated_five_times_elsewhere(self) -> None:
        for agent, exchange in self.both(self.sealed):
            self.fails("VAULT_SEALED", exchange.create_order, "BTC/USD", "market", "buy", 1)
            self.assertEqual(len(agent.requests), 6)


class Connecting(BothCase):
    def test_a_sealed_vault_is_an_error_or_is_waited_for(self) -> None:
        for kind in KINDS:
            with FakeAgent(lambda _: result({}), vault="sealed") as agent:
                error = self.fails("VAULT_SEALED", kind, "kraken-main", data=agent.data, token=TOKEN)
                self.assertEqual((error.sent, error.retryable), ("no", True))
                sealed = agent.health
                states = [sealed, sealed, lambda _: answer(200, {"ok": True, "vault": "open", "version": "0"})]
                agent.health = lambda request: states.pop(0)(request)
                kind("kraken-main", data=agent.data, token=TOKEN, wait=True).close()
                self.assertEqual(states, [])

    def test_an_agent_that_is_not_there_yet_is_waited_for_too(self) -> None:
        for kind in KINDS:
            with FakeAgent(lambda _: result({})) as agent:
                agent.stop()
                self.fails("AGENT_MISSING", kind, "kraken-main", data=agent.data, token=TOKEN)
                threading.Timer(0.05, agent.listen).start()
                kind("kraken-main", data=agent.data, token=TOKEN, wait=True).close()

    def test_waiting_may_have_an_end(self) -> None:
        for kind in KINDS:
            with FakeAgent(lambda _: result({}), vault="sealed") as agent, mock.patch("time.monotonic", iter(range(9999)).__next__):
                self.fails("VAULT_SEALED", kind, "kraken-main", data=agent.data, token=TOKEN, wait=30, timeout=900)

    def test_a_server_of_another_version_is_named_as_such(self) -> None:
        others = (
            problem("ROUTE_UNKNOWN", 404),
            answer(404, {"error": "not found"}),
            answer(200, {"ok": True, "vault": "ajar"}),
            answer(200, ["hello"]),
            b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        )
        for kind in KINDS:
            for other in others:
                with FakeAgent(lambda _: result({})) as agent:
                    agent.health = lambda _: other
                    error = self.fails("ROUTE_UNKNOWN", kind, "kraken-main", data=agent.data, token=TOKEN, wait=True)
                    self.assertIn("version 1", str(error))

    def test_something_else_at_the_address_is_named_as_such(self) -> None:
        for kind in KINDS:
            for other in (b"220 mail.example.org ESMTP\r\n", b"HTTP/1.0 200 OK\r\n\r\nhello", b"HTTP/1.1 200 OK\r\n\r\nhello", b"\x00" * 99):
                with FakeAgent(lambda _: result({})) as agent:
                    agent.health = lambda _: other
                    self.fails("AGENT_MISSING", kind, "kraken-main", data=agent.data, token=TOKEN, timeout=2)

    def test_bad_arguments_are_refused_before_anything_is_sent(self) -> None:
        for kind in KINDS:
            with mock.patch.dict("os.environ", clear=True):
                self.fails("TOKEN_MISSING", kind, "kraken-main", data="/nowhere")
                self.fails("TOKEN_UNKNOWN", kind, "kraken-main", data="/nowhere", token="kb_short")
                self.fails("TOKEN_UNKNOWN", kind, "kraken-main", data="/nowhere", token=TOKEN + "\r\nHost: b")
                self.fails("KEY_UNKNOWN", kind, "../me", data="/nowhere", token=TOKEN)
                self.fails("KEY_UNKNOWN", kind, "key_short", data="/nowhere", token=TOKEN)
                self.fails("INPUT_INVALID", kind, "kraken-main", data="/nowhere", token=TOKEN, timeout=0)
                self.fails("INPUT_INVALID", kind, "kraken-main", data="/nowhere", socket="/x", token=TOKEN)
                for url in ("https://127.0.0.1:1", "http://10.0.0.1:1", "http://127.0.0.1", "http://127.0.0.1:1@evil:2", "http://[::1]:1"):
                    self.fails("INPUT_INVALID", kind, "kraken-main", url=url, token=TOKEN)

    def test_a_token_is_neither_printed_nor_copied(self) -> None:
        import pickle

        for _, exchange in self.both(lambda _: problem("TOKEN_UNKNOWN", 401)):
            inner = getattr(exchange, "_exchange", exchange)
            error = self.fails("TOKEN_UNKNOWN", exchange.fetch_balance)
            for text in (repr(inner), str(error), repr(error), repr(inner._settings)):
                self.assertNotIn(TOKEN, text)
            with self.assertRaises(TypeError):
                pickle.dumps(inner)


class Facts(BothCase):
    def test_markets_symbols_and_has_are_fetched_once(self) -> None:
        def handler(request: object) -> bytes:
            if request.path.endswith("/exchange"):  # type: ignore[attr-defined]
                return answer(200, {"exchange": "kraken", "name": "Kraken", "has": {"fetchOHLCV": True}, "methods": [], "timeframes": {"1m": 1}, "precisionMode": 4})
            market = {"symbol": "BTC/USD", "precision": {"amount": 1e-08, "price": 0.1}}
            return result({"BTC/USD": market, "ADA/USD": {**market, "symbol": "ADA/USD"}})

        for agent, exchange in self.both(handler):
            exchange.load_markets()
            for _ in range(3):
                self.assertEqual(exchange.symbols, ["ADA/USD", "BTC/USD"])
                self.assertEqual(exchange.has["fetchOHLCV"], True)
                self.assertEqual(exchange.id, "kraken")
                self.assertEqual(exchange.amountToPrecision("BTC/USD", "0.123456789"), "0.12345678")
                self.assertEqual(exchange.price_to_precision("BTC/USD", 50000.06), "50000.1")
            error = self.fails("BODY_INVALID", exchange.market, "BTC/DOGE")
            self.assertIsInstance(error, keybearer.BadSymbol)
            self.assertEqual(len(agent.requests), 2)
            exchange.load_markets(True)
            self.assertEqual(len(agent.requests), 3)


class Threads(unittest.TestCase):
    def test_many_threads_get_each_its_own_answer(self) -> None:
        with FakeAgent(lambda request: result(request.content["args"][0])) as agent:
            exchange = keybearer.connect("kraken-main", data=agent.data, token=TOKEN)
            wrong = []

            def work(number: int) -> None:
                for turn in range(25):
                    if exchange.fetch_ticker(f"{number}-{turn}") != f"{number}-{turn}":
                        wrong.append(number)

            threads = [threading.Thread(target=work, args=(number,)) for number in range(12)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            self.assertEqual((wrong, len(agent.requests)), ([], 300))
            exchange.close()
            with self.assertRaises(keybearer.BadRequest):
                exchange.fetch_balance()

    def test_many_tasks_get_each_its_own_answer_also_when_some_are_cancelled(self) -> None:
        import asyncio

        async def work() -> None:
            async with await keybearer.aio.connect("kraken-main", data=agent.data, token=TOKEN) as exchange:
                tasks = [asyncio.ensure_future(exchange.fetch_ticker(str(number))) for number in range(60)]
                await asyncio.sleep(0.005)
                for task in tasks[::3]:
                    task.cancel()
                answers = await asyncio.gather(*tasks, return_exceptions=True)
                for number, given in enumerate(answers):
                    if not isinstance(given, asyncio.CancelledError):
                        self.assertEqual(given, str(number))

        with FakeAgent(lambda request: result(request.content["args"][0])) as agent:
            asyncio.run(work())

    def test_a_forked_process_makes_connections_of_its_own(self) -> None:
        import os

        with FakeAgent(lambda request: result(request.content["args"][0])) as agent:
            exchange = keybearer.connect("kraken-main", data=agent.data, token=TOKEN)
            exchange.fetch_ticker("before")
            child = os.fork()
            if child == 0:
                os._exit(0 if exchange.fetch_ticker("child") == "child" else 1)
            self.assertEqual(os.waitpid(child, 0)[1], 0)
            self.assertEqual(exchange.fetch_ticker("parent"), "parent")
            self.assertEqual(len(agent.connections), 2)
            exchange.close()
