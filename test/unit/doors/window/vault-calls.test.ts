import { beforeEach, expect, it } from 'vitest';
import { answer, pageOrigin } from '../../../../electron/doors/window/listen.ts';
import { type FakeAgent, fakeAgent, rightPassphrase } from './fake-agent.ts';
import { type OpenDoor, openDoor } from './open-door.ts';

const page = { senderFrame: { url: `${pageOrigin}/index.html`, parent: null } };
let fake: FakeAgent;
let open: OpenDoor;
const ask = (name: string, params: unknown = {}) => answer(page, open.door, name, params);

beforeEach(() => {
  fake = fakeAgent();
  fake.vault = 'open';
  open = openDoor(fake, null, { path: '/nowhere/copy.json', asked: [] });
});

it('backs up only with the passphrase, to where the owner chose', async () => {
  const wrong = await ask('vault.backup', { passphrase: 'guess', copyPassphrase: 'its own' });
  expect(wrong).toMatchObject({ ok: false, error: { code: 'PASSPHRASE_WRONG' } });
  const right = await ask('vault.backup', { passphrase: rightPassphrase, copyPassphrase: 'its own' });
  expect(right).toMatchObject({ ok: true, value: { path: '/nowhere/copy.json' } });
});

it('adds practice keys only with the passphrase', async () => {
  expect(await ask('practice.start', { passphrase: 'guess' })).toMatchObject({ error: { code: 'PASSPHRASE_WRONG' } });
  expect(await ask('practice.start', { passphrase: rightPassphrase })).toMatchObject({ ok: true });
});

it('changes one preference, leaves the rest, and tells the page', async () => {
  expect(await ask('preferences.set', { theme: 'dark' })).toMatchObject({
    ok: true,
    value: { theme: 'dark', language: 'en', runInBackground: false },
  });
  expect(open.told).toEqual(['preferences']);
  expect(await ask('preferences.set', { theme: 'pink' })).toMatchObject({ error: { code: 'INPUT_INVALID' } });
});

it('says until when a locked window waits after wrong passphrases, and that this changed', async () => {
  const until = Date.UTC(2026, 10, 22, 8);
  Object.assign(fake.agent.vaultAdmin, { waitsUntil: () => until });
  open.lock.lock();
  open.told.length = 0;
  await ask('window.unlock', { passphrase: 'guess' });
  expect(open.told).toEqual(['wait']);
  expect(await ask('window.wait')).toEqual({ ok: true, value: { until: '2026-11-22T08:00:00.000Z' } });
});

it('makes nobody wait before there is a vault', async () => {
  fake.vault = 'missing';
  expect(await ask('window.wait')).toEqual({ ok: true, value: { until: null } });
});

it('judges a passphrase without keeping it', async () => {
  expect(await ask('vault.strength', { passphrase: 'password' })).toMatchObject({ ok: true, value: { score: 0 } });
});

it('says what runs and where it keeps its things', async () => {
  expect(await ask('app.about')).toMatchObject({ ok: true, value: { version: expect.any(String), socket: null } });
});
