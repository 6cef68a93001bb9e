"""Files that must be refused for what they hold: sealed by someone else, or put together from true parts."""
import copy

from vault_v1_format import b64, canonical, label_of, manifest_text, seal, sha256, unb64, write_recovery_key
from vault_v1_valid import CHEAP, THREE, WORDS, Made, key

SLOT, CONTENTS, UNLOCK = ("PASSPHRASE_WRONG", "slot"), ("VAULT_DAMAGED", "contents"), ("INPUT_INVALID", "unlock")


def made(seed="ours", **more):
    return Made(f"refused {seed}", **{"records": THREE, "generation": 3, **more})


def flip(text, at):
    data = bytearray(unb64(text))
    data[at] ^= 1
    return b64(bytes(data))


def unlocks():
    """A sound file, and something else than its passphrase: name, why, outcome, what is typed."""
    vault = made()
    right = vault.recovery_key
    typo = ("8" if right[0] != "8" else "9") + right[1:]
    spare = right.replace("-", "")
    spare = spare[:51] + chr(ord(spare[51]) + 1) + spare[52:]
    yield "an empty passphrase", "a passphrase has at least one byte", UNLOCK, {"passphrase": ""}
    yield "a mistyped recovery key", "the check of four characters differs", UNLOCK, {"recoveryKey": typo}
    yield "a recovery key cut short", "it has 56 characters", UNLOCK, {"recoveryKey": right[:-5]}
    yield "a recovery key with a U", "U is not in the alphabet", UNLOCK, {"recoveryKey": right[:20] + "U" + right[21:]}
    yield "a recovery key with spare bits", "the last four bits before the check are zero", UNLOCK, {"recoveryKey": spare}
    yield "another passphrase", "its slot does not open", SLOT, {"passphrase": "Correct horse battery staple"}
    yield "a space after the passphrase", "nothing is trimmed", SLOT, {"passphrase": f"{WORDS} "}
    other = write_recovery_key(bytes(range(32)))
    yield "the recovery key of another vault", "its slot does not open", SLOT, {"recoveryKey": other}


def slots():
    """Changes after which the passphrase's slot does not open: name, why, outcome, the vault."""
    vault = made()
    vault.doc["vaultId"] = "0" * 32
    yield "another vaultId", "the slot's label holds the vaultId", SLOT, vault
    vault = made()
    vault.doc["kdf"]["salt"] = flip(vault.doc["kdf"]["salt"], 0)
    yield "another salt of the KDF", "the slot's key hangs on the salt", SLOT, vault
    vault = made()
    vault.doc["kdf"]["passes"] = 3
    yield "a dearer KDF within bounds", "the slot's key and label hang on the cost", SLOT, vault
    vault = made()
    vault.doc["slots"] = made("theirs").doc["slots"]
    yield "the slots of another vault under the same passphrase", "the label holds the vaultId, the key another salt", SLOT, vault
    vault = made()
    a, b = vault.doc["slots"]
    vault.doc["slots"] = [{**b, "kind": a["kind"]}, {**a, "kind": b["kind"]}]
    yield "two slots under each other's names", "the slot's label holds its kind", SLOT, vault
    vault = made()
    vault.doc["slots"][0]["revision"] = 2
    yield "another revision of the slot", "the slot's label holds its revision", SLOT, vault
    vault = made()
    unbound = label_of(vault.doc, "passphrase", "slot", 1, 1)
    vault.doc["slots"][0] = vault.slot("passphrase", 1, unbound)
    vault.seal_manifest()
    yield "a passphrase slot whose label lacks the KDF", "the passphrase's label has the member kdf", SLOT, vault
    vault = made()
    vault.doc["slots"] = vault.doc["slots"][1:]
    vault.seal_manifest()
    yield "no slot for the passphrase", "there is nothing that the passphrase could open", SLOT, vault


def contents():
    """The passphrase's slot opens, and the rest is not of one piece: name, why, outcome, the vault."""
    def case(change, **more):
        vault = made(**more)
        records = vault.doc["records"]
        change(vault, records)
        return vault

    def drop(_vault, records):
        records.pop(1)

    def exchange(_vault, records):
        a, b = records[0], records[1]
        for part in ("salt", "nonce", "ciphertext"):
            a[part], b[part] = b[part], a[part]

    def set_part(part, new):
        def change(_vault, records):
            records[1][part] = new(records[1][part])
        return change

    yield "two records with their boxes swapped", "a record's label holds its id", CONTENTS, case(exchange)
    yield "a dropped record", "the manifest lists every record", CONTENTS, case(drop)
    yield "a record doubled under another id", "the manifest lists every record", CONTENTS, case(
        lambda _vault, records: records.append({**records[2], "id": "key_c"}))
    older = made("rolled back")
    newer = copy.deepcopy(older)
    newer.doc["records"][1] = newer.record("key_b", b'{"label":"kraken-main","revoked":true}', revision=3)
    newer.seal_manifest()
    newer.doc["records"][1] = older.doc["records"][1]
    yield "a record put back to an older revision", "the manifest names each revision", CONTENTS, newer
    yield "a record's revision alone raised", "the manifest names each revision", CONTENTS, case(set_part("revision", lambda one: one + 1))
    yield "another type of a record", "a record's label holds its type", CONTENTS, case(set_part("type", lambda _one: "bot"))
    yield "another schema of a record", "a record's label holds its schema", CONTENTS, case(set_part("schema", lambda _one: 2))
    yield "a record's nonce changed", "the nonce is part of the sealing", CONTENTS, case(set_part("nonce", lambda one: flip(one, 0)))
    yield "a record's salt changed", "the key is made with the salt", CONTENTS, case(set_part("salt", lambda one: flip(one, 31)))
    yield "a record's tag cut to 12 bytes", "a tag has 16 bytes", CONTENTS, case(
        set_part("ciphertext", lambda one: b64(unb64(one)[:-4])))
    yield "a record's last bit changed", "the tag vouches for every bit", CONTENTS, case(set_part("ciphertext", lambda one: flip(one, -1)))
    theirs = made("theirs")
    yield "a record of another vault under the same id", "another vault has other keys", CONTENTS, case(
        lambda _vault, records: records.__setitem__(1, theirs.doc["records"][1]))

    def raise_generation(vault, _records):
        vault.doc["generation"] += 1
    yield "a generation raised by hand", "the manifest's label holds the generation", CONTENTS, case(raise_generation)

    def old_manifest(vault, _records):
        old = vault.doc["manifest"]
        vault.doc["generation"] += 1
        vault.seal_manifest()
        vault.doc["manifest"] = old
    yield "the manifest of the generation before", "the manifest's label holds the generation", CONTENTS, case(old_manifest)
    yield "the manifest of another vault", "another vault has other keys", CONTENTS, case(
        lambda vault, _records: vault.doc.update(manifest=theirs.doc["manifest"]))
    yield "the recovery slot dropped", "the manifest binds the slots", CONTENTS, case(lambda vault, _records: vault.doc["slots"].pop())
    yield "the recovery slot of another vault", "the manifest binds the slots", CONTENTS, case(
        lambda vault, _records: vault.doc["slots"].__setitem__(1, theirs.doc["slots"][1]))
    yield from former_passphrase()
    yield from forged()


