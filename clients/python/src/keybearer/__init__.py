"""Keybearer's SDK for bots: an object shaped like a ccxt exchange, behind which the key agent works.

    import keybearer

    kraken = keybearer.connect("kraken-main")
    balance = kraken.fetch_balance()
    order = kraken.create_order("BTC/USD", "limit", "buy", "0.01", 50000, idempotency_key="grid-1-42")
"""

from __future__ import annotations

from . import errors
from ._tables import VERSION as __version__
from .errors import *  # noqa: F403

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Optional, Union

    from . import aio as aio
    from ._place import StrPath
    from ._sync import Exchange as Exchange

__all__ = ["Exchange", "aio", "connect", "errors", *errors.__all__]


def connect(
    key: str,
    *,
    socket: Optional[StrPath] = None,
    url: Optional[str] = None,
    data: Optional[StrPath] = None,
    token: Optional[str] = None,
    wait: Union[bool, float] = False,
    timeout: float = 30,
) -> Exchange:
    """Connects to the agent for one key. Nothing is asked of the exchange yet.

    Takes: the key's label or id; where the agent is, if not where it usually is (``socket``, else ``url``, else ``data``,
    else KEYBEARER_SOCKET, else KEYBEARER_DATA, else the default data directory); the bot's token, else KEYBEARER_TOKEN;
    ``wait``: True, or a number of seconds, to wait for an agent that is not there yet or whose vault is sealed;
    ``timeout``: seconds that one answer may take. Throws: KeybearerError, with a code: AGENT_MISSING, VAULT_SEALED,
    TOKEN_MISSING, INPUT_INVALID where another user could be listening.
    """
    from ._settings import Settings
    from ._sync import Exchange as Exchange

    return Exchange(Settings(key, socket, url, data, token, wait, timeout))


def __getattr__(name: str) -> Any:
    # Loaded when it is asked for: most bots use one of the two clients.
    if name == "aio":
        import importlib

        return importlib.import_module(".aio", __name__)
    if name == "Exchange":
        from ._sync import Exchange

        return Exchange
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
