import { beforeEach, describe, expect, it } from 'vitest';
import { KeychainUnlock } from '../../../electron/agent/keychain.ts';
import type { Unlock } from '../../../electron/agent/ports.ts';
import { systemClock } from '../../../electron/base/clock.ts';
import { systemRandom } from '../../../electron/base/random.ts';
import { Secret } from '../../../electron/base/secret.ts';
import type { Vault, Unlock as VaultUnlock } from '../../../electron/vault/vault.ts';
import { type FakeKeychain, fakeKeychain } from '../../fakes/keychain.ts';
import type { MemoryFs } from '../../fakes/memory-fs.ts';
import { codeOf, dir, makeVault, openOn, put, words } from '../vault/helpers.ts';

const byPassphrase = (text = words): Unlock => ({ kind: 'passphrase', secret: Secret.ofText(text) });
const path = '/data/keychain.json';
let fs: MemoryFs;
let keychain: FakeKeychain;
let vault: Vault | undefined;
let reports: unknown[];
let unlock: KeychainUnlock;

/** The program that runs on this disk; a new one is a restart. */
const start = (system: FakeKeychain | undefined = keychain): void => {
  vault?.seal();
  vault = undefined;
  reports = [];
  unlock = new KeychainUnlock({
    ...{
      dir,
      fs,
      clock: systemClock,
      random: systemRandom,
      vault: () => vault,
      report: (fault) => void reports.push(fault),
    },
    ...(system === undefined ? {} : { keychain: system }),
    unseal: async (by: VaultUnlock) => {
      vault = await openOn(fs, by);
    },
  });
};
const be = (how: Partial<FakeKeychain>): void => void Object.assign(keychain, how);
const openByHand = async (): Promise<Vault> => {
  vault = await openOn(fs);
  return vault;
};
const fileOf = (on: MemoryFs = fs): Record<string, unknown> =>
  JSON.parse(Buffer.from(on.files().get(path) ?? Buffer.from('null')).toString('utf8'));
const whyNot = async (): Promise<string | null> => {
  const { opened, why } = await unlock.open();
  expect([opened, vault]).toEqual([false, undefined]);
  // The passphrase opens it as ever.
  await openByHand();
  return why;
};

beforeEach(async () => {
  const made = await makeVault();
  [fs, keychain, vault] = [made.fs, fakeKeychain(), undefined];
  start();
  vault = made.vault;
});

