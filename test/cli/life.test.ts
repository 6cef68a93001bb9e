import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { end, type Folder, makeFolder } from './processes.ts';

let folder: Folder;
beforeEach(() => {
  folder = makeFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

const withPassphrase = () => ['--data', folder.dataDir, '--passphrase-file', folder.passphraseFile];

const noKey = { label: 'main', exchange: 'kraken', apiKey: 'k', secret: 'c2VjcmV0', twoFactor: { kind: 'none' } };

describe('init', () => {
  it('makes a vault, gives the recovery key once, and does not touch a vault that is there', async () => {
    const made = await folder.json<{ recoveryKey: string; vaultId: string }>(['init']);
    expect(Object.keys(made).sort()).toEqual(['recoveryKey', 'vaultId']);
    const before = readFileSync(join(folder.dataDir, 'vault-a.json'));
    const again = await folder.run(['init', '--passphrase-file', folder.passphraseFile]);
    expect(again).toMatchObject({ code: 1, out: '' });
    expect(again.err).toMatch(/^error VAULT_EXISTS: /);
    expect(readFileSync(join(folder.dataDir, 'vault-a.json'))).toEqual(before);
    expect(statSync(folder.dataDir).mode & 0o777).toBe(0o700);
  });

  it('without a passphrase and without a terminal says what is missing', async () => {
    expect((await folder.run(['init'])).err).toMatch(/^error PASSPHRASE_NEEDED: /);
  });
});

describe('the agent', () => {
  it('without a vault does not start', async () => {
    const { code, err } = await folder.run(['agent', '--passphrase-file', folder.passphraseFile]);
    expect(code).toBe(1);
    expect(err).toMatch(/^error VAULT_MISSING: /);
  });

  it('prints one line when it serves, and ends on SIGTERM with 0', async () => {
    await folder.makeVault();
    const { child, ready } = await folder.serve(['agent', ...withPassphrase()]);
    expect(ready).toMatchObject({ ready: true, vault: 'open', http: null, pid: child.pid });
    expect(statSync(String(ready['socket'])).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(join(folder.dataDir, 'run/agent.json'), 'utf8'))).toMatchObject({
      pid: child.pid,
      socket: ready['socket'],
      http: null,
    });
    expect(await end(child, 'SIGTERM')).toBe(0);
    expect(existsSync(String(ready['socket']))).toBe(false);
  });

  it('starts sealed where nobody can be asked', async () => {
    await folder.makeVault();
    const { ready } = await folder.serve(['agent', '--data', folder.dataDir]);
    expect(ready).toMatchObject({ vault: 'sealed' });
    expect((await folder.run(['status', '--json'])).code).toBe(1);
    expect(await folder.json(['unseal'])).toMatchObject({ vault: 'open' });
  });
});

describe('authority', () => {
  it('is widened only with the passphrase, also while the vault is open', async () => {
    await folder.makeVault();
    await folder.serve(['agent', ...withPassphrase()]);
    const { code, err } = await folder.run(['key', 'add', '--json'], JSON.stringify(noKey));
    expect(code).toBe(1);
    expect(err).toMatch(/^error PASSPHRASE_NEEDED: /);
    const wrong = join(folder.dir, 'wrong');
    writeFileSync(wrong, 'wrong', { mode: 0o600 });
    expect((await folder.run(['key', 'add', '--passphrase-file', wrong], JSON.stringify(noKey))).err).toMatch(
      /^error PASSPHRASE_WRONG: /,
    );
    await folder.json(['key', 'add'], noKey);
    expect(JSON.parse((await folder.run(['key', 'list', '--json'])).out)).toMatchObject([
      { label: 'main', verdict: { id: 'ask-first' } },
    ]);
  });

  it('is narrowed without it, also without an agent', async () => {
    await folder.makeVault();
    await folder.json(['key', 'add'], noKey);
    await folder.json(['bot', 'add'], { name: 'grid-1', grants: [{ key: 'main', preset: 'watch', symbols: 'any' }] });
    expect((await folder.run(['bot', 'list', '--json'])).err).toMatch(/^error VAULT_SEALED: /);
    expect((await folder.run(['bot', 'pause', 'grid-1'])).code).toBe(0);
    expect(await folder.json<{ state: string }[]>(['bot', 'list'])).toMatchObject([
      { name: 'grid-1', state: 'paused' },
    ]);
    expect((await folder.run(['bot', 'revoke', 'grid-1'])).code).toBe(0);
    expect(await folder.json(['bot', 'list'])).toEqual([]);
  });
});

describe('a key that is refused', () => {
  let shared: Folder;
  beforeAll(async () => {
    shared = makeFolder();
    await shared.makeVault();
  });
  afterAll(() => shared[Symbol.asyncDispose]());

  it.each([
    ['not json', 'INPUT_INVALID'],
    ['{"label":"a","label":"b"}', 'INPUT_INVALID'],
    [JSON.stringify({ ...noKey, exchange: 'nowhere' }), 'INPUT_INVALID'],
    [JSON.stringify({ ...noKey, label: 'Not A Label' }), 'INPUT_INVALID'],
    [JSON.stringify({ ...noKey, twoFactor: { kind: 'totp', secret: 'not base32 !' } }), 'CODE_SECRET_INVALID'],
    [JSON.stringify({ ...noKey, endpoint: 'http://example.com' }), 'INPUT_INVALID'],
    [JSON.stringify({ ...noKey, endpoint: 'https://example.com' }), 'CONFIRMATION_NEEDED'],
  ])('%s: %s', async (input, code) => {
    const ended = await shared.run(['key', 'add', '--passphrase-file', shared.passphraseFile], input);
    expect(ended).toMatchObject({ code: 1, out: '' });
    expect(ended.err).toContain(`error ${code}: `);
    expect(ended.err).not.toContain('c2VjcmV0');
  });
});

describe('a vault', () => {
  it('changes its passphrase, with an agent and without; the old one opens it no more', async () => {
    await folder.makeVault();
    const second = join(folder.dir, 'second');
    const third = join(folder.dir, 'third');
    writeFileSync(second, 'another passphrase\n', { mode: 0o600 });
    writeFileSync(third, 'and another one\n', { mode: 0o600 });
    const change = (from: string, to: string) =>
      folder.run(['passphrase', 'change', '--passphrase-file', from, '--new-passphrase-file', to, '--json']);
    expect((await change(folder.passphraseFile, second)).code).toBe(0);
    expect((await change(folder.passphraseFile, third)).err).toMatch(/^error PASSPHRASE_WRONG: /);
    await folder.serve(['agent', '--data', folder.dataDir, '--passphrase-file', second]);
    expect((await change(second, third)).code).toBe(0);
    expect((await folder.run(['unseal', '--passphrase-file', second])).err).toMatch(/^error PASSPHRASE_WRONG: /);
    expect((await folder.run(['unseal', '--passphrase-file', third])).code).toBe(0);
  }, 60_000);

  it('is restored on another machine from its backup, with every bot paused', async () => {
    await folder.makeVault();
    await folder.json(['key', 'add'], noKey);
    const grants = [{ key: 'main', preset: 'watch', symbols: 'any' }];
    await folder.json(['bot', 'add'], { name: 'grid-1', grants });
    const own = join(folder.dir, 'own');
    writeFileSync(own, 'the backup has its own\n', { mode: 0o600 });
    const copy = join(folder.dir, 'copy.json');
    const made = await folder.json(['backup', copy, '--new-passphrase-file', own]);
    expect(made).toMatchObject({ path: copy, keys: 1, bots: 1 });
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    const again = await folder.run([
      'backup',
      copy,
      '--passphrase-file',
      folder.passphraseFile,
      '--new-passphrase-file',
      own,
    ]);
    expect(again.err).toMatch(/^error INPUT_INVALID: .*is there already/);
    expect((await folder.run(['restore', copy, '--passphrase-file', own])).err).toMatch(/^error VAULT_EXISTS: /);
    await using other = makeFolder();
    const wrong = await other.run(['restore', copy, '--passphrase-file', other.passphraseFile]);
    expect(wrong.err).toMatch(/^error PASSPHRASE_WRONG: /);
    const restored = await other.run(['restore', copy, '--passphrase-file', own, '--json']);
    expect(JSON.parse(restored.out)).toMatchObject({ keys: 1, paused: ['grid-1'] });
    const keys = await other.run(['key', 'list', '--passphrase-file', own, '--json']);
    expect(JSON.parse(keys.out)).toMatchObject([{ label: 'main' }]);
  }, 60_000);

  it('a data directory of a newer version is not touched', async () => {
    await folder.makeVault();
    for (const name of ['vault-a.json', 'vault-b.json']) {
      const path = join(folder.dataDir, name);
      writeFileSync(path, readFileSync(path, 'utf8').replace('"v":1', '"v":2'));
    }
    const { code, err } = await folder.run(['agent', '--passphrase-file', folder.passphraseFile]);
    expect(code).toBe(1);
    expect(err).toMatch(/^error VAULT_NEWER: /);
  });

  it('wrong usage ends with 2', async () => {
    expect((await folder.run(['nothing'])).code).toBe(2);
    expect((await folder.run(['status', '--nothing'])).code).toBe(2);
    expect((await folder.run(['log', '--limit', '0'])).code).toBe(2);
  });
});
