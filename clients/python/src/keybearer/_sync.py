"""The blocking client; one object may be used by many threads."""

from __future__ import annotations

import socket
import threading
import time
from functools import partial

from . import _steps
from ._client import Client, calls_path, market_in
from ._links import Links, open_link, read_answer
from ._place import missing
from ._steps import Lost, Send, Sleep, Unreached

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType
    from typing import Any, Callable, Optional

    from ._place import Place
    from ._precision import Number
    from ._settings import Settings
    from ._steps import Steps
    from .errors import StreamGap


class Exchange(Client):
    """A key behind the agent, shaped like a ccxt exchange: any method's name is passed on."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._links = Links(settings.place)
        self._view_lock = threading.Lock()
        try:
            self._run(_steps.connect(settings))
        except BaseException:
            self._links.close()
            raise

    # -- what ccxt's exchanges have

    @property
    def id(self) -> str:
        """ccxt's id of the exchange, such as ``kraken``."""
        return str(self._view()["exchange"])

    @property
    def has(self) -> dict[str, Any]:
        """What ccxt can do there, fetched once: ``has["fetchOHLCV"]``."""
        return dict(self._view()["has"])

    @property
    def timeframes(self) -> dict[str, Any]:
        return dict(self._view()["timeframes"])

    @property
    def markets(self) -> dict[str, Any]:
        """By symbol, fetched once."""
        return self.load_markets()

    @property
    def symbols(self) -> list[str]:
        return sorted(self.load_markets())

    def load_markets(self, reload: bool = False, params: Optional[dict[str, Any]] = None) -> dict[str, Any]:
        with self._view_lock:
            if self._markets is None or reload:
                self._markets = self._call("loadMarkets", (reload, params or {}), {})
            return self._markets

    def market(self, symbol: str) -> dict[str, Any]:
        return market_in(self.load_markets(), symbol)

    def amount_to_precision(self, symbol: str, amount: Number) -> str:
        """The amount cut off at what the market allows, as digits."""
        from ._precision import amount_text

        return amount_text(self.market(symbol), self._view()["precisionMode"], amount)

    def price_to_precision(self, symbol: str, price: Number) -> str:
        from ._precision import price_text

        return price_text(self.market(symbol), self._view()["precisionMode"], price)

    def watch(
        self,
        method: str,
        *args: Any,
        on_gap: Optional[Callable[[StreamGap], object]] = None,
        **named: Any,
    ) -> Iterator[Any]:
        """Events, as ``for trades in kraken.watch("watchMyTrades", "BTC/USD")``; leaving the loop ends it.

        A lost connection is made again. What may have been missed is told to ``on_gap``, once events come again; without
        it the gap is raised as StreamGap, so that none is ever silent.
        """
        from ._watching import watch

        return self._watch(watch(self._settings, method, args, named, on_gap is not None), on_gap)

    # -- what the agent adds

    def heartbeat(self, seconds: int = 60) -> dict[str, Any]:
        """Feeds the key's dead man's switch. Gives: ``{"until"}``."""
        return self._ask("POST", f"/v1/keys/{self._settings.key}/heartbeat", {"seconds": seconds})

    def calls(self, since: Optional[str] = None, status: Optional[str] = None, limit: Optional[int] = None) -> dict[str, Any]:
        """The bot's own calls, newest first: ``{"calls", "next"}``."""
        return self._ask("GET", calls_path(since, status, limit))

    def me(self) -> dict[str, Any]:
        """The bot that the token stands for, and what it may do."""
        return self._ask("GET", "/v1/me")

    def close(self) -> None:
        self._links.close()

    def __enter__(self) -> Exchange:
        return self

    def __exit__(
        self,
        kind: Optional[type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.close()

    # -- how it is done

    def _call(self, name: str, args: tuple[Any, ...], named: dict[str, Any]) -> Any:
        return self._run(_steps.call(self._settings, name, args, named))

    def _ask(self, verb: str, path: str, content: Any = None) -> Any:
        return self._run(_steps.ask(self._settings, verb, path, content))

    def _view(self) -> dict[str, Any]:
        with self._view_lock:
            if self._facts is None:
                self._facts = self._ask("GET", f"/v1/keys/{self._settings.key}/exchange")
            return self._facts

    def _run(self, steps: Steps) -> Any:
        turn: Callable[[], Any] = partial(next, steps)
        while True:
            try:
                step = turn()
            except StopIteration as end:
                return end.value
            try:
                outcome = self._do(step)
            except (Lost, Unreached) as trouble:
                turn = partial(steps.throw, trouble)
            else:
                turn = partial(steps.send, outcome)

    def _do(self, step: Any) -> Any:
        if isinstance(step, Sleep):
            return time.sleep(step.seconds)
        answer, link = self._links.exchange(step)
        self._links.give_back(answer, link)
        return answer

    def _watch(self, steps: Any, on_gap: Optional[Callable[[StreamGap], object]]) -> Iterator[Any]:
        from . import _watching

        stream = Stream(self._settings.place)
        turn: Callable[[], Any] = partial(next, steps)
        try:
            while True:
                try:
                    step = turn()
                except StopIteration:
                    return
                try:
                    outcome = None
                    if isinstance(step, _watching.Emit):
                        yield step.event
                    elif isinstance(step, _watching.Tell):
                        assert on_gap is not None
                        on_gap(step.gap)
                    else:
                        outcome = stream.do(step)
                except (Lost, Unreached) as trouble:
                    turn = partial(steps.throw, trouble)
                else:
                    turn = partial(steps.send, outcome)
        finally:
            stream.close()


class Stream:
    """One watch's connection."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._link: Any = None

    def do(self, step: Any) -> Any:
        """Throws: Lost, Unreached."""
        from . import _watching

        if isinstance(step, Send):
            return self._open(step)
        if isinstance(step, Sleep):
            return time.sleep(step.seconds)
        try:
            if isinstance(step, _watching.Write):
                return self._link.send(step.data, time.monotonic() + _watching.QUIET_SECONDS)
            # A pipe can't be pinged, so there the agent's own pings must do.
            return self._link.receive(time.monotonic() + (step.seconds if self._link.can_ping else 86_400))
        except socket.timeout:
            if isinstance(step, _watching.Write):
                raise Lost("the agent took nothing") from None
            return None
        except OSError as fault:
            raise Lost(f"the connection broke ({fault})") from None

    def _open(self, step: Send) -> Any:
        self.close()
        until = time.monotonic() + step.seconds
        self._link = open_link(self._place, step.seconds)
        try:
            self._link.send(step.bytes_for(self._link.address), until)
        except OSError as fault:
            raise Unreached(missing(f"The connection broke ({fault}).")) from None
        return read_answer(self._link, step, until)

    def close(self) -> None:
        if self._link is not None:
            self._link.close()
            self._link = None
