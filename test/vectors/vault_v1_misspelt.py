"""Files that must be refused before anything is worked out: spelled otherwise, or out of bounds."""
import json

from vault_v1_format import b64, canonical, unb64
from vault_v1_refused import made
from vault_v1_valid import WORDS

DAMAGED, NEWER = "VAULT_DAMAGED", "VAULT_NEWER"


def spellings(text):
    """name, why, bytes or text"""
    first = text[:1] + "{}"  # only to show that a second document is none
    yield "no byte", "a file is one document", ""
    yield "its last byte missing", "a file is one whole document", text[:-1]
    yield "a byte order mark", "no byte stands before the document", "\ufeff" + text
    yield "a newline at the end", "no byte stands after the document", text + "\n"
    yield "a space at the beginning", "no byte stands before the document", " " + text
    yield "a second document behind the first", "a file is one document", text + first[1:]
    yield "a space after a colon", "canonical JSON has no spaces", text.replace('"v":1', '"v": 1')
    yield "indented JSON", "canonical JSON has no spaces", json.dumps(json.loads(text), indent=2)
    yield "members in another order", "canonical JSON sorts its members", '{"v":1,' + text[1:].replace(',"v":1,', ",")
    yield "a member twice, alike", "a member stands once", text.replace('"v":1', '"v":1,"v":1')
    yield "a member twice, unlike", "a member stands once", text.replace('"v":1', '"v":3.5,"v":1')
    yield "a letter written as an escape", "canonical JSON escapes no letter", text.replace("keybearer", "\\u006beybearer")
    yield "a slash written as an escape", "canonical JSON escapes no slash", text.replace("/", "\\/", 1)
    yield "a version written as 1.0", "canonical JSON writes 1", text.replace('"v":1', '"v":1.0')
    yield "a generation written as 3e0", "canonical JSON writes 3", text.replace('"generation":3', '"generation":3e0')
    yield "a generation written as 03", "JSON has no leading zero", text.replace('"generation":3', '"generation":03')
    yield "a generation in quotes", "a generation is a number", text.replace('"generation":3', '"generation":"3"')
    yield "a byte that is not UTF-8", "text is UTF-8", text.encode("utf-8").replace(b"keybearer", b"keybearer\xff")
    yield "an overlong encoding", "text is UTF-8", text.encode("utf-8").replace(b"/", b"\xc0\xaf", 1)
    yield "UTF-16", "text is UTF-8", text.encode("utf-16-le")
    yield "null", "a file is an object", "null"
    yield "a list around the document", "a file is an object", f"[{text}]"
    yield "a thousand lists opened and none closed", "a file is an object", "[" * 1000


