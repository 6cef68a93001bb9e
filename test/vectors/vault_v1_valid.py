"""Vaults that must open: how one is made, and the 20 cases."""
import hashlib

from vault_v1_format import (
    MAGIC, MAX_COUNT, b64, canonical, manifest_label, manifest_text, passphrase_key, record_label, seal, slot_label,
    subkeys_of, write_recovery_key,
)

CHEAP = {"memoryKiB": 19_456, "passes": 2, "lanes": 1}
WORDS = "correct horse battery staple"


def random_of(seed):
    """The same bytes for the same seed: SHA-256 of the seed and a counter."""
    count = 0
    rest = b""

    def take(length):
        nonlocal count, rest
        while len(rest) < length:
            rest += hashlib.sha256(f"keybearer vectors 1/{seed}/{count}".encode("utf-8")).digest()
            count += 1
        data, rest = rest[:length], rest[length:]
        return data

    return take


class Made:
    """A vault with all that it was made of, so that a case can change a part and seal it again."""

    def __init__(self, seed, passphrase=WORDS, records=(), generation=1, kdf=CHEAP, keychain=False, slots_at=None, v=1):
        self.random = random_of(seed)
        self.passphrase = passphrase
        self.vault_key = self.random(32)
        self.keys = subkeys_of(self.vault_key)
        self.slot_keys = {"recovery": self.random(32)} | ({"keychain": self.random(32)} if keychain else {})
        self.payloads = {}
        self.doc = {
            "magic": MAGIC, "v": v, "vaultId": self.random(16).hex(), "generation": generation,
            "kdf": {"name": "argon2id", "version": 19, **kdf, "salt": b64(self.random(16))}, "records": [], "slots": [],
        }
        self.slot_keys["passphrase"] = passphrase_key(passphrase, self.doc["kdf"])
        for kind in sorted(self.slot_keys):
            self.doc["slots"].append(self.slot(kind, (slots_at or {}).get(kind, 1)))
        for record in sorted(records, key=lambda one: one["id"]):
            self.doc["records"].append(self.record(**record))
        self.seal_manifest()

    def slot(self, kind, revision, label=None):
        box = seal(self.slot_keys[kind], label or slot_label(self.doc, kind, revision), self.vault_key, self.random)
        return {"kind": kind, "revision": revision, **box}

    def record(self, id, payload=b"", type="key", schema=1, revision=1):
        head = {"id": id, "type": type, "schema": schema, "revision": revision}
        self.payloads[id] = payload
        return {**head, **seal(self.keys["records"], record_label(self.doc, head), payload, self.random)}

    def seal_manifest(self, text=None, label=None):
        plain = (manifest_text(self.doc) if text is None else text).encode("utf-8")
        self.doc["manifest"] = seal(self.keys["manifest"], label or manifest_label(self.doc), plain, self.random)

    def text(self):
        return canonical(self.doc)

    @property
    def recovery_key(self):
        return write_recovery_key(self.slot_keys["recovery"])

    def vector(self, name, typed=None):
        """Takes: typed = another spelling of the passphrase that must open it, too."""
        doc = self.doc
        names = ("id", "type", "schema", "revision")
        records = [
            {**{name: one[name] for name in names}, "payload": b64(self.payloads[one["id"]])} for one in doc["records"]
        ]
        keychain = {"keychainKey": b64(self.slot_keys["keychain"])} if "keychain" in self.slot_keys else {}
        return {
            "name": name, "passphrase": typed or self.passphrase, "recoveryKey": self.recovery_key, **keychain,
            "vaultId": doc["vaultId"], "generation": doc["generation"],
            "subkeys": {name: b64(self.keys[name]) for name in ("anchor", "state")},
            "records": records, "file": self.text(),
        }


def key(id, text, **more):
    return {"id": id, "payload": text.encode("utf-8"), **more}


