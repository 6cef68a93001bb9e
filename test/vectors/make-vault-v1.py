#!/usr/bin/python3
"""Makes vault-v1.json, the same bytes each time. With --check: compares with the file that is there.

    apt-get install python3-cryptography python3-argon2
    /usr/bin/python3 test/vectors/make-vault-v1.py [--check]

Each file is read back by vault_v1_format.py: it must open, or be refused with the code that the vector gives.
"""
import base64
import json
import pathlib
import sys

sys.dont_write_bytecode = True

from vault_v1_format import Refused, b64, open_vault  # noqa: E402
from vault_v1_misspelt import misspelt  # noqa: E402
from vault_v1_refused import by_content  # noqa: E402
from vault_v1_valid import read_only, valid  # noqa: E402

TARGET = pathlib.Path(__file__).with_name("vault-v1.json")
ABOUT = (
    "Vault files of version 1 that must open, and files that must be refused with the code given. Made by "
    "make-vault-v1.py, which knows docs/vault-format.md alone. Payloads and keys are base64; fileBase64 stands where a "
    "file is no text. readOnly: of later versions, which open for reading only. stage: what was typed (unlock), the file before any key is worked out (form), its slot, its contents."
)


def check_valid(vector):
    typed = {"passphrase": vector["passphrase"], "recovery": vector["recoveryKey"]}
    if "keychainKey" in vector:
        typed["keychain"] = base64.b64decode(vector["keychainKey"])
    for kind, secret in typed.items():
        _doc, _keys, payloads = open_vault(vector["file"].encode("utf-8"), kind, secret)
        if {one["id"]: one["payload"] for one in vector["records"]} != {id: b64(data) for id, data in payloads.items()}:
            raise SystemExit(f"{vector['name']}: other records by {kind}")


def check_refused(vector):
    data = base64.b64decode(vector["fileBase64"]) if "fileBase64" in vector else vector["file"].encode("utf-8")
    kind, typed = ("recovery", vector["recoveryKey"]) if "recoveryKey" in vector else ("passphrase", vector["passphrase"])
    try:
        open_vault(data, kind, typed)
    except Refused as refused:
        if (refused.code, refused.stage) != (vector["code"], vector["stage"]):
            raise SystemExit(f"{vector['name']}: {refused} ({refused.stage})") from None
        return
    raise SystemExit(f"{vector['name']}: it opens")


def main():
    vectors = {"about": ABOUT, "valid": valid(), "readOnly": read_only(), "refused": [*misspelt(), *by_content()]}
    for vector in [*vectors["valid"], *vectors["readOnly"]]:
        check_valid(vector)
    for vector in vectors["refused"]:
        check_refused(vector)
    names = [vector["name"] for part in ("valid", "readOnly", "refused") for vector in vectors[part]]
    if len(set(names)) != len(names):
        raise SystemExit("two vectors of one name")
    text = json.dumps(vectors, indent=2, ensure_ascii=True) + "\n"
    said = f"{len(vectors['valid'])} valid, {len(vectors['readOnly'])} read-only, {len(vectors['refused'])} refused"
    if "--check" not in sys.argv[1:]:
        TARGET.write_text(text, encoding="ascii")
        print(f"wrote {TARGET.name}: {said}")
    elif TARGET.read_text(encoding="ascii") != text:
        raise SystemExit(f"{TARGET.name} is not what make-vault-v1.py makes")
    else:
        print(f"{TARGET.name} is what make-vault-v1.py makes: {said}")


main()
