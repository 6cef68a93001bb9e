"""What holds for every file of the SDK."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SRC = os.path.join(ROOT, "src")


STANDARD = set(
    "__future__ asyncio base64 collections decimal functools hashlib importlib inspect json os re select socket stat sys"
    " threading time types typing urllib".split()
)


def files() -> list:
    found = []
    for folder in ("src", "examples"):
        for base, _, names in os.walk(os.path.join(ROOT, folder)):
            found += [os.path.join(base, name) for name in names if name.endswith(".py")]
    return found


class Rules(unittest.TestCase):
    def test_python_3_9_can_read_every_file(self) -> None:
        self.assertGreater(len(files()), 15)
        for path in files():
            with open(path, encoding="utf-8") as file:
                ast.parse(file.read(), path, feature_version=(3, 9))
        with self.assertRaises(SyntaxError):
            ast.parse("match x:\n  case 1: pass", feature_version=(3, 9))

    def test_nothing_is_imported_but_the_standard_library(self) -> None:
        for path in files():
            if not path.startswith(SRC):
                continue
            with open(path, encoding="utf-8") as file:
                tree = ast.parse(file.read(), path)
            for node in ast.walk(tree):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                if isinstance(node, ast.ImportFrom) and node.level == 0:
                    names = [node.module or ""]
                for name in names:
                    self.assertIn(name.split(".")[0], STANDARD, path)

    def test_annotations_are_not_read_at_the_start(self) -> None:
        """So that names of newer Pythons in them do no harm to older ones."""
        for path in files():
            with open(path, encoding="utf-8") as file:
                self.assertIn("from __future__ import annotations", file.read(), path)

    def test_a_start_loads_neither_asyncio_nor_ccxt_nor_tls(self) -> None:
        script = "import sys, keybearer, keybearer._sync, keybearer._settings; print(*sys.modules)"
        env = {**os.environ, "PYTHONPATH": SRC}
        done = subprocess.run([sys.executable, "-S", "-c", script], env=env, capture_output=True, text=True, check=True)
        loaded = set(done.stdout.split())
        self.assertIn("keybearer", loaded)
        for name in ("asyncio", "ccxt", "ssl", "http", "http.client", "email", "urllib.request", "decimal", "hashlib", "keybearer._frames"):
            self.assertNotIn(name, loaded)

    def test_files_stop_at_300_lines(self) -> None:
        for path in files():
            if not path.endswith("_tables.py"):
                with open(path, encoding="utf-8") as file:
                    self.assertLessEqual(len(file.readlines()), 300, path)
