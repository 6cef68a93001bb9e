import { describe, expect, it } from 'vitest';
import { type Clock, systemClock } from '../../../../electron/base/clock.ts';
import { Secret } from '../../../../electron/base/secret.ts';
import { systemKeychain } from '../../../../electron/doors/window/keychain.ts';
import { type FakeStorage, fakeStorage, refusalOf } from './fake-storage.ts';

/** Waits as long as it is told in no time, so that a system that hangs is given up at once. */
const slept: number[] = [];
const quickClock: Clock = {
  ...systemClock,
  sleep: (ms) =>
    new Promise((resolve) => {
      slept.push(ms);
      setTimeout(resolve, 5);
    }),
};

const keychainOn = (storage: FakeStorage, platform: NodeJS.Platform = 'linux') =>
  systemKeychain({ storage, platform, clock: quickClock });

const published = /has no keyring/;

describe('a keychain that is fit', () => {
  it.each(['gnome_libsecret', 'kwallet', 'kwallet5', 'kwallet6'] as const)('is a keyring of %s', async (backend) => {
    expect(await keychainOn(fakeStorage({ backend })).state()).toEqual({ fit: true });
  });

  it.each(['darwin', 'win32'] as const)(
    'is that of %s, whose ciphertext begins with v10 and which has no name of a back end',
    async (platform) => {
      const storage = fakeStorage({ mark: 'v10', backend: 'unknown' });
      expect(await keychainOn(storage, platform).state()).toEqual({ fit: true });
    },
  );

  it('gives back what it was given, to the byte', async () => {
    const keychain = keychainOn(fakeStorage());
    const sealed = await keychain.seal(Secret.ofText('{"grün":1}'));
    const { secret, isStale } = await keychain.open(sealed);
    expect([secret.useText((text) => text), isStale]).toEqual(['{"grün":1}', false]);
  });

  it('says when what was sealed should be sealed again', async () => {
    const storage = fakeStorage();
    const keychain = keychainOn(storage);
    const sealed = await keychain.seal(Secret.ofText('text'));
    storage.isStale = true;
    expect((await keychain.open(sealed)).isStale).toBe(true);
  });
});

describe('a keychain that is not fit', () => {
  it.each([
    ['there is none', { isAvailable: false }, /not ready/],
    ['its back end is basic_text', { backend: 'basic_text' }, published],
    [
      'its back end is basic_text, though the ciphertext is marked v11',
      { backend: 'basic_text', mark: 'v11' },
      published,
    ],
    ['its back end is unknown', { backend: 'unknown' }, published],
    ['the ciphertext is marked v10, though the back end is a keyring', { mark: 'v10' }, published],
    ['it throws', { fault: 'throws' }, /failed/],
    ['it throws before it gives a promise', { fault: 'throws at once' }, /failed/],
    ['it does not answer', { fault: 'hangs' }, /did not answer within 10 seconds/],
    ['it gives something else back', { fault: 'forgets' }, /does not give back/],
  ] as const)('is refused where %s', async (_why, how, sentence) => {
    const state = await keychainOn(fakeStorage(how)).state();
    expect(state).toEqual({ fit: false, why: expect.stringMatching(sentence) });
  });

  it('is given up after 10 seconds by the clock', async () => {
    slept.length = 0;
    await keychainOn(fakeStorage({ fault: 'hangs' })).state();
    expect(slept).toEqual([10_000]);
  });

  it('seals nothing with the published key where the keyring vanished since it was looked at', async () => {
    const storage = fakeStorage();
    const keychain = keychainOn(storage);
    expect(await keychain.state()).toEqual({ fit: true });
    storage.mark = 'v10';
    expect(await refusalOf(keychain.seal(Secret.ofText('text')))).toMatch(published);
  });

  it('opens nothing that the published key may have sealed', async () => {
    const storage = fakeStorage();
    const keychain = keychainOn(storage);
    await keychain.seal(Secret.ofText('text'));
    expect(await refusalOf(keychain.open(Buffer.from('v10txet')))).toMatch(published);
  });

  it('says so in place of an answer where the keyring vanished after it sealed', async () => {
    const storage = fakeStorage();
    const keychain = keychainOn(storage);
    const sealed = await keychain.seal(Secret.ofText('text'));
    storage.isAvailable = false;
    expect(await refusalOf(keychain.open(sealed))).toMatch(/not ready/);
    Object.assign(storage, { isAvailable: true, fault: 'hangs' });
    expect(await refusalOf(keychain.open(sealed))).toMatch(/did not answer/);
  });

  it("never repeats the system's own words, which may hold what it was given", async () => {
    const keychain = keychainOn(fakeStorage({ fault: 'throws' }));
    const said = [await keychain.state(), await refusalOf(keychain.seal(Secret.ofText('hunter2')))];
    expect(JSON.stringify(said)).not.toContain('hunter2');
  });
});
