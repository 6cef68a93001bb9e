#!/usr/bin/python3
"""Opens a vault file with nothing of Keybearer's but docs/vault-format.md, and prints it as one line of JSON.

    apt-get install python3-cryptography python3-argon2
    /usr/bin/python3 test/vectors/open-vault.py VAULT PASSPHRASE_FILE [--recovery]

PASSPHRASE_FILE holds the passphrase, or with --recovery the recovery key, and one newline; "-" is standard input.
"""
import json
import pathlib
import sys

sys.dont_write_bytecode = True

from vault_v1_format import Refused, b64, open_vault  # noqa: E402


def main(vault, passphrase_file, *options):
    typed = sys.stdin.read() if passphrase_file == "-" else pathlib.Path(passphrase_file).read_text(encoding="utf-8")
    kind = "recovery" if "--recovery" in options else "passphrase"
    try:
        doc, _keys, payloads = open_vault(pathlib.Path(vault).read_bytes(), kind, typed.removesuffix("\n"))
    except Refused as refused:
        raise SystemExit(f"error {refused}") from None
    names = ("id", "type", "schema", "revision")
    records = [{**{name: one[name] for name in names}, "payload": b64(payloads[one["id"]])} for one in doc["records"]]
    print(json.dumps({"vaultId": doc["vaultId"], "generation": doc["generation"], "records": records}))


if len(sys.argv) < 3:
    raise SystemExit(__doc__)
main(*sys.argv[1:])
