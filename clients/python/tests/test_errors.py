from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import textwrap
import unittest

import keybearer
from keybearer import errors
from keybearer._faults import error_of, fault
from keybearer._tables import CLASSES, ERRORS

SRC = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "src")


class Classes(unittest.TestCase):
    def test_the_hierarchy_is_ccxts(self) -> None:
        ours = {
            name: value
            for name, value in vars(errors).items()
            if isinstance(value, type) and issubclass(value, errors.BaseError)
        }
        self.assertEqual(sorted(ours), sorted(CLASSES))
        for name, parent in CLASSES.items():
            self.assertEqual(ours[name].__bases__[0].__name__, parent or "KeybearerError")

    def test_every_error_class_stands_in_the_package_itself(self) -> None:
        for name in (*CLASSES, "KeybearerError", "StreamGap"):
            self.assertIs(getattr(keybearer, name), getattr(errors, name))
            self.assertIn(name, keybearer.__all__)

    def test_every_code_has_a_class(self) -> None:
        for code, (sent, retryable, status, name, _) in ERRORS.items():
            error = fault(code, "Words.")
            expected = errors.StreamGap if code == "STREAM_GAP" else getattr(errors, name)
            self.assertIsInstance(error, expected)
            self.assertEqual((error.code, error.status), (code, status))
            self.assertEqual(error.sent, "unknown" if sent == "thrower" else sent)
            self.assertEqual(error.retryable, retryable and error.sent == "no")


class Problems(unittest.TestCase):
    def test_everything_that_the_agent_says_is_on_the_error(self) -> None:
        causes = [{"id": "clock", "text": "The clock is wrong.", "likelihood": 0.7, "check": "Look at it."}]
        error = error_of({
            "code": "NONCE_REJECTED", "status": 502, "title": "T", "detail": "D.", "sent": "no", "retryable": True,
            "retryAfterMs": 1000, "ccxt": "InvalidNonce", "exchange": "EAPI:Invalid nonce", "callId": "call_1", "causes": causes,
        })  # fmt: skip
        self.assertIsInstance(error, keybearer.InvalidNonce)
        self.assertEqual((error.code, error.sent, error.retryable, error.retry_after_ms), ("NONCE_REJECTED", "no", True, 1000))
        self.assertEqual((error.causes, error.call_id, error.exchange), (causes, "call_1", "EAPI:Invalid nonce"))
        self.assertEqual(str(error), "NONCE_REJECTED: D. The exchange says: EAPI:Invalid nonce")

    def test_what_is_missing_or_wrong_never_counts_as_not_sent(self) -> None:
        for problem in ({}, {"code": 5, "sent": "maybe", "retryable": True}, {"code": "NEW_CODE", "retryable": 1, "causes": "x", "status": "500"}):
            error = error_of(problem)
            self.assertEqual((error.sent, error.retryable, error.causes), ("unknown", False, []))

    def test_a_class_that_this_sdk_does_not_know_yet_is_an_exchange_error(self) -> None:
        error = error_of({"code": "EXCHANGE_REFUSED", "ccxt": "QuantumOrder", "sent": "no"})
        self.assertIsInstance(error, keybearer.ExchangeError)
        self.assertEqual(type(error).__name__, "QuantumOrder")
        for name in ("KeybearerError", "annotations", "__doc__", "a b\n"):
            self.assertIsInstance(error_of({"code": "EXCHANGE_REFUSED", "ccxt": name}), keybearer.ExchangeError)


STAND_IN = '''
class BaseError(Exception): pass
class ExchangeError(BaseError): pass
class InvalidOrder(ExchangeError): pass
class OperationFailed(BaseError): pass
class NetworkError(OperationFailed): pass
class InvalidNonce(NetworkError): pass
'''


class WithCcxt(unittest.TestCase):
    """ccxt for Python itself can't be had everywhere: a module of that name stands in for it."""

    def run_with(self, ccxt: str, script: str) -> str:
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "ccxt.py"), "w") as file:
                file.write(ccxt)
            env = {**os.environ, "PYTHONPATH": os.pathsep.join((folder, SRC)), "PYTHONDONTWRITEBYTECODE": "1"}
            done = subprocess.run(
                [sys.executable, "-c", textwrap.dedent(script)], env=env, capture_output=True, text=True, timeout=30
            )
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_what_is_raised_is_of_ccxts_own_class_as_well(self) -> None:
        out = self.run_with(STAND_IN, """
            import sys, keybearer
            from keybearer._faults import error_of
            assert "ccxt" not in sys.modules, "the start must not pay for ccxt"
            nonce = error_of({"code": "NONCE_REJECTED", "ccxt": "InvalidNonce", "sent": "no", "retryable": True})
            import ccxt
            try:
                raise nonce
            except ccxt.InvalidNonce as error:
                assert isinstance(error, keybearer.InvalidNonce) and isinstance(error, ccxt.NetworkError)
                print(error.code, error.sent, error.retryable)
            # An older ccxt without the class: its parent's.
            missing = error_of({"code": "EXCHANGE_REFUSED", "ccxt": "OrderNotFound", "sent": "no"})
            assert isinstance(missing, ccxt.InvalidOrder) and isinstance(missing, keybearer.OrderNotFound)
            # A newer one.
            newer = error_of({"code": "EXCHANGE_REFUSED", "ccxt": "QuantumOrder", "sent": "no"})
            assert isinstance(newer, ccxt.ExchangeError)
        """)
        self.assertEqual(out, "NONCE_REJECTED no True\n")

    def test_a_ccxt_that_is_broken_does_not_hide_the_error(self) -> None:
        out = self.run_with("raise RuntimeError('broken')", """
            from keybearer._faults import error_of
            print(type(error_of({"code": "NONCE_REJECTED", "ccxt": "InvalidNonce", "sent": "no"})).__mro__[:2])
        """)
        self.assertIn("keybearer.errors.InvalidNonce", out)
