"""Where the agent listens, and whether a token may be sent there.

Source: docs/bot-api.md; the agent writes ``run/agent.json`` in its data directory.
"""

from __future__ import annotations

import json
import os
import stat
import sys

from ._faults import fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Optional, Union

    StrPath = Union[str, "os.PathLike[str]"]

_MAX_FILE_BYTES = 64 * 1024


class Address:
    """A socket's path, a Windows pipe's name, or a port on 127.0.0.1."""

    __slots__ = ("kind", "path", "port", "host")

    def __init__(self, kind: str, path: str = "", port: int = 0, host: str = "keybearer") -> None:
        self.kind = kind
        self.path = path
        self.port = port
        #: What stands in the Host header.
        self.host = host

    def __str__(self) -> str:
        return f"http://{self.host}" if self.kind == "tcp" else self.path


class Place:
    """How to find the agent. It is looked for anew for every connection, since one that starts again may listen elsewhere."""

    def __init__(self, socket: Optional[StrPath], url: Optional[str], data: Optional[StrPath]) -> None:
        if sum(given is not None for given in (socket, url, data)) > 1:
            raise fault("INPUT_INVALID", "Give one of socket, url and data.")
        if socket is None and url is None and data is None:
            socket = os.environ.get("KEYBEARER_SOCKET") or None
        self._socket = None if socket is None else os.fspath(socket)
        self._tcp = None if url is None else _tcp_of(url)
        self._data = None if data is None else os.fspath(data)

    def find(self) -> Address:
        """Throws: AGENT_MISSING; INPUT_INVALID where something else could be listening."""
        if self._tcp is not None:
            return self._tcp
        path, is_given = (self._socket, True) if self._socket is not None else (_socket_in(self._data_dir()), False)
        if sys.platform == "win32":
            if not path.startswith("\\\\.\\pipe\\"):
                raise fault("INPUT_INVALID", f"{path} is no named pipe of this machine.")
            return Address("pipe", path)
        check_socket(path, is_given)
        return Address("unix", path)

    def _data_dir(self) -> str:
        return os.path.abspath(self._data or os.environ.get("KEYBEARER_DATA") or default_data_dir())


def default_data_dir(platform: str = sys.platform, env: Optional[Mapping[str, str]] = None) -> str:
    env = os.environ if env is None else env
    home = os.path.expanduser("~")
    if platform == "darwin":
        return os.path.join(home, "Library", "Application Support", "keybearer")
    if platform == "win32":
        return os.path.join(env.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local"), "keybearer")
    return os.path.join(env.get("XDG_DATA_HOME") or os.path.join(home, ".local", "share"), "keybearer")


def check_socket(path: str, is_given: bool) -> None:
    """Owner and mode of a socket and of its directory, before a token goes there.

    Takes: whether the path was named by the user; only then may it be a socket for a group (0660 in a directory 0710),
    which belongs to the agent's user. Throws: AGENT_MISSING, INPUT_INVALID.
    """
    folder = os.path.dirname(os.path.abspath(path))
    try:
        about, around, above = os.lstat(path), os.lstat(folder), os.lstat(os.path.dirname(folder))
    except OSError as cause:
        raise missing(f"There is nothing at {path} ({cause.strerror}).") from None
    if not stat.S_ISSOCK(about.st_mode):
        raise unsafe(f"{path} is not a socket.")
    if not stat.S_ISDIR(around.st_mode):
        raise unsafe(f"{folder} is not a directory, but perhaps a link to one: name the directory itself.")
    me = os.getuid()
    is_for_group = is_given and about.st_mode & 0o060 != 0
    if about.st_uid != around.st_uid or (about.st_uid != me and not is_for_group):
        raise unsafe(f"{path} belongs to another user.")
    open_to = 0o007 if is_for_group else 0o077
    if about.st_mode & open_to or around.st_mode & (open_to | 0o022):
        raise unsafe(f"{path} is open to other users.")
    is_shared = above.st_mode & 0o022 and not above.st_mode & stat.S_ISVTX
    if above.st_uid not in (0, me, about.st_uid) or is_shared:
        raise unsafe(f"{os.path.dirname(folder)} can be changed by other users.")


def missing(detail: str) -> Exception:
    return fault("AGENT_MISSING", f'{detail} No agent is running there; start one with "keybearer agent".')


def unsafe(detail: str) -> Exception:
    return fault("INPUT_INVALID", f"{detail} The token was not sent.")


def _socket_in(data_dir: str) -> str:
    path = os.path.join(data_dir, "run", "agent.json")
    try:
        if sys.platform != "win32":
            about = os.lstat(path)
            if not stat.S_ISREG(about.st_mode) or about.st_uid != os.getuid() or about.st_mode & 0o022:
                raise unsafe(f"{path} is not a file of yours alone.")
        with open(path, "rb") as file:
            content = json.loads(file.read(_MAX_FILE_BYTES))
    except (FileNotFoundError, NotADirectoryError):
        raise missing(f"There is no {path}.") from None
    except OSError as cause:
        raise fault("INPUT_INVALID", f"{path} can't be read: {cause.strerror}.") from None
    except ValueError:
        content = None
    found = content.get("socket") if isinstance(content, dict) else None
    if not isinstance(found, str) or not found:
        raise missing(f"{path} does not say where an agent listens.")
    return found


def _tcp_of(url: str) -> Address:
    """Only this machine: whoever is in between would read the token."""
    scheme, _, rest = url.partition("://")
    host, _, port = rest.rstrip("/").partition(":")
    is_port = port.isascii() and port.isdigit() and 0 < int(port) < 65536
    if scheme != "http" or host not in ("127.0.0.1", "localhost") or not is_port:
        raise fault("INPUT_INVALID", "url must be http://127.0.0.1:PORT or http://localhost:PORT, as agent.json has it.")
    return Address("tcp", port=int(port), host=f"{host}:{port}")
