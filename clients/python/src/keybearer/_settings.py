"""What ``connect`` was given, checked."""

from __future__ import annotations

import os
import re

from ._faults import fault
from ._place import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Optional, Union

    from ._place import StrPath

_TOKEN = re.compile(r"kb_[A-Za-z0-9_-]{43}")
_KEY = re.compile(r"key_[a-z2-7]{26}|(?!key_)[a-z0-9][a-z0-9._-]{0,62}")


class Settings:
    def __init__(
        self,
        key: str,
        socket: Optional[StrPath],
        url: Optional[str],
        data: Optional[StrPath],
        token: Optional[str],
        wait: Union[bool, float],
        timeout: float,
    ) -> None:
        if not (isinstance(key, str) and _KEY.fullmatch(key)):
            raise fault("KEY_UNKNOWN", "A key is named by its id or its label, such as kraken-main.")
        if isinstance(timeout, bool) or not isinstance(timeout, (int, float)) or not 0 < timeout < 1e6:
            raise fault("INPUT_INVALID", "timeout must be a number of seconds above 0.")
        given = token if token is not None else os.environ.get("KEYBEARER_TOKEN", "")
        if not given:
            raise fault("TOKEN_MISSING", "Give the bot's token as token=, or in the environment as KEYBEARER_TOKEN.")
        self.token = given.strip()
        if not _TOKEN.fullmatch(self.token):
            raise fault("TOKEN_UNKNOWN", "The token is none: it must be kb_ and 43 characters, as it was shown.")
        self.key = key
        self.place = Place(socket, url, data)
        self.timeout = float(timeout)
        self._wait = wait
        #: Did an agent answer already?
        self.was_there = False

    def waits(self, waited: float) -> bool:
        """Is an agent that isn't there, or sealed, to be waited for after so many seconds?"""
        if isinstance(self._wait, bool):
            return self._wait
        return waited < self._wait

    def __repr__(self) -> str:
        return f"Settings({self.key!r})"