THREE = (
    key("bot_a", '{"name":"grid-1"}', type="bot"),
    key("key_b", '{"label":"kraken-main"}'),
    key("key_b.credential", '{"apiKey":"not a real key","secret":"bm90IGEgcmVhbCBzZWNyZXQ="}', type="credential"),
)
LONG_ID = "Z" + "9._:-aB" * 14 + "z"
MANY = [key(f"key_{n:04d}", f'{{"n":{n}}}', revision=1 + n % 7) for n in range(200)]
EDGES = (
    {"id": "0", "type": "a", "payload": b""},
    {"id": LONG_ID, "type": "a" + "0.-" * 13, "schema": 1_000_000, "payload": b"\x00"},
    {"id": "a-b", "type": "key", "payload": bytes(range(256))},
    {"id": "a.b", "type": "key", "payload": "\u9375 \U0001F511 \u0645\u0641\u062A\u0627\u062D \u0000".encode("utf-8")},
    {"id": "a:b", "type": "key", "payload": b"{}"},
    {"id": "a_b", "type": "key", "payload": b"[]"},
)
FAR = (key("key_a", "of the first day", revision=1), key("key_b", "of the last", revision=MAX_COUNT))


def cases():
    """Gives: name, how the vault is made, and another spelling of the passphrase where there is one."""
    yield "no records, and a passphrase of one character", {"passphrase": "a"}, None
    yield "one record without content", {"records": [key("key_a", "")]}, None
    yield "three records of three types", {"records": THREE, "generation": 2, "slots_at": {}}, None
    composed = "Z\u00fcrich \u2014 1 caf\u00e9"
    yield "a passphrase typed with decomposed letters", {"passphrase": composed}, "Zu\u0308rich\u00a0\u2014 \uff11 cafe\u0301"
    yield "a passphrase typed in full-width letters and ligatures", {"passphrase": "final key 10"}, "\ufb01nal \uff4b\uff45\uff59 \u2469"
    yield "a passphrase of Hangul typed letter by letter", {"passphrase": "\uac00\ub098"}, "\u1100\u1161\u1102\u1161"
    yield "spaces and a newline around the passphrase", {"passphrase": "  kept as typed \n"}, None
    yield "a passphrase of 10,000 characters", {"passphrase": "0123456789" * 1000}, None
    yield "a passphrase beyond the basic plane", {"passphrase": "\U0001F511\U0001F5DD\uFE0F \u9375 \u0645\u0641\u062A\u0627\u062D"}, None
    yield "a passphrase with control characters", {"passphrase": "a\u0000b\t\u007f"}, None
    yield "a slot for the system's keychain", {"keychain": True, "records": THREE[:1]}, None
    yield "the cost that new vaults begin with", {"kdf": {"memoryKiB": 65_536, "passes": 3, "lanes": 1}}, None
    yield "eight lanes", {"kdf": {"memoryKiB": 19_456, "passes": 2, "lanes": 8}}, None
    yield "twenty passes", {"kdf": {"memoryKiB": 19_456, "passes": 20, "lanes": 1}}, None
    yield "memory that is no power of two", {"kdf": {"memoryKiB": 100_001, "passes": 3, "lanes": 3}}, None
    yield "the last generation there can be", {"generation": MAX_COUNT, "records": FAR}, None
    slots = {"passphrase": 900_000, "recovery": 4, "keychain": 12}
    yield "slots of three ages, a million saves on", {"generation": 1_000_000, "keychain": True, "slots_at": slots}, None
    yield "200 records of seven generations", {"generation": 7, "records": MANY}, None
    large = {"id": "large", "type": "log", "payload": bytes(n * n % 251 for n in range(48 * 1024))}
    yield "a payload of 48 KiB", {"records": [large, key("small", "x")]}, None
    yield "the longest and oddest names, the highest schema, all bytes", {"records": EDGES}, None


def valid():
    return [Made(name, **parts).vector(name, typed) for name, parts, typed in cases()]


def read_only():
    """Of later versions that kept all but their number."""
    later = (("version 2", 2, {}), ("the last version there can be", MAX_COUNT, {"records": THREE, "generation": 5}))
    return [Made(name, v=v, **parts).vector(name) for name, v, parts in later]
