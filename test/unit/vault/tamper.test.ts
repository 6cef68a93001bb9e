import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type SealedRecord, type SealedVault, serialise } from '../../../electron/vault/envelope.ts';
import { MemoryFs } from '../../fakes/memory-fs.ts';
import { alone, byRecovery, codeOf, contentsOf, makeVault, openOn, pathA, pathB, put, sealedAt } from './helpers.ts';

/** A vault, and the code that a changed file of it fails with when it stands alone. */
async function tampered(change: (sealed: SealedVault) => SealedVault): Promise<string | undefined> {
  const { fs } = await makeVault();
  const sealed = sealedAt(fs, pathA);
  return codeOf(() => openOn(alone(change(structuredClone(sealed)))));
}

const onRecords = (change: (records: SealedRecord[]) => SealedRecord[]) => (sealed: SealedVault) => ({
  ...sealed,
  records: change(sealed.records),
});

function flip(base64: string, at: number): string {
  const bytes = Buffer.from(base64, 'base64');
  bytes[at < 0 ? bytes.length + at : at] = (bytes.at(at) ?? 0) ^ 1;
  return bytes.toString('base64');
}

const onFirst = (change: (record: SealedRecord) => SealedRecord) =>
  onRecords(([first, ...rest]) => (first === undefined ? rest : [change(first), ...rest]));

describe('a changed file standing alone is refused', () => {
  const damaged: Record<string, (sealed: SealedVault) => SealedVault> = {
    'two records with their contents swapped': onRecords(([a, b, ...rest]) =>
      a && b
        ? [
            { ...a, salt: b.salt, nonce: b.nonce, ciphertext: b.ciphertext },
            { ...b, salt: a.salt, nonce: a.nonce, ciphertext: a.ciphertext },
            ...rest,
          ]
        : [],
    ),
    'two records with their ids swapped': onRecords(([a, b, ...rest]) =>
      a && b ? [{ ...b, id: a.id }, { ...a, id: b.id }, ...rest] : [],
    ),
    'records in another order': onRecords((records) => records.toReversed()),
    'a dropped record': onRecords(([, ...rest]) => rest),
    'all records dropped': onRecords(() => []),
    'a doubled record': onRecords((records) =>
      records.flatMap((record, index) => (index === 0 ? [record, record] : [record])),
    ),
    'a record doubled under another id': onRecords((records) => [
      ...records,
      ...records.slice(0, 1).map((record) => ({ ...record, id: 'zzz' })),
    ]),
    'another type': onFirst((record) => ({ ...record, type: 'log' })),
    'another schema': onFirst((record) => ({ ...record, schema: 2 })),
    'another revision': onFirst((record) => ({ ...record, revision: 1 })),
    'another record id': onFirst((record) => ({ ...record, id: 'bot_b' })),
    'a changed ciphertext': onFirst((record) => ({ ...record, ciphertext: flip(record.ciphertext, 0) })),
    'a changed tag': onFirst((record) => ({ ...record, ciphertext: flip(record.ciphertext, -1) })),
    'a changed nonce': onFirst((record) => ({ ...record, nonce: flip(record.nonce, 0) })),
    'a changed salt': onFirst((record) => ({ ...record, salt: flip(record.salt, 0) })),
    'a tag cut to 4 bytes': onFirst((record) => ({
      ...record,
      ciphertext: Buffer.from(record.ciphertext, 'base64').subarray(0, -12).toString('base64'),
    })),
    'a changed manifest': (sealed) => ({
      ...sealed,
      manifest: { ...sealed.manifest, ciphertext: flip(sealed.manifest.ciphertext, 3) },
    }),
    'a higher generation': (sealed) => ({ ...sealed, generation: sealed.generation + 1 }),
    'a lower generation': (sealed) => ({ ...sealed, generation: sealed.generation - 1 }),
    'the recovery slot dropped': (sealed) => ({
      ...sealed,
      slots: sealed.slots.filter(({ kind }) => kind !== 'recovery'),
    }),
    'the recovery slot changed': (sealed) => ({
      ...sealed,
      slots: sealed.slots.map((slot) => (slot.kind === 'recovery' ? { ...slot, nonce: flip(slot.nonce, 0) } : slot)),
    }),
    'too few passes': (sealed) => ({ ...sealed, kdf: { ...sealed.kdf, passes: 1 } }),
    'too little memory for the KDF': (sealed) => ({ ...sealed, kdf: { ...sealed.kdf, memoryKiB: 19 * 1024 - 1 } }),
    'over 1 GiB for the KDF': (sealed) => ({ ...sealed, kdf: { ...sealed.kdf, memoryKiB: 1024 * 1024 + 1 } }),
    'over 20 passes': (sealed) => ({ ...sealed, kdf: { ...sealed.kdf, passes: 21 } }),
    'over 8 lanes': (sealed) => ({ ...sealed, kdf: { ...sealed.kdf, lanes: 9 } }),
    'over 2 GiB of memory times passes': (sealed) => ({
      ...sealed,
      kdf: { ...sealed.kdf, memoryKiB: 1024 * 1024, passes: 3 },
    }),
    'half a lane': (sealed) => ({ ...sealed, kdf: { ...sealed.kdf, lanes: 1.5 } }),
  };
  test.each(Object.entries(damaged))('%s is VAULT_DAMAGED', async (_name, change) => {
    expect(await tampered(change)).toBe('VAULT_DAMAGED');
  });

  const unopened: Record<string, (sealed: SealedVault) => SealedVault> = {
    'a dearer KDF': (sealed) => ({ ...sealed, kdf: { ...sealed.kdf, passes: 3 } }),
    'another memory of the KDF': (sealed) => ({
      ...sealed,
      kdf: { ...sealed.kdf, memoryKiB: sealed.kdf.memoryKiB + 1 },
    }),
    'another salt of the KDF': (sealed) => ({ ...sealed, kdf: { ...sealed.kdf, salt: flip(sealed.kdf.salt, 0) } }),
    'another vault id': (sealed) => ({ ...sealed, vaultId: '0'.repeat(32) }),
    'the passphrase slot under the name of the recovery slot': (sealed) => ({
      ...sealed,
      slots: sealed.slots
        .map((slot, index) => ({ ...slot, kind: sealed.slots[1 - index]?.kind ?? slot.kind }))
        .toReversed(),
    }),
    'another revision of a slot': (sealed) => ({
      ...sealed,
      slots: sealed.slots.map((slot) => ({ ...slot, revision: 2 })),
    }),
  };
  test.each(Object.entries(unopened))('%s no longer opens by the passphrase', async (_name, change) => {
    expect(await tampered(change)).toBe('PASSPHRASE_WRONG');
  });

  test('the KDF may not change under the recovery key either', async () => {
    const { fs, recoveryKey } = await makeVault();
    const sealed = sealedAt(fs, pathA);
    const changed = alone({ ...sealed, kdf: { ...sealed.kdf, passes: 3 } });
    expect(await codeOf(() => openOn(changed, byRecovery(recoveryKey)))).toBe('VAULT_DAMAGED');
  });

  test('one record rolled back to its older self is found out', async () => {
    const { fs, vault } = await makeVault();
    const old = sealedAt(fs, pathA).records.find(({ id }) => id === 'key_a');
    await vault.commit([put('key_a', 'alpha 2')]);
    const now = sealedAt(fs, pathB);
    const rolledBack = { ...now, records: now.records.map((record) => (record.id === 'key_a' && old ? old : record)) };
    expect(await codeOf(() => openOn(alone(now)))).toBeUndefined();
    expect(await codeOf(() => openOn(alone(rolledBack)))).toBe('VAULT_DAMAGED');
  });

  test('a record of another vault is found out, as is its manifest', async () => {
    const ours = sealedAt((await makeVault()).fs, pathA);
    const theirs = sealedAt((await makeVault()).fs, pathA);
    expect(await codeOf(() => openOn(alone({ ...ours, records: theirs.records })))).toBe('VAULT_DAMAGED');
    expect(await codeOf(() => openOn(alone({ ...ours, records: theirs.records, manifest: theirs.manifest })))).toBe(
      'VAULT_DAMAGED',
    );
  });
});

