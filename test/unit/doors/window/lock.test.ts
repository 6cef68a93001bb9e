import { beforeEach, describe, expect, it } from 'vitest';
import { answer, pageOrigin, type Sender } from '../../../../electron/doors/window/listen.ts';
import { windowApi } from '../../../../shared/window-api.ts';
import { type FakeAgent, fakeAgent, rightPassphrase } from './fake-agent.ts';
import { type OpenDoor, openDoor } from './open-door.ts';

const page: Sender = { senderFrame: { url: `${pageOrigin}/index.html`, parent: null } };
let fake: FakeAgent;
let open: OpenDoor;
const ask = (name: string, params: unknown = {}) => answer(page, open.door, name, params);
const codeOf = async (name: string, params: unknown = {}) => {
  const given = await ask(name, params);
  return given.ok ? 'ok' : given.error.code;
};

beforeEach(() => {
  fake = fakeAgent();
  fake.vault = 'open';
  open = openDoor(fake);
});

const whileLocked = [
  'window.state',
  'window.lock',
  'window.unlock',
  'window.wait',
  'window.protect',
  'app.status',
  'app.panic',
  'vault.seal',
];

describe('a locked window', () => {
  beforeEach(() => open.lock.lock());

  it('answers eight calls and no other', () => {
    const rows = Object.entries(windowApi);
    expect(rows.filter(([, row]) => 'whileLocked' in row).map(([name]) => name)).toEqual(whileLocked);
  });

  it.each(Object.keys(windowApi).filter((name) => !whileLocked.includes(name)))('refuses %s', async (name) => {
    // Refused before its parameters are looked at.
    expect(await codeOf(name)).toBe('WINDOW_LOCKED');
    expect(await codeOf(name, { passphrase: rightPassphrase })).toBe('WINDOW_LOCKED');
  });

  it('names no key and no bot', async () => {
    expect(await ask('app.status')).toMatchObject({ ok: true, value: { vault: 'open', keys: [], bots: [] } });
    expect(JSON.stringify([await ask('app.status'), await ask('window.state')])).not.toMatch(/kraken-main|grid-1/);
  });

  it('stays locked after a wrong passphrase and opens by the right one', async () => {
    expect(await codeOf('window.unlock', { passphrase: 'guess' })).toBe('PASSPHRASE_WRONG');
    expect(await ask('window.state')).toMatchObject({ value: { isLocked: true } });
    expect(await codeOf('window.unlock', { passphrase: rightPassphrase })).toBe('ok');
    expect(await ask('window.state')).toMatchObject({ value: { isLocked: false, vault: 'open' } });
    expect(await codeOf('keys.list')).toBe('ok');
  });

  it('opens the vault, too, where that was sealed meanwhile', async () => {
    expect(await codeOf('vault.seal')).toBe('ok');
    expect(await ask('window.state')).toMatchObject({ value: { isLocked: true, vault: 'sealed' } });
    expect(await codeOf('vault.unseal', { passphrase: rightPassphrase })).toBe('WINDOW_LOCKED');
    expect(await codeOf('window.unlock', { passphrase: rightPassphrase })).toBe('ok');
    expect(await ask('window.state')).toMatchObject({ value: { isLocked: false, vault: 'open' } });
  });

  it('does not unlock because the vault was opened from the terminal', async () => {
    await ask('vault.seal');
    fake.vault = 'open';
    fake.emit({ kind: 'vault', vault: 'open' });
    expect(await codeOf('keys.list')).toBe('WINDOW_LOCKED');
  });
});

it('withholds the answer to what was asked before the window was locked', async () => {
  const answers: ((keys: []) => void)[] = [];
  Object.assign(fake.agent.keys, { list: () => new Promise((resolve) => answers.push(resolve)) });
  const asked = codeOf('keys.list');
  open.lock.lock();
  for (const give of answers) give([]);
  expect(await asked).toBe('WINDOW_LOCKED');
});

it('locks by a call, and tells the page so', async () => {
  expect(await codeOf('window.lock')).toBe('ok');
  expect([open.lock.isLocked, open.told]).toEqual([true, ['lock']]);
});

it('cannot be locked before there is a vault, since nothing could unlock it', () => {
  fake.vault = 'missing';
  open.lock.lock();
  expect(open.lock.isLocked).toBe(false);
});

describe('while the recovery key is on the page', () => {
  beforeEach(async () => {
    fake.vault = 'missing';
    await ask('vault.create', { passphrase: rightPassphrase });
  });

  it('the window does not lock, since the key would be lost', async () => {
    open.lock.lock();
    expect(open.lock.isLocked).toBe(false);
    expect(await codeOf('window.lock')).toBe('ok');
    expect(open.lock.isLocked).toBe(false);
  });

  it('ends when the page says that it is written down', async () => {
    await ask('window.protect', { isOn: false });
    open.lock.lock();
    expect(open.lock.isLocked).toBe(true);
  });
});

it('can be locked, and shown in screenshots, after the vault could not be made', async () => {
  fake.vault = 'missing';
  Object.assign(fake.agent, { create: () => Promise.reject(new Error('no')) });
  expect(await codeOf('vault.create', { passphrase: rightPassphrase })).toBe('INTERNAL');
  expect([open.lock.isHeld, open.protections]).toEqual([false, [true, false]]);
});

describe('passphrases', () => {
  it.each([
    ['window.unlock', { passphrase: rightPassphrase }],
    ['window.unlock', { passphrase: 'guess' }],
    ['vault.unseal', { passphrase: rightPassphrase }],
    ['vault.keychain.set', { isOn: true, passphrase: rightPassphrase }],
    ['settings.set', { name: 'lock.afterIdleMinutes', value: 5, passphrase: rightPassphrase }],
  ])('are wiped after %s', async (name, params) => {
    await ask(name, params);
    expect(fake.unlocks.map(({ secret }) => secret.isWiped)).toEqual([true]);
  });

  it('are asked for to turn keychain unlock on, and not to turn it off', async () => {
    expect(await codeOf('vault.keychain.set', { isOn: true })).toBe('PASSPHRASE_NEEDED');
    expect(await codeOf('vault.keychain.set', { isOn: true, passphrase: 'guess' })).toBe('PASSPHRASE_WRONG');
    expect(fake.isKeychainOn).toBe(false);
    expect(await ask('vault.keychain.set', { isOn: true, passphrase: rightPassphrase })).toMatchObject({
      value: { on: true },
    });
    expect(await ask('vault.keychain.set', { isOn: false })).toMatchObject({ value: { on: false } });
    expect(open.told).toEqual(['keychain', 'keychain']);
  });

  it('are asked for to change when the window locks', async () => {
    const change = { name: 'lock.afterIdleMinutes', value: null };
    expect(await codeOf('settings.set', { ...change, passphrase: 'guess' })).toBe('PASSPHRASE_WRONG');
    expect(fake.settings).toEqual({});
    expect(await codeOf('settings.set', { ...change, passphrase: rightPassphrase })).toBe('ok');
    expect(fake.settings).toEqual({ 'lock.afterIdleMinutes': null });
  });

  it('cannot change what is no setting', async () => {
    const params = { name: 'notify.everybody', value: null, passphrase: rightPassphrase };
    expect(await codeOf('settings.set', params)).toBe('INPUT_INVALID');
  });
});

it('says why the keychain did not open the vault only while that is sealed', async () => {
  open = openDoor(fake, 'No keyring.');
  expect(await ask('window.state')).toMatchObject({ value: { note: null } });
  fake.vault = 'sealed';
  expect(await ask('window.state')).toMatchObject({ value: { note: 'No keyring.' } });
});
