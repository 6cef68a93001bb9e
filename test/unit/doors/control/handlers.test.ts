import { describe, expect, test } from 'vitest';
import { Secret } from '../../../../electron/base/secret.ts';
import { handle } from '../../../../electron/doors/control/handlers.ts';
import { answerLocally } from '../../../../electron/doors/control/local.ts';
import { type ControlName, controlApi } from '../../../../shared/control-api.ts';
import { fakeAgent, rightPassphrase, rightRecovery } from '../../../fakes/agent.ts';
import { callRecord } from '../../../fakes/call-record.ts';

const doors = { socket: '/run/agent.sock', control: '/run/control.sock', http: null };
const keyJson = { label: 'kraken-main', exchange: 'kraken', apiKey: 'k', secret: 's', twoFactor: { kind: 'none' } };
const botJson = { name: 'grid-1', grants: [{ key: 'kraken-main', preset: 'watch', symbols: 'any' }] };

/** Good params for each call; the type makes a new call of the contract appear here. */
const params: Record<ControlName, unknown> = {
  status: {},
  seal: {},
  unseal: {},
  'key.add': keyJson,
  'key.list': {},
  'key.show': { key: 'kraken-main' },
  'key.test': { key: 'kraken-main' },
  'key.rotate': { key: 'kraken-main', input: { apiKey: 'k', secret: 's' } },
  'key.codes': { key: 'kraken-main', codes: 'reusable' },
  'import.read': { file: 'QQ==' },
  'import.code': { file: 'QQ==', key: 'kraken-main', account: 1 },
  'import.keep': { file: 'QQ==', key: 'kraken-main', account: 1 },
  'key.dead-man': { key: 'kraken-main', on: true },
  'key.use': { key: 'kraken-main', usedBy: ['bots'] },
  'key.remove': { key: 'kraken-main' },
  'bot.add': botJson,
  'bot.list': {},
  'bot.show': { bot: 'grid-1' },
  'bot.setup': { key: 'kraken-main', bot: 'grid-1' },
  'bot.grant': { bot: 'grid-1', grants: [{ key: 'kraken-main', preset: 'watch', symbols: 'any' }] },
  'bot.pause': { bot: 'grid-1' },
  'bot.resume': { bot: 'grid-1' },
  'passphrase.change': { passphrase: 'another one' },
  'vault.backup': { path: '/nowhere/copy.json', passphrase: 'its own' },
  'vault.rotate': {},
  'vault.recovery-kept': {},
  'config.get': {},
  'config.set': { name: 'pairing.http', value: 'true' },
  'approval.list': {},
  'approval.approve': { id: 'ask_a' },
  'approval.deny': { id: 'ask_a' },
  'pair.show': { code: '7F3A-91C2' },
  'pair.approve': { code: '7F3A-91C2' },
  'bot.rotate-token': { bot: 'grid-1' },
  panic: { cancelAll: true },
  'bot.revoke': { bot: 'grid-1' },
  'code.show': { key: 'kraken-main' },
  explain: { error: 'EAPI:Invalid signature' },
  'log.query': {},
  'log.follow': {},
  'log.head': {},
  'log.verify': {},
  'log.stats': { since: '2026-11-22T08:00:00.000Z', until: '2026-11-23T08:00:00.000Z', bucketMs: 60_000 },
  'log.export': { format: 'csv' },
  'log.bundle': {},
  'log.accept': {},
};

const names = Object.keys(controlApi).filter((name): name is ControlName => name in params);
const widening = names.filter((name) => controlApi[name].passphrase === 'widens');
const ask = (call: string, given: unknown, more: object = {}) => ({ id: 1, call, params: given, ...more });
const code = (expected: string) => expect.objectContaining({ code: expected });