def changes():
    """name, why, what is done to the document, code"""
    def at(*path_and_value):
        *path, last, value = path_and_value

        def change(doc):
            for step in path:
                doc = doc[step]
            doc[last] = value(doc[last]) if callable(value) else value
        return change

    def drop(name):
        return lambda doc: doc.pop(name)

    record, slot, kdf = ("records", 1), ("slots", 0), ("kdf",)
    yield "a further member", "no other member is there", at("comment", "x"), DAMAGED
    yield "a further member in a record", "no other member is there", at(*record, "x", 1), DAMAGED
    yield "a further member that is null", "no other member is there", at("comment", None), DAMAGED
    yield "null for the manifest", "the manifest is an object", at("manifest", None), DAMAGED
    yield "null for a record", "a record is an object", at("records", 1, None), DAMAGED
    yield "no records member", "records may be empty and not missing", drop("records"), DAMAGED
    yield "records as an object", "records are a list", at("records", {}), DAMAGED
    yield "base64 without its padding", "base64 has its padding", at("kdf", "salt", lambda one: one.rstrip("=")), DAMAGED
    yield "base64 with spare bits set", "spare bits are zero", at("kdf", "salt", lambda one: one[:21] + chr(ord(one[21]) + 1) + "=="), DAMAGED
    yield "base64 of the URL's alphabet", "base64 has + and /", at(*record, "salt", "-_" + "A" * 41 + "="), DAMAGED
    yield "a nonce of 16 bytes", "a nonce has 12 bytes", at(*record, "nonce", b64(bytes(16))), DAMAGED
    yield "a salt of 31 bytes", "a salt has 32 bytes", at(*record, "salt", b64(bytes(31))), DAMAGED
    yield "a salt of the KDF of 8 bytes", "the KDF's salt has 16 bytes", at(*kdf, "salt", b64(bytes(8))), DAMAGED
    yield "sealed bytes shorter than a tag", "a tag has 16 bytes", at(*record, "ciphertext", lambda one: b64(unb64(one)[-15:])), DAMAGED
    yield "a slot with a byte too many", "a slot holds 32 bytes and a tag", at(*slot, "ciphertext", lambda one: b64(unb64(one) + b"x")), DAMAGED
    yield "a space in an id", "an id has no space", at(*record, "id", "key b"), DAMAGED
    yield "an id that begins with a dot", "an id begins with a letter or digit", at("records", 0, "id", ".a"), DAMAGED
    yield "an id of 101 characters", "an id has at most 100", at("records", 2, "id", "k" * 101), DAMAGED
    yield "an id with a newline at its end", "an id is ASCII without spaces", at("records", 2, "id", "key_z\n"), DAMAGED
    yield "a type with a capital", "a type is lower case", at(*record, "type", "Key"), DAMAGED
    yield "an empty type", "a type has a letter at least", at(*record, "type", ""), DAMAGED
    yield "records in another order", "records ascend by id", at("records", lambda all: all[::-1]), DAMAGED
    yield "a record twice", "no id stands twice", at("records", lambda all: [all[0], *all]), DAMAGED
    yield "slots in another order", "slots ascend by kind", at("slots", lambda all: all[::-1]), DAMAGED
    yield "a slot twice", "no kind stands twice", at("slots", lambda all: [all[0], *all]), DAMAGED
    yield "an unknown kind of slot", "kinds are keychain, passphrase, recovery", at("slots", 1, "kind", "yubikey"), DAMAGED
    yield "a revision of 0", "revisions begin at 1", at(*record, "revision", 0), DAMAGED
    yield "a revision of 2^53", "revisions end at 2^53 - 1", at(*record, "revision", 2**53), DAMAGED
    yield "a generation of 0", "generations begin at 1", at("generation", 0), DAMAGED
    yield "a negative generation", "generations begin at 1", at("generation", -3), DAMAGED
    yield "a generation of 2^53", "generations end at 2^53 - 1", at("generation", 2**53), DAMAGED
    yield "a schema of 0", "schemas begin at 1", at(*record, "schema", 0), DAMAGED
    yield "a schema of 1,000,001", "schemas end at 1,000,000", at(*record, "schema", 1_000_001), DAMAGED
    yield "true for a version", "a version is a number", at("v", True), DAMAGED
    yield "too little memory for the KDF", "at least 19,456 KiB", at(*kdf, "memoryKiB", 19_455), DAMAGED
    yield "one pass", "at least 2 passes", at(*kdf, "passes", 1), DAMAGED
    yield "no lane", "at least one lane", at(*kdf, "lanes", 0), DAMAGED
    yield "over 1 GiB for the KDF", "at most 1,048,576 KiB", at(*kdf, "memoryKiB", 1_048_577), DAMAGED
    yield "21 passes", "at most 20 passes", at(*kdf, "passes", 21), DAMAGED
    yield "nine lanes", "at most 8 lanes", at(*kdf, "lanes", 9), DAMAGED
    yield "memory and passes too large together", "memory times passes is at most 2,097,152", at(
        "kdf", lambda one: {**one, "memoryKiB": 1_048_576, "passes": 3}), DAMAGED
    yield "half a lane", "lanes are whole", at(*kdf, "lanes", 1.5), DAMAGED
    yield "another KDF", "it is argon2id", at(*kdf, "name", "argon2i"), DAMAGED
    yield "an older Argon2", "its version is 19", at(*kdf, "version", 16), DAMAGED
    yield "another magic", "the magic says what it is", at("magic", "keybearer-vaults"), DAMAGED
    yield "version 0", "versions begin at 1", at("v", 0), DAMAGED
    yield "a vaultId in capitals", "a vaultId is lower case", at("vaultId", "ABCDEF0123456789" * 2), DAMAGED
    yield "version 2 and a further member", "a newer program's vault is left alone", lambda doc: doc.update(v=2, more=1), NEWER
    yield "version 2 and another KDF", "a newer program's vault is left alone", lambda doc: doc.update(v=2, kdf={"name": "next"}), NEWER


def misspelt():
    text = made().text()
    for name, why, data in spellings(text):
        written = {"file": data} if isinstance(data, str) else {"fileBase64": b64(data)}
        yield {"name": name, "why": why, "code": DAMAGED, "stage": "form", "passphrase": WORDS, **written}
    for name, why, change, code in changes():
        doc = made().doc
        change(doc)
        yield {"name": name, "why": why, "code": code, "stage": "form", "passphrase": WORDS, "file": canonical(doc)}
    odd = '{"v":7,"magic":"keybearer-vault", "shape":"unknown"}'
    yield {"name": "version 7 in another shape", "why": "nothing else of a newer file is judged", "code": NEWER,
           "stage": "form", "passphrase": WORDS, "file": odd}
