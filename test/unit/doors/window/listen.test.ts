import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { windowHandlers } from '../../../../electron/doors/window/handlers.ts';
import { answer, isOurPage, listen, pageOrigin, type Sender } from '../../../../electron/doors/window/listen.ts';
import { windowApi } from '../../../../shared/window-api.ts';
import { fakeAgent, rightPassphrase } from './fake-agent.ts';

const page: Sender = { senderFrame: { url: `${pageOrigin}/index.html#/keys`, parent: null } };
const handlersOf = (fake = fakeAgent()) => windowHandlers(fake.agent, undefined, { protect: () => undefined });
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
    expect(await answer({ senderFrame }, handlersOf(), 'app.status', {})).toMatchObject({
      ok: false,
      error: { code: 'ORIGIN_DENIED' },
    });
  });
});

describe('what may be said', () => {
  it('registers one channel for everything', () => {
    const channels: string[] = [];
    listen({ handle: (channel) => channels.push(channel) }, handlersOf());
    expect(channels).toEqual(['keybearer']);
  });

  it.each(['nothing', '__proto__', 'constructor', 'hasOwnProperty', '', undefined, 7, ['app.status']])(
    'knows no call %j',
    async (name) => {
      expect(await answer(page, handlersOf(), name, {})).toMatchObject({ ok: false, error: { code: 'ROUTE_UNKNOWN' } });
    },
  );

  it('answers whatever is thrown at it with a value, never an error', async () => {
    const handlers = handlersOf();
    const names = fc.constantFrom(...Object.keys(windowApi));
    await fc.assert(
      fc.asyncProperty(names, fc.anything(), async (name, params) => {
        const given = await answer(page, handlers, name, params);
        expect(
          given.ok || ['INPUT_INVALID', 'KEY_UNKNOWN', 'PASSPHRASE_WRONG', 'VAULT_EXISTS'].includes(given.error.code),
        ).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('says which field is wrong without repeating what was typed', async () => {
    const given = await answer(page, handlersOf(), 'keys.add', {
      passphrase: 'hunter2',
      key: { ...key, label: 'HUNTER2' },
    });
    expect(given).toMatchObject({
      ok: false,
      error: { code: 'INPUT_INVALID', detail: expect.stringContaining('key.label') },
    });
    expect(JSON.stringify(given).toLowerCase()).not.toContain('hunter2');
  });
});

describe('what the calls do', () => {
  it('adds a key only with the passphrase, though the vault is open', async () => {
    const fake = fakeAgent();
    fake.vault = 'open';
    const wrong = await answer(page, handlersOf(fake), 'keys.add', { passphrase: 'guess', key });
    expect(wrong).toMatchObject({ ok: false, error: { code: 'PASSPHRASE_WRONG' } });
    expect(fake.added).toEqual([]);
    expect(await answer(page, handlersOf(fake), 'keys.add', { passphrase: rightPassphrase, key })).toMatchObject({
      ok: true,
    });
    expect(fake.added).toEqual(['main']);
  });

  it('makes no second vault, and keeps the window out of screenshots before it shows the recovery key', async () => {
    const fake = fakeAgent();
    const protections: boolean[] = [];
    const handlers = windowHandlers(fake.agent, undefined, { protect: (isOn) => protections.push(isOn) });
    expect(await answer(page, handlers, 'vault.create', { passphrase: 'x' })).toEqual({
      ok: true,
      value: { recoveryKey: 'AAAA-BBBB' },
    });
    expect(protections).toEqual([true]);
    expect(await answer(page, handlers, 'vault.create', { passphrase: 'x' })).toMatchObject({
      ok: false,
      error: { code: 'VAULT_EXISTS' },
    });
  });

  it('gives no secret a way out but the new recovery key', () => {
    const secret = /passphrase|secret|apiKey|privateKey|password|token|uri|seed/i;
    const out = Object.entries(windowApi).flatMap(([name, row]) =>
      fieldsOf(row.result)
        .filter((field) => secret.test(field))
        .map((field) => `${name}: ${field}`),
    );
    expect(out).toEqual([]);
  });
});

/** The names of all fields in a schema, from its JSON Schema. */
function fieldsOf(schema: (typeof windowApi)[keyof typeof windowApi]['result']): string[] {
  const names: string[] = [];
  JSON.stringify(schema.toJSONSchema(), (name, value) => {
    if (name === 'properties') names.push(...Object.keys(value));
    return value;
  });
  return names;
}