describe('turned on', () => {
  beforeEach(() => unlock.turnOn(byPassphrase()));

  it('opens the vault at the next start', async () => {
    start();
    expect(await unlock.open()).toEqual({ opened: true, why: null });
    expect(vault?.list()).toHaveLength(3);
    expect(await unlock.state()).toEqual({ on: true, fit: true, why: null });
  });

  it('keeps a file that only the keychain can read', () => {
    expect(fileOf()).toEqual({ v: 1, vaultId: vault?.vaultId, ciphertext: expect.stringMatching(/^[A-Za-z0-9+/=]+$/) });
    expect(Buffer.from(String(fileOf()['ciphertext']), 'base64').toString('latin1')).not.toMatch(/slotKey|generation/);
  });

  it('can be turned on again, and the former file then opens nothing', async () => {
    const former = fs.files().get(path) ?? new Uint8Array(0);
    await unlock.turnOn(byPassphrase());
    start();
    expect((await unlock.open()).opened).toBe(true);
    fs.set(path, former);
    start();
    expect(await whyNot()).toBe('The key in the keychain does not open this vault.');
  });

  it('is turned off without the passphrase: file and slot are gone, and a copy of the file opens nothing', async () => {
    const copy = fs.files().get(path) ?? new Uint8Array(0);
    await unlock.turnOff();
    expect([fs.files().has(path), vault?.hasSlot('keychain')]).toEqual([false, false]);
    expect(await unlock.state()).toMatchObject({ on: false });
    fs.set(path, copy);
    start();
    expect(await whyNot()).toBe('The key in the keychain does not open this vault.');
  });

  it('is turned off while the vault is sealed, and its slot goes when the vault opens', async () => {
    start();
    await unlock.turnOff();
    expect(await unlock.open()).toEqual({ opened: false, why: null });
    const { generation } = await openByHand();
    unlock.note(generation);
    await unlock.settled();
    expect(vault?.hasSlot('keychain')).toBe(false);
  });

  it('tells the generation of this vault that was last seen, before the vault is open', async () => {
    const opened = vault;
    await opened?.commit([put('key_d', 'delta')]);
    unlock.note(opened?.generation ?? 0);
    await unlock.settled();
    const seen: (number | undefined)[] = [];
    const vaultId = opened?.vaultId ?? '';
    start();
    unlock = new KeychainUnlock({
      ...{
        dir,
        fs,
        clock: systemClock,
        random: systemRandom,
        keychain,
        vault: () => vault,
        report: (fault) => void reports.push(fault),
      },
      unseal: async () => void seen.push(unlock.lastSeen(vaultId), unlock.lastSeen('f'.repeat(32))),
    });
    expect(unlock.lastSeen(vaultId)).toBeUndefined();
    await unlock.open();
    expect(seen).toEqual([opened?.generation, undefined]);
  });

  it('keeps a hundred generations noted at once in two writes at most', async () => {
    const before = keychain.counts.sealed;
    for (let generation = 10; generation < 110; generation += 1) unlock.note(generation);
    await unlock.settled();
    expect(keychain.counts.sealed - before).toBeLessThanOrEqual(2);
    start();
    await unlock.open();
    expect([unlock.lastSeen(vault?.vaultId ?? ''), vault === undefined]).toEqual([109, false]);
  });

  it('writes nothing where the generation is the one that it holds', async () => {
    unlock.note(20);
    await unlock.settled();
    const before = keychain.counts.sealed;
    unlock.note(20);
    await unlock.settled();
    expect(keychain.counts.sealed).toBe(before);
  });

  it('seals again what the keychain calls stale', async () => {
    start();
    keychain.isStale = true;
    const before = fileOf()['ciphertext'];
    await unlock.open();
    expect(fileOf()['ciphertext']).not.toBe(before);
    keychain.isStale = false;
    start();
    expect((await unlock.open()).opened).toBe(true);
  });

  it('opens the vault though what is stale cannot be sealed again, and says so', async () => {
    start();
    keychain.isStale = true;
    const { seal } = keychain;
    keychain.seal = () => Promise.reject(new Error('no'));
    expect(await unlock.open()).toEqual({ opened: true, why: null });
    expect(reports).toHaveLength(1);
    keychain.seal = seal;
  });

  it('goes with the slot when the keys of the vault are rotated', async () => {
    await vault?.dropKeychainSlot();
    expect(await unlock.state()).toMatchObject({ on: false, why: 'The key in the keychain does not open this vault.' });
    unlock.note(vault?.generation ?? 0);
    await unlock.settled();
    expect(fs.files().has(path)).toBe(false);
    expect(await unlock.state()).toMatchObject({ on: false, why: null });
  });

  it('does not keep the app from ending where the keychain hangs', async () => {
    keychain.open = () => new Promise(() => undefined);
    unlock.note(20);
    const begun = performance.now();
    await unlock.settled();
    expect(performance.now() - begun).toBeLessThan(1000);
  });

  it('says the same fault once, not after every save', async () => {
    keychain.unfit = 'It is gone.';
    for (const generation of [20, 21, 22]) {
      unlock.note(generation);
      await unlock.settled();
    }
    expect(reports).toHaveLength(1);
    expect(await unlock.state()).toEqual({ on: true, fit: false, why: 'It is gone.' });
  });
});

