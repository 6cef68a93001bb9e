from __future__ import annotations

import json
import os
import socket
import tempfile
import unittest
from unittest import mock

import keybearer
from keybearer import _place

from .both import KINDS
from .fake_agent import TOKEN, FakeAgent, result


def code_of(**options: object) -> str:
    """The one code that both clients refuse with."""
    codes = set()
    for kind in KINDS:
        try:
            kind("kraken-main", token=TOKEN, **options)
        except keybearer.KeybearerError as error:
            codes.add(error.code)
    (code,) = codes
    return code


class DataDirectories(unittest.TestCase):
    def test_of_each_system(self) -> None:
        home = os.path.expanduser("~")
        of = _place.default_data_dir
        self.assertEqual(of("linux", {}), os.path.join(home, ".local", "share", "keybearer"))
        self.assertEqual(of("linux", {"XDG_DATA_HOME": "/x"}), os.path.join("/x", "keybearer"))
        self.assertEqual(of("darwin", {"XDG_DATA_HOME": "/x"}), os.path.join(home, "Library", "Application Support", "keybearer"))
        self.assertEqual(of("win32", {"LOCALAPPDATA": "L"}), os.path.join("L", "keybearer"))

    def test_the_argument_goes_before_the_environment(self) -> None:
        with FakeAgent(lambda _: result(1)) as agent, FakeAgent(lambda _: result(2)) as other:
            for env, options, found in (
                ({"KEYBEARER_DATA": agent.data}, {}, agent),
                ({"KEYBEARER_DATA": agent.data}, {"data": other.data}, other),
                ({"KEYBEARER_DATA": agent.data, "KEYBEARER_SOCKET": other.socket}, {}, other),
                ({"KEYBEARER_SOCKET": other.socket}, {"data": agent.data}, agent),
                ({}, {"socket": other.socket}, other),
            ):
                with mock.patch.dict("os.environ", {"KEYBEARER_TOKEN": TOKEN, **env}):
                    exchange = keybearer.connect("kraken-main", **options)
                    self.assertEqual(exchange.fetch_balance(), 1 if found is agent else 2)
                    exchange.close()

    def test_an_agent_that_starts_again_elsewhere_is_found(self) -> None:
        with FakeAgent(lambda _: result(1)) as agent, FakeAgent(lambda _: result(2)) as other:
            exchange = keybearer.connect("kraken-main", data=agent.data, token=TOKEN)
            self.assertEqual(exchange.fetch_balance(), 1)
            agent.stop()
            with open(os.path.join(agent.data, "run", "agent.json"), "w") as file:
                json.dump({"socket": other.socket}, file)
            self.assertEqual(exchange.fetch_balance(), 2)
            exchange.close()

    def test_agent_json_that_can_not_be_used(self) -> None:
        with FakeAgent(lambda _: result(1)) as agent:
            path = os.path.join(agent.data, "run", "agent.json")
            for content in ("", "{", "[]", '{"socket": 5}', "{}"):
                with open(path, "w") as file:
                    file.write(content)
                self.assertEqual(code_of(data=agent.data), "AGENT_MISSING")
            os.chmod(path, 0o666)
            self.assertEqual(code_of(data=agent.data), "INPUT_INVALID")


class Sockets(unittest.TestCase):
    """Where somebody else could be listening the token is not sent."""

    def refused(self, agent: FakeAgent, code: str = "INPUT_INVALID", **options: object) -> None:
        heard: list = []
        agent.health = lambda request: heard.append(request)
        self.assertEqual(code_of(**(options or {"data": agent.data})), code)
        self.assertEqual((heard, agent.requests), ([], []))

    def test_open_to_others(self) -> None:
        for path, mode in (("socket", 0o622), ("socket", 0o606), ("run", 0o755), ("run", 0o770)):
            with FakeAgent(lambda _: result(1)) as agent:
                os.chmod(agent.socket if path == "socket" else os.path.dirname(agent.socket), mode)
                self.refused(agent)

    def test_of_another_user(self) -> None:
        with FakeAgent(lambda _: result(1)) as agent, mock.patch("os.getuid", return_value=os.getuid() + 1):
            self.refused(agent)
            self.refused(agent, socket=agent.socket)

    def test_in_a_directory_that_others_can_replace(self) -> None:
        with FakeAgent(lambda _: result(1)) as agent:
            os.chmod(agent.data, 0o777)
            self.refused(agent)
        with FakeAgent(lambda _: result(1)) as agent:
            os.chmod(agent.data, 0o1777)
            keybearer.connect("kraken-main", data=agent.data, token=TOKEN).close()

    def test_a_link_or_a_file_in_its_place(self) -> None:
        with FakeAgent(lambda _: result(1)) as agent:
            real = agent.socket + ".real"
            os.rename(agent.socket, real)
            os.symlink(real, agent.socket)
            self.refused(agent)
            os.unlink(agent.socket)
            with open(agent.socket, "w"):
                pass
            self.refused(agent)
            os.unlink(agent.socket)
            self.refused(agent, "AGENT_MISSING")
            os.rename(real, agent.socket)

    def test_a_directory_that_is_a_link(self) -> None:
        with FakeAgent(lambda _: result(1)) as agent, tempfile.TemporaryDirectory() as folder:
            link = os.path.join(folder, "link")
            os.symlink(os.path.dirname(agent.socket), link)
            self.refused(agent, socket=os.path.join(link, "agent.sock"))

    def test_a_group_s_socket_is_taken_where_it_was_named(self) -> None:
        with FakeAgent(lambda _: result(1)) as agent:
            os.chmod(agent.socket, 0o660)
            os.chmod(os.path.dirname(agent.socket), 0o710)
            self.refused(agent)
            with mock.patch("os.getuid", return_value=os.getuid() + 1):
                for kind in KINDS:
                    self.assertRaises(keybearer.KeybearerError, kind, "kraken-main", data=agent.data, token=TOKEN)
        with FakeAgent(lambda _: result(1)) as agent:
            os.chmod(agent.socket, 0o660)
            os.chmod(os.path.dirname(agent.socket), 0o710)
            keybearer.connect("kraken-main", socket=agent.socket, token=TOKEN).close()
            os.chmod(os.path.dirname(agent.socket), 0o730)
            self.refused(agent, socket=agent.socket)


class Tcp(unittest.TestCase):
    def test_goes_to_127_0_0_1_with_the_host_that_was_given(self) -> None:
        with FakeAgent(lambda _: result({"free": 1})) as agent:
            listener = socket.create_server(("127.0.0.1", 0))
            import threading

            threading.Thread(target=agent._accept, args=(listener,), daemon=True).start()
            port = listener.getsockname()[1]
            for kind in KINDS:
                for host in ("127.0.0.1", "localhost"):
                    exchange = kind("kraken-main", url=f"http://{host}:{port}/", token=TOKEN)
                    self.assertEqual(exchange.fetch_balance(), {"free": 1})
                    self.assertEqual(agent.requests[-1].headers["host"], f"{host}:{port}")
                    exchange.close()
            listener.close()
