/** Files made by another program from docs/vault-format.md alone; see test/vectors/make-vault-v1.py. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { argon2idKdf, type Kdf } from '../../../electron/vault/kdf.ts';
import { openVault, type Unlock } from '../../../electron/vault/vault.ts';
import { MemoryFs } from '../../fakes/memory-fs.ts';
import { byKeychain, byPassphrase, byRecovery, codeOf, depsOn, pathA, pathB } from './helpers.ts';

const Record = z.strictObject({
  id: z.string(),
  type: z.string(),
  schema: z.number(),
  revision: z.number(),
  payload: z.string(),
});
const Opening = z.object({
  passphrase: z.string(),
  recoveryKey: z.string(),
  vaultId: z.string(),
  generation: z.number(),
  records: z.array(Record),
  file: z.string(),
});
type Opening = z.infer<typeof Opening>;
const Valid = Opening.extend({
  name: z.string(),
  keychainKey: z.base64().optional(),
  subkeys: z.strictObject({ anchor: z.base64(), state: z.base64() }),
}).strict();
const Refused = z.strictObject({
  name: z.string(),
  why: z.string(),
  code: z.string(),
  /** unlock: what was typed; form: the file, before any key is worked out; slot; contents. */
  stage: z.enum(['unlock', 'form', 'slot', 'contents']),
  passphrase: z.string().optional(),
  recoveryKey: z.string().optional(),
  file: z.string().optional(),
  fileBase64: z.base64().optional(),
});
type Refused = z.infer<typeof Refused>;
const Vectors = z.object({ valid: z.array(Valid), readOnly: z.array(Valid), refused: z.array(Refused) });

const load = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../vectors/${name}`, import.meta.url), 'utf8'));
const golden = Opening.parse(load('vault-v1-golden.json'));
const { valid, readOnly, refused } = Vectors.parse(load('vault-v1.json'));

const realKdf = argon2idKdf();

const open = (disk: MemoryFs, unlock: Unlock, kdf: Kdf = realKdf) => openVault({ ...depsOn(disk), kdf }, unlock);
const alone = (file: string | Uint8Array): MemoryFs => MemoryFs.of([[pathA, Buffer.from(file)]]);

async function expectOpens(opening: Opening, unlock: Unlock) {
  const vault = await open(alone(opening.file), unlock);
  expect(vault.vaultId).toBe(opening.vaultId);
  expect(vault.generation).toBe(opening.generation);
  expect(
    vault.list().map((view) => ({ ...view, payload: vault.useRecord(view.id, (plain) => plain.toString('base64')) })),
  ).toEqual(opening.records);
  return vault;
}

const fileOf = ({ file, fileBase64 }: Refused): Uint8Array =>
  fileBase64 === undefined ? Buffer.from(file ?? '', 'utf8') : Buffer.from(fileBase64, 'base64');

const unlockOf = ({ passphrase, recoveryKey }: Refused): Unlock =>
  recoveryKey === undefined ? byPassphrase(passphrase ?? '') : byRecovery(recoveryKey);

describe('files of version 1', () => {
  test('20 that must open and more than 40 that must be refused were made by another program', () => {
    expect(valid).toHaveLength(20);
    expect(readOnly).toHaveLength(2);
    expect(refused.length).toBeGreaterThanOrEqual(40);
    expect(new Set(refused.map(({ name }) => name)).size).toBe(refused.length);
  });

  test('the golden file opens by its passphrase and by its recovery key', async () => {
    await expectOpens(golden, byPassphrase(golden.passphrase));
    await expectOpens(golden, byRecovery(golden.recoveryKey));
  });

  test('the golden file opens unchanged by a program that knows schemas, migrations and the rest', async () => {
    const file = Buffer.from(golden.file);
    const fs = MemoryFs.of([
      [pathA, file],
      [pathB, file],
    ]);
    const before = fs.files();
    const schemas = Object.fromEntries(golden.records.map(({ type, schema }) => [type, schema]));
    const migrations = golden.records.map(({ type, schema }) => ({
      type,
      from: schema + 1,
      migrate: () => Buffer.of(),
    }));
    const saved: number[] = [];
    const onSaved = (generation: number) => saved.push(generation);
    for (const unlock of [byPassphrase(golden.passphrase), byRecovery(golden.recoveryKey)]) {
      const deps = { ...depsOn(fs), kdf: argon2idKdf(), schemas, migrations, onSaved };
      const vault = await openVault(deps, unlock);
      expect(vault.list().map(({ id }) => id)).toEqual(golden.records.map(({ id }) => id));
      expect([vault.isReadOnly, vault.warnings, vault.unread()]).toEqual([false, [], []]);
      expect([vault.hasSlot('keychain'), vault.hasSlot('passphrase'), vault.hasSlot('recovery')]).toEqual([
        false,
        true,
        true,
      ]);
      expect([vault.pendingRecoveryKey(), vault.retiredStateKey()]).toEqual([undefined, undefined]);
      expect(vault.bytes().toString()).toBe(golden.file);
      expect(vault.isWhole(file)).toBe(true);
    }
    expect(fs.files()).toEqual(before);
    expect(saved).toEqual([]);
  });

  test.each(valid)('a file with $name opens, with every record as it was', async (opening) => {
    await expectOpens(opening, byPassphrase(opening.passphrase));
    if (opening.keychainKey !== undefined)
      await expectOpens(opening, byKeychain(Buffer.from(opening.keychainKey, 'base64')));
    const vault = await expectOpens(opening, byRecovery(opening.recoveryKey));
    for (const name of ['anchor', 'state'] as const)
      expect(vault.subkey(name).use((bytes) => bytes.toString('base64'))).toBe(opening.subkeys[name]);
  });

  test.each(readOnly)('a file of $name opens for reading only', async (opening) => {
    const vault = await expectOpens(opening, byPassphrase(opening.passphrase));
    expect(vault.isReadOnly).toBe(true);
    expect(await codeOf(() => vault.commit([{ remove: 'key_a' }]))).toBe('VAULT_NEWER');
  });

  test.each(refused)('a file with $name is refused with $code: $why', async (vector) => {
    let runs = 0;
    const counting: Kdf = (...given) => {
      runs += 1;
      return realKdf(...given);
    };
    expect(await codeOf(() => open(alone(fileOf(vector)), unlockOf(vector), counting))).toBe(vector.code);
    // No work and no memory for a file that is refused for its form or for what was typed.
    const isWorkedOut = vector.recoveryKey === undefined && (vector.stage === 'slot' || vector.stage === 'contents');
    expect(runs).toBe(isWorkedOut ? 1 : 0);
  });

  test('no file that must be refused takes the place of the true one', async () => {
    const [truth] = valid.filter(({ records }) => records.length > 0);
    if (truth === undefined) throw new Error('no vector has a record');
    // A file of a later version hides the other one, whatever is in it.
    const isLater = ({ file }: Refused) => /"v":[27]\b/.test(file ?? '');
    for (const vector of refused.filter((one) => one.stage !== 'unlock' && !isLater(one))) {
      const disk = MemoryFs.of([
        [pathA, fileOf(vector)],
        [pathB, Buffer.from(truth.file, 'utf8')],
      ]);
      const vault = await open(disk, byRecovery(truth.recoveryKey));
      expect([vector.name, vault.vaultId, vault.list().length]).toEqual([
        vector.name,
        truth.vaultId,
        truth.records.length,
      ]);
    }
  });
});