describe('mutations', () => {
  test('of 2,000 random ones none opens with other content', async () => {
    const { fs, recoveryKey } = await makeVault();
    const original = Buffer.from(fs.files().get(pathA) ?? []);
    const edit = fc.tuple(
      fc.nat(original.length - 1),
      fc.constantFrom('set', 'insert', 'delete', 'copy'),
      fc.nat(255),
      fc.nat(original.length - 1),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 3 }), fc.boolean(), async (edits, isRecovery) => {
        const bytes = edits.reduce(mutate, original);
        if (bytes.equals(original)) return;
        const disk = MemoryFs.of([[pathA, bytes]]);
        const code = await codeOf(() => openOn(disk, isRecovery ? byRecovery(recoveryKey) : undefined));
        expect(['VAULT_DAMAGED', 'PASSPHRASE_WRONG', 'VAULT_NEWER']).toContain(code);
      }),
      { numRuns: 2000 },
    );
  });

  test('with the other file whole, the vault opens from it, whatever happened to the newer one', async () => {
    const { fs, vault } = await makeVault();
    await vault.commit([], { both: true });
    const original = Buffer.from(fs.files().get(pathA) ?? []);
    await fc.assert(
      fc.asyncProperty(fc.nat(original.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const bytes = Buffer.from(original);
        bytes[at] = (bytes[at] ?? 0) ^ change;
        const disk = MemoryFs.of([
          [pathA, bytes],
          [pathB, original],
        ]);
        const opened = await openOrCode(disk);
        // A version that is higher must be believed, or an older Keybearer would undo what a newer one wrote.
        if (opened === 'VAULT_NEWER') return;
        expect(opened).toEqual(contentsOf(vault));
        expect(Buffer.from(disk.files().get(pathA) ?? [])).toEqual(original);
      }),
      { numRuns: 500 },
    );
  });
});

async function openOrCode(disk: MemoryFs): Promise<unknown> {
  let found: unknown;
  const code = await codeOf(async () => {
    found = contentsOf(await openOn(disk));
  });
  return code ?? found;
}

function mutate(bytes: Buffer, [at, kind, value, from]: readonly [number, string, number, number]): Buffer {
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at + 1)];
  if (kind === 'insert') return Buffer.concat([before, Uint8Array.of(value), bytes.subarray(at)]);
  if (kind === 'delete') return Buffer.concat([before, after]);
  return Buffer.concat([before, kind === 'copy' ? bytes.subarray(from, from + 1) : Uint8Array.of(value), after]);
}

test('serialising what was parsed gives the same bytes', async () => {
  const { fs } = await makeVault();
  expect(serialise(sealedAt(fs, pathA))).toEqual(Buffer.from(fs.files().get(pathA) ?? []));
});
