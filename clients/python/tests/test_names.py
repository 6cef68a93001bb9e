from __future__ import annotations

import json
import unittest
from decimal import Decimal

import keybearer
from keybearer import _json, _precision
from keybearer._names import is_read, method_of, place, snake_of
from keybearer._tables import METHODS


class Names(unittest.TestCase):
    def test_snake_names_are_those_of_ccxt_for_python(self) -> None:
        # Source: the comment of ccxt's unCamelCase, and method names of ccxt for Python.
        for camel, snake in {
            "fetchOHLCV": "fetch_ohlcv",
            "fetchMarkOHLCV": "fetch_mark_ohlcv",
            "watchOHLCVForSymbols": "watch_ohlcv_for_symbols",
            "fetchL2OrderBook": "fetch_l2_order_book",
            "parseOHLCVs": "parse_ohlcvs",
            "safeString2": "safe_string_2",
            "convertOHLCVToTradingView": "convert_ohlcv_to_trading_view",
            "fetchOHLCVWs": "fetch_ohlcv_ws",
            "createOrder": "create_order",
            "fetchBalance": "fetch_balance",
        }.items():
            self.assertEqual(snake_of(camel), snake)

    def test_every_method_is_found_by_both_of_its_names(self) -> None:
        self.assertGreater(len(METHODS), 200)
        for method in METHODS:
            self.assertEqual(method_of(method), method)
            self.assertEqual(method_of(snake_of(method)), method)

    def test_other_names_pass_as_they_are(self) -> None:
        for name in ("private_post_balance", "privatePostBalance", "no_such_method", "fetchNothing", "v1_private_get_x_id"):
            self.assertEqual(method_of(name), name)

    def test_only_known_reads_are_reads(self) -> None:
        self.assertTrue(all(is_read(name) for name in ("fetchBalance", "fetchTicker", "fetchMyTrades", "loadMarkets")))
        self.assertFalse(any(is_read(name) for name in ("createOrder", "cancelOrder", "withdraw", "fetchAnything", "privatePostBalance")))

    def test_arguments_find_their_places(self) -> None:
        self.assertEqual(place("createOrder", ["BTC/USD"], {"side": "buy", "type": "limit"}), ["BTC/USD", "limit", "buy"])
        with self.assertRaises(keybearer.BadRequest):
            place("privatePostBalance", [], {"asset": "XBT"})


class Arguments(unittest.TestCase):
    def test_decimals_keep_every_digit(self) -> None:
        for given, written in (("1E-7", "0.0000001"), ("1E+3", "1000"), ("0.10", "0.10"), ("12345678901234567890.123456789", None)):
            self.assertEqual(json.loads(_json.encode(Decimal(given))), written or given)

    def test_floats_and_strings_go_as_they_are(self) -> None:
        self.assertEqual(_json.encode([0.1, 1e-7, 5, "0.010", None, True]), b'[0.1,1e-07,5,"0.010",null,true]')

    def test_scalars_of_numpy_are_numbers(self) -> None:
        class Scalar:
            ndim = 0

            def item(self) -> float:
                return 0.5

        self.assertEqual(_json.encode([Scalar()]), b"[0.5]")

    def test_what_json_has_no_form_for_is_refused(self) -> None:
        ring: list = []
        ring.append(ring)
        deep: list = []
        for _ in range(100_000):
            deep = [deep]
        for value in (ring, deep, {1, 2}, b"bytes", object(), float("inf"), Decimal("NaN"), {(1, 2): 3}):
            with self.assertRaises(keybearer.BadRequest):
                _json.encode(value)

    def test_an_answer_nested_too_deeply_is_no_json(self) -> None:
        with self.assertRaises(ValueError):
            _json.decode(b"[" * 200_000)


class Precision(unittest.TestCase):
    def market(self, amount: object, price: object = None) -> dict:
        return {"symbol": "BTC/USD", "precision": {"amount": amount, "price": price}}

    def test_amounts_are_cut_and_prices_rounded(self) -> None:
        amount, price = _precision.amount_text, _precision.price_text
        self.assertEqual(amount(self.market(1e-8), 4, 0.123456789), "0.12345678")
        self.assertEqual(amount(self.market(0.5), 4, "1.9"), "1.5")
        self.assertEqual(amount(self.market(10), 4, 1234), "1230")
        self.assertEqual(amount(self.market(3), 2, "0.9999"), "0.999")
        self.assertEqual(amount(self.market(3), 3, "123456"), "123000")
        self.assertEqual(amount(self.market(None), 4, Decimal("1.500")), "1.5")
        self.assertEqual(price(self.market(1, 0.1), 4, 50000.05), "50000.1")
        self.assertEqual(price(self.market(1, 0.05), 4, "0.074"), "0.05")
        self.assertEqual(price(self.market(1, 2), 2, "1.005"), "1.01")

    def test_what_rounds_to_nothing_is_an_invalid_order(self) -> None:
        with self.assertRaises(keybearer.InvalidOrder):
            _precision.amount_text(self.market(0.1), 4, 0.05)
        with self.assertRaises(keybearer.BadRequest):
            _precision.amount_text(self.market(0.1), 4, "much")