describe('what widens authority', () => {
  test('is exactly what adds, removes or resumes, and what shows a code', () => {
    expect(widening.toSorted()).toEqual([
      'approval.approve',
      'bot.add',
      'bot.grant',
      'bot.resume',
      'bot.rotate-token',
      'code.show',
      'config.set',
      'import.code',
      'import.keep',
      'import.read',
      'key.add',
      'key.codes',
      'key.dead-man',
      'key.remove',
      'key.rotate',
      'key.test',
      'key.use',
      'log.accept',
      'pair.approve',
      'pair.show',
      'passphrase.change',
      'vault.backup',
      'vault.rotate',
    ]);
  });

  test.each(widening)('%s needs the passphrase, each time, even while the vault is open', async (name) => {
    const agent = fakeAgent('open');
    await expect(handle(agent, doors, ask(name, params[name]))).rejects.toEqual(code('PASSPHRASE_NEEDED'));
    await expect(handle(agent, doors, ask(name, params[name], { passphrase: 'x' }))).rejects.toEqual(
      code('PASSPHRASE_WRONG'),
    );
    await handle(agent, doors, ask(name, params[name], { passphrase: rightPassphrase }));
    await expect(handle(agent, doors, ask(name, params[name]))).rejects.toEqual(code('PASSPHRASE_NEEDED'));
  });

  test.each(widening)('%s says that the vault is sealed before it asks for a passphrase', async (name) => {
    await expect(handle(fakeAgent('sealed'), doors, ask(name, params[name]))).rejects.toEqual(code('VAULT_SEALED'));
    await expect(handle(fakeAgent('missing'), doors, ask(name, params[name]))).rejects.toEqual(code('VAULT_MISSING'));
  });
});

describe('the whole contract', () => {
  test.each(names)('%s answers as promised', async (name) => {
    const agent = fakeAgent('open');
    agent.calls = [callRecord()];
    const value = await handle(agent, doors, ask(name, params[name], { passphrase: rightPassphrase }));
    expect(controlApi[name].result.parse(value)).toEqual(value);
  });

  test.each(names)('%s carries nothing out that is not promised, and no passphrase', async (name) => {
    const agent = fakeAgent('open');
    const value = await handle(agent, doors, ask(name, params[name], { passphrase: rightPassphrase }));
    expect(JSON.stringify(value)).not.toMatch(/tokenHash|the right one/);
  });

  test.each(names)('%s refuses params that are not its own', async (name) => {
    for (const bad of [{ ...(params[name] as object), stranger: 1 }, [], null, 'x', 7]) {
      await expect(handle(fakeAgent(), doors, ask(name, bad))).rejects.toEqual(code('INPUT_INVALID'));
    }
  });

  test.each(names)('%s works while sealed exactly where the contract says so', async (name) => {
    const run = handle(fakeAgent('sealed'), doors, ask(name, params[name], { passphrase: rightPassphrase }));
    if (controlApi[name].sealed) await expect(run).resolves.toBeDefined();
    else await expect(run).rejects.toEqual(code('VAULT_SEALED'));
  });

  test('nothing else can be called', async () => {
    for (const call of ['', 'constructor', '__proto__', 'toString', 'key', 'panic.now']) {
      await expect(handle(fakeAgent(), doors, ask(call, {}))).rejects.toEqual(code('INPUT_INVALID'));
    }
  });
});

describe('passphrases', () => {
  test('are wiped when the answer is there, also where none was needed', async () => {
    const agent = fakeAgent();
    const unlock = { kind: 'passphrase', secret: Secret.ofText(rightPassphrase) } as const;
    await answerLocally(agent, 'status', {}, unlock);
    expect(unlock.secret.isWiped).toBe(true);
    await handle(agent, doors, ask('code.show', { key: 'k' }, { passphrase: rightPassphrase }));
    expect(agent.unlocks.every(({ secret }) => secret.isWiped)).toBe(true);
  });

  test('open the vault, and so does the recovery key, each as what it is', async () => {
    const agent = fakeAgent('sealed');
    await expect(handle(agent, doors, ask('unseal', {}))).rejects.toEqual(code('PASSPHRASE_NEEDED'));
    await expect(handle(agent, doors, ask('unseal', {}, { passphrase: rightRecovery }))).rejects.toEqual(
      code('PASSPHRASE_WRONG'),
    );
    await handle(agent, doors, ask('unseal', {}, { passphrase: rightRecovery, recovery: true }));
    expect(agent.vaultStatus).toBe('open');
  });
});