describe('falls back to the passphrase with one sentence', () => {
  beforeEach(() => unlock.turnOn(byPassphrase()));

  it.each<[string, (file: Record<string, unknown>) => Promise<void> | void, RegExp]>([
    ['there is no keyring any more', () => be({ unfit: 'It is not ready.' }), /^It is not ready\.$/],
    ['the keychain has lost its key', () => keychain.forgetAll(), /keychain failed/],
    ['the keychain gives something else', () => be({ isForgetful: true }), /did not put there/],
    ['the file is cut off', () => fs.set(path, (fs.files().get(path) ?? Buffer.of()).subarray(0, 40)), /is damaged/],
    ['the file is empty', () => fs.set(path, new Uint8Array(0)), /is damaged/],
    [
      'the file has another form',
      (file) => fs.set(path, Buffer.from(JSON.stringify(file, undefined, 1))),
      /is damaged/,
    ],
    [
      'the file is of a later version',
      (file) => fs.set(path, Buffer.from(JSON.stringify({ ...file, v: 2 }))),
      /damaged/,
    ],
    ['the file is too large', () => fs.set(path, new Uint8Array(65 * 1024)), /keychain\.json/],
    ['the disk fails', () => fs.failAt(0, 'EIO'), /keychain\.json/],
    ['the slot is gone', async () => (await openByHand()).dropKeychainSlot(), /does not open this vault/],
  ])('where %s', async (_what, harm, sentence) => {
    start();
    await harm(fileOf());
    vault = undefined;
    expect(await whyNot()).toMatch(sentence);
  });

  it("where the file is another vault's", async () => {
    const other = await makeVault();
    other.fs.set(path, fs.files().get(path) ?? new Uint8Array(0));
    fs = other.fs;
    start();
    expect(await whyNot()).toMatch(/does not open this vault/);
    expect(await unlock.state()).toMatchObject({
      on: false,
      fit: true,
      why: expect.stringMatching(/not open this vault/),
    });
  });
});

describe('is not turned on', () => {
  it.each<[string, () => void, string]>([
    ['where the keychain is not fit', () => be({ unfit: 'It is not fit.' }), 'INPUT_INVALID'],
    ['where the keychain gives something else back', () => be({ isForgetful: true }), 'INPUT_INVALID'],
    ['where the file cannot be written', () => fs.failAt(0, 'ENOSPC', 'before', true), 'DISK_FULL'],
    ['while the vault is sealed', () => start(), 'VAULT_SEALED'],
  ])('%s', async (_what, harm, code) => {
    const open = vault;
    harm();
    expect(await codeOf(() => unlock.turnOn(byPassphrase()))).toBe(code);
    fs.fault = undefined;
    expect(fs.files().has(path)).toBe(false);
    if (vault !== undefined) expect(open?.hasSlot('keychain')).toBe(false);
  });

  it('by a wrong passphrase', async () => {
    expect(await codeOf(() => unlock.turnOn(byPassphrase('not this one')))).toBe('PASSPHRASE_WRONG');
    expect([fs.files().has(path), vault?.hasSlot('keychain')]).toEqual([false, false]);
  });

  it('where no desktop is: then nothing is read, written or said', async () => {
    await unlock.turnOn(byPassphrase());
    const before = fs.files().get(path);
    start(undefined);
    unlock = new KeychainUnlock({
      ...{
        dir,
        fs,
        clock: systemClock,
        random: systemRandom,
        vault: () => vault,
        report: (fault) => void reports.push(fault),
      },
      unseal: () => Promise.reject(new Error('it was not to be opened')),
    });
    await openByHand();
    unlock.note(50);
    await unlock.settled();
    expect([fs.files().get(path), reports]).toEqual([before, []]);
    expect(await unlock.state()).toMatchObject({ fit: false, why: 'Only the desktop app uses the keychain.' });
    expect(await codeOf(() => unlock.turnOn(byPassphrase()))).toBe('INPUT_INVALID');
  });
});

it('leaves no slot behind where the file could not be written after the slot was', async () => {
  const open = vault;
  const before = fs.calls.length;
  await unlock.turnOn(byPassphrase());
  // The same calls come again, so that the one that makes the file has the same place.
  const at = fs.calls.slice(before).indexOf(`create ${path}.tmp`);
  await unlock.turnOff();
  expect(at).toBeGreaterThan(0);
  fs.failAt(at, 'ENOSPC');
  expect(await codeOf(() => unlock.turnOn(byPassphrase()))).toBe('DISK_FULL');
  expect([fs.files().has(path), open?.hasSlot('keychain')]).toEqual([false, false]);
});
