"""Keybearer's vault, version 1, read and written from docs/vault-format.md alone.

Shares no code with the program that it checks. Needs Debian's python3-cryptography and python3-argon2.
"""
import base64
import hashlib
import json
import re
import unicodedata

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = "keybearer-vault"
MAX_FILE = 64 * 1024 * 1024
MAX_COUNT = 2**53 - 1
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SUBKEYS = ("records", "manifest", "anchor", "state")


class Refused(Exception):
    """`stage` says where it was found: unlock (what was typed), form (the file's spelling and bounds), slot, contents."""

    def __init__(self, code, stage, why):
        super().__init__(f"{code}: {why}")
        self.code, self.stage = code, stage


def canonical(value):
    """RFC 8785 for what a vault holds: objects, lists, ASCII text and integers."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def b64(data):
    return base64.b64encode(data).decode("ascii")


def unb64(text):
    return base64.b64decode(text, validate=True)


def sha256(data):
    return hashlib.sha256(data).digest()


def hkdf(key, salt, info):
    return HKDF(SHA256(), 32, salt, info.encode("utf-8")).derive(key)


def subkeys_of(vault_key):
    return {name: hkdf(vault_key, None, name) for name in SUBKEYS}


# --- What the user has -------------------------------------------------------------------------------------------------

def passphrase_key(passphrase, kdf):
    data = unicodedata.normalize("NFKC", passphrase).encode("utf-8")
    cost = {"time_cost": kdf["passes"], "memory_cost": kdf["memoryKiB"], "parallelism": kdf["lanes"]}
    return hash_secret_raw(data, unb64(kdf["salt"]), hash_len=32, type=Type.ID, version=19, **cost)


def _base32(data):
    bits = "".join(f"{byte:08b}" for byte in data)
    bits += "0" * (-len(bits) % 5)
    return "".join(CROCKFORD[int(bits[at:at + 5], 2)] for at in range(0, len(bits), 5))


def write_recovery_key(key):
    check = _base32(sha256(b"keybearer recovery key" + key))[:4]
    text = _base32(key) + check
    return "-".join(text[at:at + 4] for at in range(0, len(text), 4))


def read_recovery_key(typed):
    text = re.sub(r"[\s\-]", "", typed.upper()).replace("O", "0").replace("I", "1").replace("L", "1")
    if len(text) != 56 or any(character not in CROCKFORD for character in text):
        raise Refused("INPUT_INVALID", "unlock", "the recovery key is not 56 characters of its alphabet")
    bits = "".join(f"{CROCKFORD.index(character):05b}" for character in text[:52])
    key = int(bits[:256], 2).to_bytes(32, "big")
    if write_recovery_key(key).replace("-", "") != text:
        raise Refused("INPUT_INVALID", "unlock", "the recovery key is mistyped")
    return key


# --- Boxes -------------------------------------------------------------------------------------------------------------

def label_of(doc, record_id, kind, schema, revision, kdf=None):
    label = {"format": f"keybearer-vault/{doc['v']}", "vaultId": doc["vaultId"], "recordId": record_id}
    label |= {"type": kind, "schema": schema, "revision": revision}
    return label if kdf is None else label | {"kdf": kdf}


def seal(parent, label, plain, random):
    salt, nonce = random(32), random(12)
    key = hkdf(parent, salt, label["recordId"])
    sealed = AESGCM(key).encrypt(nonce, plain, canonical(label).encode("utf-8"))
    return {"salt": b64(salt), "nonce": b64(nonce), "ciphertext": b64(sealed)}


def unseal(parent, label, box):
    key = hkdf(parent, unb64(box["salt"]), label["recordId"])
    try:
        return AESGCM(key).decrypt(unb64(box["nonce"]), unb64(box["ciphertext"]), canonical(label).encode("utf-8"))
    except InvalidTag:
        return None


def slot_label(doc, kind, revision):
    return label_of(doc, kind, "slot", 1, revision, doc["kdf"] if kind == "passphrase" else None)


def record_label(doc, record):
    return label_of(doc, record["id"], record["type"], record["schema"], record["revision"])


def manifest_label(doc):
    return label_of(doc, "manifest", "manifest", 1, doc["generation"])


def manifest_text(doc):
    slots = canonical({"kdf": doc["kdf"], "slots": doc["slots"]}).encode("utf-8")
    records = [
        {"id": one["id"], "revision": one["revision"], "sha256": b64(sha256(unb64(one["ciphertext"])))}
        for one in doc["records"]
    ]
    return canonical({"generation": doc["generation"], "slots": b64(sha256(slots)), "records": records})


# --- Reading a file ----------------------------------------------------------------------------------------------------

def _form(is_right, why):
    if not is_right:
        raise Refused("VAULT_DAMAGED", "form", why)


def _count(value, least=1, most=MAX_COUNT):
    return type(value) is int and least <= value <= most


def _bytes(value, least, most):
    if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z0-9+/]*={0,2}", value) or len(value) % 4 != 0:
        return False
    data = unb64(value)
    return b64(data) == value and least <= len(data) <= most


def _box(value, most):
    return _bytes(value["salt"], 32, 32) and _bytes(value["nonce"], 12, 12) and _bytes(value["ciphertext"], 16, most + 16)


def _members(value, names):
    return isinstance(value, dict) and set(value) == set(names)


def _kdf(kdf):
    return (
        _members(kdf, ["name", "version", "memoryKiB", "passes", "lanes", "salt"])
        and kdf["name"] == "argon2id" and type(kdf["version"]) is int and kdf["version"] == 19
        and _count(kdf["memoryKiB"], 19_456, 1_048_576) and _count(kdf["passes"], 2, 20) and _count(kdf["lanes"], 1, 8)
        and kdf["memoryKiB"] * kdf["passes"] <= 2_097_152 and _bytes(kdf["salt"], 16, 16)
    )


def _slot(slot):
    return (
        _members(slot, ["kind", "revision", "salt", "nonce", "ciphertext"])
        and slot["kind"] in ("keychain", "passphrase", "recovery") and _count(slot["revision"]) and _box(slot, 32)
    )


def _record(record):
    return (
        _members(record, ["id", "type", "schema", "revision", "salt", "nonce", "ciphertext"])
        and isinstance(record["id"], str) and re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,99}", record["id"])
        and isinstance(record["type"], str) and re.fullmatch(r"[a-z][a-z0-9.-]{0,39}", record["type"])
        and _count(record["schema"], 1, 1_000_000) and _count(record["revision"]) and _box(record, 1024 * 1024)
    )


def _ascending(names):
    return all(a < b for a, b in zip(names, names[1:]))


def parse(data):
    """The document of a file, also of a later version that kept the form. Raises: Refused with VAULT_DAMAGED or VAULT_NEWER."""
    _form(0 < len(data) <= MAX_FILE, "empty or too large")
    try:
        text = data.decode("utf-8")
        doc = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused("VAULT_DAMAGED", "form", "not JSON in UTF-8") from None
    _form(isinstance(doc, dict), "not an object")
    is_newer = doc.get("magic") == MAGIC and type(doc.get("v")) is int and doc["v"] > 1
    try:
        _check(doc, text)
    except Refused:
        if is_newer:
            raise Refused("VAULT_NEWER", "form", "a newer version of another form") from None
        raise
    return doc


def _check(doc, text):
    _form(_members(doc, ["magic", "v", "vaultId", "kdf", "slots", "generation", "manifest", "records"]), "wrong members")
    _form(doc["magic"] == MAGIC and _count(doc["v"]), "wrong magic or version")
    _form(isinstance(doc["vaultId"], str) and re.fullmatch(r"[0-9a-f]{32}", doc["vaultId"]), "wrong vaultId")
    _form(_kdf(doc["kdf"]), "wrong kdf")
    _form(isinstance(doc["slots"], list) and all(map(_slot, doc["slots"])), "wrong slot")
    _form(_ascending([slot["kind"] for slot in doc["slots"]]), "slots out of order")
    _form(_count(doc["generation"]), "wrong generation")
    _form(_members(doc["manifest"], ["salt", "nonce", "ciphertext"]) and _box(doc["manifest"], MAX_FILE), "wrong manifest")
    _form(isinstance(doc["records"], list) and len(doc["records"]) <= 10_000, "wrong records")
    _form(all(map(_record, doc["records"])), "wrong record")
    _form(_ascending([record["id"] for record in doc["records"]]), "records out of order")
    _form(canonical(doc) == text, "not canonical JSON")


def open_vault(data, kind, typed):
    """Opens a file that stands alone. Takes: kind = passphrase, recovery or keychain. Gives: document, subkeys, payloads by id."""
    doc = parse(data)
    if kind == "passphrase" and not 0 < len(typed.encode("utf-8")) <= 1024 * 1024:
        raise Refused("INPUT_INVALID", "unlock", "the passphrase is empty or too long")
    slot = next((one for one in doc["slots"] if one["kind"] == kind), None)
    key = {"passphrase": lambda: passphrase_key(typed, doc["kdf"]), "recovery": lambda: read_recovery_key(typed),
           "keychain": lambda: typed}[kind]()
    def open_slot(version):
        named = {**doc, "v": version}
        return None if slot is None else unseal(key, slot_label(named, kind, slot["revision"]), slot)

    vault_key = open_slot(doc["v"])
    if vault_key is None and doc["v"] > 1 and open_slot(1) is not None:
        raise Refused("VAULT_NEWER", "slot", "somebody has changed the version")
    if vault_key is None:
        raise Refused("PASSPHRASE_WRONG", "slot", f"the slot {kind} does not open")
    damage = "VAULT_DAMAGED" if doc["v"] == 1 else "VAULT_NEWER"
    keys = subkeys_of(vault_key)
    manifest = unseal(keys["manifest"], manifest_label(doc), doc["manifest"])
    if manifest is None or manifest != manifest_text(doc).encode("utf-8"):
        raise Refused(damage, "contents", "the manifest is of something else")
    payloads = {one["id"]: unseal(keys["records"], record_label(doc, one), one) for one in doc["records"]}
    if None in payloads.values():
        raise Refused(damage, "contents", "a record does not open")
    return doc, keys, payloads