describe('a refusal of input', () => {
  const refusal = async (call: ControlName, input: unknown) =>
    handle(fakeAgent(), doors, ask(call, input, { passphrase: rightPassphrase })).then(
      () => 'taken',
      (fault: unknown) => (fault instanceof Error ? fault.message : 'no error'),
    );

  test.each([
    ['label', { ...keyJson, label: 'Bad Label' }],
    ['label', { ...keyJson, label: undefined }],
    ['twoFactor.kind', { ...keyJson, twoFactor: { kind: 'sms' } }],
    ['twoFactor.secret', { ...keyJson, twoFactor: { kind: 'totp', secret: 7 } }],
    ['usedBy[1]', { ...keyJson, usedBy: ['bots', 'somebody'] }],
    ['tier', { ...keyJson, tier: 'gold' }],
    ['endpoint', { ...keyJson, endpoint: 'not a url' }],
    ['sercet', { ...keyJson, sercet: 'x' }],
  ])('names the field: %s', async (field, input) => {
    expect(await refusal('key.add', input)).toContain(`"${field}"`);
  });

  test.each([
    ['grants[0].symbols', { ...botJson, grants: [{ key: 'k', preset: 'watch' }] }],
    ['grants[0].symbols[0]', { ...botJson, grants: [{ key: 'k', preset: 'watch', symbols: ['btc'] }] }],
    ['grants[0].limits', { ...botJson, grants: [{ key: 'k', preset: 'watch', symbols: 'any', limits: { wild: 1 } }] }],
    ['grants[0]', { ...botJson, grants: [{ key: 'k', symbols: 'any' }] }],
    ['doors[0]', { ...botJson, doors: ['window'] }],
    ['expires', { ...botJson, expires: 'tomorrow' }],
  ])('names the place inside: %s', async (field, input) => {
    expect(await refusal('bot.add', input)).toContain(`"${field}"`);
  });

  test('never repeats what was given, since it may be a secret', async () => {
    const secret = 'PLANTED-SECRET-0451';
    for (const name of Object.keys(keyJson)) {
      for (const value of [secret.repeat(2000), [secret], { [name]: secret }, { kind: secret }]) {
        expect(await refusal('key.add', { ...keyJson, [name]: value })).not.toContain('0451');
      }
    }
  });
});

describe('without an agent', () => {
  const right = () => ({ kind: 'passphrase', secret: Secret.ofText(rightPassphrase) }) as const;

  test('reading what is sealed needs the passphrase, and says so as a sealed vault', async () => {
    const agent = fakeAgent('sealed');
    await expect(answerLocally(agent, 'key.list', {}, undefined)).rejects.toEqual(code('VAULT_SEALED'));
    await expect(answerLocally(agent, 'key.list', {}, right())).resolves.toHaveLength(1);
  });

  test('widening asks for the passphrase and checks it once', async () => {
    const agent = fakeAgent('sealed');
    await expect(answerLocally(agent, 'key.add', keyJson, undefined)).rejects.toEqual(code('PASSPHRASE_NEEDED'));
    await answerLocally(agent, 'key.add', keyJson, right());
    expect(agent.unlocks).toHaveLength(1);
  });

  test('a second widening needs the passphrase again', async () => {
    const agent = fakeAgent('sealed');
    await answerLocally(agent, 'key.add', keyJson, right());
    await expect(answerLocally(agent, 'bot.add', botJson, undefined)).rejects.toEqual(code('PASSPHRASE_NEEDED'));
  });

  test('narrowing works on the sealed vault', async () => {
    const agent = fakeAgent('sealed');
    await answerLocally(agent, 'bot.revoke', { bot: 'grid-1' }, undefined);
    await answerLocally(agent, 'bot.pause', { bot: 'grid-1' }, undefined);
    expect(agent.done).toEqual(['bot.revoke', 'bot.pause']);
    expect(agent.vaultStatus).toBe('sealed');
  });

  test('a check of the log takes the passphrase for itself and leaves the vault sealed', async () => {
    const agent = fakeAgent('sealed');
    await answerLocally(agent, 'log.verify', {}, undefined);
    await answerLocally(agent, 'log.verify', {}, right());
    expect(agent.logState.verified.map(({ isUnlocked }) => isUnlocked)).toEqual([false, true]);
    expect(agent.vaultStatus).toBe('sealed');
  });

  test('bad input is refused before any passphrase is asked for', async () => {
    await expect(answerLocally(fakeAgent('sealed'), 'key.add', {}, undefined)).rejects.toEqual(code('INPUT_INVALID'));
  });

  test('there is nothing to unseal or to follow, and without a vault nothing to add to', async () => {
    await expect(answerLocally(fakeAgent('sealed'), 'unseal', {}, right())).rejects.toEqual(code('AGENT_MISSING'));
    await expect(answerLocally(fakeAgent('sealed'), 'log.follow', {}, undefined)).rejects.toEqual(
      code('AGENT_MISSING'),
    );
    await expect(answerLocally(fakeAgent('missing'), 'unseal', {}, right())).rejects.toEqual(code('VAULT_MISSING'));
    await expect(answerLocally(fakeAgent('missing'), 'key.add', keyJson, undefined)).rejects.toEqual(
      code('VAULT_MISSING'),
    );
  });
});