def former_passphrase():
    """A thief who knows the passphrase of last year puts its slot back."""
    vault = made("changed")
    old = {"kdf": vault.doc["kdf"], "slots": vault.doc["slots"]}
    fresh = Made("refused changed again", passphrase="a new one")
    vault.doc["generation"] += 1
    vault.doc["kdf"] = fresh.doc["kdf"]
    vault.slot_keys["passphrase"] = fresh.slot_keys["passphrase"]
    vault.doc["slots"] = [vault.slot("passphrase", vault.doc["generation"]), old["slots"][1]]
    vault.seal_manifest()
    vault.doc.update(old)
    yield "the slot of a former passphrase put back", "the manifest binds slots and KDF", CONTENTS, vault


def forged():
    """Sealed by someone with the vault key, and yet not as the document says."""
    def with_text(change):
        vault = made()
        vault.seal_manifest(change(manifest_text(vault.doc), vault.doc))
        return vault

    yield "a manifest with a space in it", "the manifest is canonical JSON", CONTENTS, with_text(lambda text, _doc: text.replace(",", ", ", 1))
    yield "a manifest with a further record", "the manifest is of this file's records", CONTENTS, with_text(
        lambda text, _doc: text.replace('"records":[', '"records":[{"id":"a","revision":1,"sha256":""},'))
    yield "a manifest that hashes base64 instead of bytes", "the hash is of the sealed bytes", CONTENTS, with_text(
        lambda text, doc: text.replace(b64(sha256(unb64(doc["records"][0]["ciphertext"]))), b64(sha256(doc["records"][0]["ciphertext"].encode()))))
    yield "a manifest without the slots", "the manifest binds the slots", CONTENTS, with_text(
        lambda _text, doc: canonical({key: value for key, value in doc.items() if key in ("generation", "records")}))
    vault = made()
    head = {part: vault.doc["records"][0][part] for part in ("id", "type", "schema", "revision")}
    wrong_key = seal(vault.keys["manifest"], label_of(vault.doc, head["id"], head["type"], 1, 1), b"x", vault.random)
    vault.doc["records"][0] = {**head, **wrong_key}
    vault.seal_manifest()
    yield "a record sealed under the manifest's key", "records have a subkey of their own", CONTENTS, vault
    vault = made()
    unnamed = label_of({**vault.doc, "v": 2}, head["id"], head["type"], 1, 1)
    vault.doc["records"][0] = {**head, **seal(vault.keys["records"], unnamed, b"x", vault.random)}
    vault.seal_manifest()
    yield "a record sealed for another format", "the label names the format", CONTENTS, vault


def later():
    """Of a later version, and not as that version would be: name, why, outcome, the vault."""
    vault = made()
    vault.doc["v"] = 2
    yield "version 2 written on a file of version 1", "the labels hold the version", ("VAULT_NEWER", "slot"), vault
    vault = made(v=2)
    vault.doc["records"].pop()
    yield "version 2 and a dropped record", "a later version has to prove genuine, too", ("VAULT_NEWER", "contents"), vault
    vault = made(v=2)
    vault.doc["vaultId"] = "0" * 32
    yield "version 2 and another vaultId", "the slot's label holds the vaultId", SLOT, vault


def by_content():
    for name, why, (code, stage), typed in unlocks():
        yield {"name": name, "why": why, "code": code, "stage": stage, **typed, "file": made().text()}
    for name, why, (code, stage), vault in [*slots(), *contents(), *later()]:
        typed = {"passphrase": vault.passphrase}
        yield {"name": name, "why": why, "code": code, "stage": stage, **typed, "file": vault.text()}
    # A stage later than the passphrase's: the recovery slot knows nothing of the KDF, the manifest does.
    vault = made()
    vault.doc["kdf"]["passes"] = 3
    typed = {"recoveryKey": vault.recovery_key}
    yield {"name": "a dearer KDF, opened by the recovery key", "why": "the manifest binds the KDF", "code": "VAULT_DAMAGED",
           "stage": "contents", **typed, "file": vault.text()}
