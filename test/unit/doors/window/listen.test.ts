import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answer, isOurPage, listen, pageOrigin, type Sender } from '../../../../electron/doors/window/listen.ts';
import { windowApi } from '../../../../shared/window-api.ts';
import { fakeAgent, rightPassphrase } from './fake-agent.ts';
import { openDoor } from './open-door.ts';

const page: Sender = { senderFrame: { url: `${pageOrigin}/index.html#/keys`, parent: null } };
const doorOf = (fake = fakeAgent()) => openDoor(fake).door;
/** What a call of the contract may be refused with, whatever its parameters. */
const refusals = ['INPUT_INVALID', 'KEY_UNKNOWN', 'PASSPHRASE_WRONG', 'PASSPHRASE_NEEDED', 'VAULT_EXISTS'];
const key = { label: 'main', exchange: 'kraken', apiKey: 'a', secret: 'b', twoFactor: { kind: 'none' } };

describe('who may speak', () => {
  it('takes the top frame of our own page, wherever in it the user is', () => {
    expect(isOurPage(page)).toBe(true);
  });

  it.each([
    null,
    { url: 'app://keybearer/index.html', parent: {} },
    { url: 'app://keybearer.evil/index.html', parent: null },
    { url: 'app://other/index.html', parent: null },
    { url: 'https://keybearer/index.html', parent: null },
    { url: 'file:///index.html', parent: null },
    { url: 'app://keybearer', parent: null },
    { url: 'data:text/html,app://keybearer/', parent: null },
    { url: '', parent: null },
  ])('refuses a call from %j', async (senderFrame) => {
    expect(await answer({ senderFrame }, doorOf(), 'app.status', {})).toMatchObject({
      ok: false,
      error: { code: 'ORIGIN_DENIED' },
    });
  });
});

describe('what may be said', () => {
  it('registers one channel for everything', () => {
    const channels: string[] = [];
    listen({ handle: (channel) => channels.push(channel) }, doorOf());
    expect(channels).toEqual(['keybearer']);
  });

  it.each(['nothing', '__proto__', 'constructor', 'hasOwnProperty', '', undefined, 7, ['app.status']])(
    'knows no call %j',
    async (name) => {
      expect(await answer(page, doorOf(), name, {})).toMatchObject({ ok: false, error: { code: 'ROUTE_UNKNOWN' } });
    },
  );

  it('answers whatever is thrown at it with a value, never an error', async () => {
    const { door, lock } = openDoor(fakeAgent());
    const names = fc.constantFrom(...Object.keys(windowApi));
    await fc.assert(
      fc.asyncProperty(names, fc.anything(), async (name, params) => {
        lock.unlock();
        const given = await answer(page, door, name, params);
        expect(given.ok || refusals.includes(given.error.code), JSON.stringify([name, given])).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('says which field is wrong without repeating what was typed', async () => {
    const given = await answer(page, doorOf(), 'keys.add', {
      passphrase: 'hunter2',
      ask: { ...key, label: 'HUNTER2' },
    });
    expect(given).toMatchObject({
      ok: false,
      error: { code: 'INPUT_INVALID', detail: expect.stringContaining('ask.label') },
    });
    expect(JSON.stringify(given).toLowerCase()).not.toContain('hunter2');
  });
});

describe('what the calls do', () => {
  it('adds a key only with the passphrase, though the vault is open', async () => {
    const fake = fakeAgent();
    fake.vault = 'open';
    const wrong = await answer(page, doorOf(fake), 'keys.add', { passphrase: 'guess', ask: key });
    expect(wrong).toMatchObject({ ok: false, error: { code: 'PASSPHRASE_WRONG' } });
    expect(fake.added).toEqual([]);
    expect(await answer(page, doorOf(fake), 'keys.add', { passphrase: rightPassphrase, ask: key })).toMatchObject({
      ok: true,
    });
    expect(fake.added).toEqual(['main']);
  });

  it('makes no second vault, and keeps the window out of screenshots before it shows the recovery key', async () => {
    const fake = fakeAgent();
    const { door, lock, protections } = openDoor(fake);
    expect(await answer(page, door, 'vault.create', { passphrase: 'x' })).toEqual({
      ok: true,
      value: { recoveryKey: 'AAAA-BBBB' },
    });
    expect(protections).toEqual([true]);
    expect(await answer(page, door, 'vault.create', { passphrase: 'x' })).toMatchObject({
      ok: false,
      error: { code: 'VAULT_EXISTS' },
    });
    // The first key may still be on the page.
    expect([protections, lock.isHeld]).toEqual([[true], true]);
  });

  it('gives no secret a way out but a new recovery key and a new token', () => {
    const secret = /passphrase|secret|apiKey|privateKey|password|token|uri|seed/i;
    const out = Object.entries(windowApi).flatMap(([name, row]) =>
      fieldsOf(row.result)
        .filter((field) => secret.test(field))
        .map((field) => `${name}: ${field}`),
    );
    expect(out).toEqual(['imports.read: needsPassword', 'bots.add: token', 'bots.rotate-token: token']);
  });
});

/** The names of all fields in a schema, from its JSON Schema. */
function fieldsOf(schema: (typeof windowApi)[keyof typeof windowApi]['result']): string[] {
  const names: string[] = [];
  JSON.stringify(schema.toJSONSchema({ unrepresentable: 'any' }), (name, value) => {
    if (name === 'properties') names.push(...Object.keys(value));
    return value;
  });
  return names;
}
