import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { argon2idKdf } from '../../../electron/vault/kdf.ts';
import { openVault, type Unlock } from '../../../electron/vault/vault.ts';
import { MemoryFs } from '../../fakes/memory-fs.ts';
import { byPassphrase, byRecovery, codeOf, depsOn, pathA, pathB } from './helpers.ts';

const Record = z.object({
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
const Vectors = z.object({
  valid: z.array(Opening.extend({ name: z.string() })),
  refused: z.array(z.object({ name: z.string(), code: z.string(), passphrase: z.string(), file: z.string() })),
});

const load = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../vectors/${name}`, import.meta.url), 'utf8'));
const golden = Opening.parse(load('vault-v1-golden.json'));
const { valid, refused } = Vectors.parse(load('vault-v1.json'));

const open = (file: string, unlock: Unlock) =>
  openVault({ ...depsOn(MemoryFs.of([[pathA, Buffer.from(file)]])), kdf: argon2idKdf() }, unlock);

async function expectOpens(opening: Opening, unlock: Unlock): Promise<void> {
  const vault = await open(opening.file, unlock);
  expect(vault.vaultId).toBe(opening.vaultId);
  expect(vault.generation).toBe(opening.generation);
  expect(
    vault.list().map((view) => ({ ...view, payload: vault.useRecord(view.id, (plain) => plain.toString('base64')) })),
  ).toEqual(opening.records);
}

describe('files of version 1', () => {
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

  test.each(valid)('a file with $name opens', async (opening) => {
    await expectOpens(opening, byPassphrase(opening.passphrase));
    await expectOpens(opening, byRecovery(opening.recoveryKey));
  });

  test.each(refused)('a file with $name is refused with $code', async ({ file, passphrase, code }) => {
    expect(await codeOf(() => open(file, byPassphrase(passphrase)))).toBe(code);
  });
});
