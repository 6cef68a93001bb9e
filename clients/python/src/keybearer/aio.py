"""The same for asyncio: ``kraken = await keybearer.aio.connect("kraken-main")``, then ``await kraken.fetch_balance()``."""

from __future__ import annotations

import asyncio
import inspect
import time
from functools import partial

from . import _steps
from ._aio_links import AioLinks, open_link, read_answer
from ._client import Client, calls_path, market_in
from ._faults import fault
from ._place import missing
from ._steps import Lost, Send, Sleep, Unreached

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from types import TracebackType
    from typing import Any, Callable, Optional, Union

    from ._place import Place, StrPath
    from ._precision import Number
    from ._settings import Settings
    from ._steps import Steps
    from .errors import StreamGap

__all__ = ["Exchange", "connect"]


async def connect(
    key: str,
    *,
    socket: Optional[StrPath] = None,
    url: Optional[str] = None,
    data: Optional[StrPath] = None,
    token: Optional[str] = None,
    wait: Union[bool, float] = False,
    timeout: float = 30,
) -> Exchange:
    """``keybearer.connect`` for asyncio, with the same arguments and errors."""
    from ._settings import Settings

    exchange = Exchange(Settings(key, socket, url, data, token, wait, timeout))
    try:
        await exchange._run(_steps.connect(exchange._settings))
    except BaseException:
        await exchange.close()
        raise
    return exchange


class Exchange(Client):
    """A key behind the agent, shaped like an exchange of ``ccxt.async_support``: any method's name is passed on."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._links = AioLinks(settings.place)
        self._gate: Optional[tuple[asyncio.AbstractEventLoop, asyncio.Lock]] = None

    # -- what ccxt's exchanges have; to be read once load_markets() was awaited

    @property
    def id(self) -> str:
        return str(self._view()["exchange"])

    @property
    def has(self) -> dict[str, Any]:
        return dict(self._view()["has"])

    @property
    def timeframes(self) -> dict[str, Any]:
        return dict(self._view()["timeframes"])

    @property
    def markets(self) -> dict[str, Any]:
        self._view()
        assert self._markets is not None
        return self._markets

    @property
    def symbols(self) -> list[str]:
        return sorted(self.markets)

    async def load_markets(self, reload: bool = False, params: Optional[dict[str, Any]] = None) -> dict[str, Any]:
        """Fetches the markets and what the exchange can do, once."""
        loop = asyncio.get_running_loop()
        if self._gate is None or self._gate[0] is not loop:
            self._gate = (loop, asyncio.Lock())
        async with self._gate[1]:
            if self._facts is None:
                self._facts = await self._ask("GET", f"/v1/keys/{self._settings.key}/exchange")
            if self._markets is None or reload:
                self._markets = await self._call("loadMarkets", (reload, params or {}), {})
            return self._markets

    def market(self, symbol: str) -> dict[str, Any]:
        return market_in(self.markets, symbol)

    def amount_to_precision(self, symbol: str, amount: Number) -> str:
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
    ) -> AsyncIterator[Any]:
        """Events, as ``async for trades in kraken.watch("watchMyTrades", "BTC/USD")``; leaving the loop ends it.

        ``on_gap`` may be a coroutine function. Without it a gap is raised as StreamGap, so that none is ever silent.
        """
        from ._watching import watch

        return self._watch(watch(self._settings, method, args, named, on_gap is not None), on_gap)

    # -- what the agent adds

    async def heartbeat(self, seconds: int = 60) -> dict[str, Any]:
        """Feeds the key's dead man's switch. Gives: ``{"until"}``."""
        return await self._ask("POST", f"/v1/keys/{self._settings.key}/heartbeat", {"seconds": seconds})

    async def calls(self, since: Optional[str] = None, status: Optional[str] = None, limit: Optional[int] = None) -> dict[str, Any]:
        """The bot's own calls, newest first: ``{"calls", "next"}``."""
        return await self._ask("GET", calls_path(since, status, limit))

    async def me(self) -> dict[str, Any]:
        """The bot that the token stands for, and what it may do."""
        return await self._ask("GET", "/v1/me")

    async def close(self) -> None:
        self._links.close()

    async def __aenter__(self) -> Exchange:
        return self

    async def __aexit__(
        self,
        kind: Optional[type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        await self.close()

    # -- how it is done

    def _view(self) -> dict[str, Any]:
        if self._facts is None or self._markets is None:
            raise fault("INPUT_INVALID", "Await load_markets() first: a property can't wait for an answer.")
        return self._facts

    async def _call(self, name: str, args: tuple[Any, ...], named: dict[str, Any]) -> Any:
        return await self._run(_steps.call(self._settings, name, args, named))

    async def _ask(self, verb: str, path: str, content: Any = None) -> Any:
        return await self._run(_steps.ask(self._settings, verb, path, content))

    async def _run(self, steps: Steps) -> Any:
        turn: Callable[[], Any] = partial(next, steps)
        while True:
            try:
                step = turn()
            except StopIteration as end:
                return end.value
            try:
                outcome = await self._do(step)
            except (Lost, Unreached) as trouble:
                turn = partial(steps.throw, trouble)
            else:
                turn = partial(steps.send, outcome)

    async def _do(self, step: Any) -> Any:
        if isinstance(step, Sleep):
            return await asyncio.sleep(step.seconds)
        answer, link = await self._links.exchange(step)
        self._links.give_back(answer, link)
        return answer

    async def _watch(self, steps: Any, on_gap: Optional[Callable[[StreamGap], object]]) -> AsyncIterator[Any]:
        from . import _watching

        stream = _Stream(self._settings.place)
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
                        told = on_gap(step.gap)
                        if inspect.isawaitable(told):
                            await told
                    else:
                        outcome = await stream.do(step)
                except (Lost, Unreached) as trouble:
                    turn = partial(steps.throw, trouble)
                else:
                    turn = partial(steps.send, outcome)
        finally:
            stream.close()


class _Stream:
    """One watch's connection."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._link: Any = None

    async def do(self, step: Any) -> Any:
        """Throws: Lost, Unreached."""
        from . import _watching

        if isinstance(step, Send):
            return await self._open(step)
        if isinstance(step, Sleep):
            return await asyncio.sleep(step.seconds)
        try:
            if isinstance(step, _watching.Write):
                return await self._link.send(step.data, time.monotonic() + _watching.QUIET_SECONDS)
            return await self._link.receive(time.monotonic() + (step.seconds if self._link.can_ping else 86_400))
        except asyncio.TimeoutError:
            if isinstance(step, _watching.Write):
                raise Lost("the agent took nothing") from None
            return None
        except OSError as trouble:
            raise Lost(f"the connection broke ({trouble})") from None

    async def _open(self, step: Send) -> Any:
        self.close()
        until = time.monotonic() + step.seconds
        self._link = await open_link(self._place, step.seconds)
        try:
            await self._link.send(step.bytes_for(self._link.address), until)
        except (OSError, asyncio.TimeoutError) as trouble:
            raise Unreached(missing(f"The connection broke ({trouble}).")) from None
        return await read_answer(self._link, step, until)

    def close(self) -> None:
        if self._link is not None:
            self._link.close()
            self._link = None
