import { describe, expect, test } from 'vitest';
import { fakeAgent, rightPassphrase } from '../../fakes/agent.ts';
import { runWith } from '../../fakes/host.ts';
import type { FakeIoOptions } from '../../fakes/io.ts';
import { errorOf, files, input, keyJson } from './fixture.ts';

describe('key add', () => {
  const add = (value: unknown, io: FakeIoOptions = {}, more: string[] = []) => {
    const agent = fakeAgent();
    const text = typeof value === 'string' ? value : input(value);
    const argv = ['key', 'add', '--passphrase-file', files.right, ...more];
    return runWith(agent, argv, { input: text, ...io }).then((ran) => ({ ...ran, agent }));
  };

  test.each([
    ['nothing', ''],
    ['half an object', '{"label":"a"'],
    ['a name given twice', '{"label":"a","label":"b"}'],
    ['a list', '[]'],
    ['bytes that are no text', '\u0000'],
    ['an unknown field', input({ ...keyJson, exchagne: 'x' })],
    ["the answer to a question that isn't its own", input({ ...keyJson, confirmEndpoint: true })],
  ])('refuses %s', async (_, text) => {
    const ran = await add(text);
    expect(ran).toMatchObject({ exit: 1, out: '' });
    expect(errorOf(ran.err)).toBe('INPUT_INVALID');
    expect(ran.agent.keysAdded).toEqual([]);
  });

  test('never repeats a secret, whatever is wrong', async () => {
    for (const text of [
      input(keyJson).slice(0, -5),
      input({ ...keyJson, secret: ['PLANTED-SECRET'] }),
      `${input(keyJson)}PLANTED`,
    ]) {
      const ran = await add(text);
      expect(ran.out + ran.err).not.toContain('PLANTED');
    }
  });

  test('warns on standard error where the mobile app uses the key', async () => {
    const agent = fakeAgent();
    agent.verdict = { id: 'keep-off', reason: 'Keep 2FA off for this key.', source: 'the article' };
    const ran = await runWith(agent, ['key', 'add', '--json', '--passphrase-file', files.right], {
      input: input(keyJson),
    });
    expect(ran.exit).toBe(0);
    expect(ran.err).toContain('Keep 2FA off');
    expect(ran.out).not.toContain('Keep 2FA off');
  });

  const foreign = { ...keyJson, endpoint: 'https://example.org' };

  test('to a foreign endpoint needs a typed yes, which no terminal means no', async () => {
    const ran = await add(foreign);
    expect(errorOf(ran.err)).toBe('CONFIRMATION_NEEDED');
    expect(ran.agent.keysAdded).toEqual([]);
  });

  test('to a foreign endpoint wants its host typed, not just a y', async () => {
    expect(errorOf((await add(foreign, { typed: ['y'] })).err)).toBe('CONFIRMATION_NEEDED');
    const ran = await add(foreign, { typed: ['example.org'] });
    expect(ran.exit).toBe(0);
    expect(ran.err).toContain('https://example.org');
  });

  test('takes --yes for the question, and still wants the passphrase', async () => {
    expect((await add(foreign, {}, ['--yes'])).exit).toBe(0);
    const ran = await runWith(fakeAgent(), ['key', 'add', '--yes'], { input: input(foreign) });
    expect(errorOf(ran.err)).toBe('PASSPHRASE_NEEDED');
  });

  test('asks for a typed passphrase once, also where a question comes between', async () => {
    const ran = await runWith(fakeAgent(), ['key', 'add'], {
      input: input(foreign),
      typed: [rightPassphrase, 'example.org', rightPassphrase],
    });
    expect(ran.exit).toBe(0);
  });
});

describe('questions', () => {
  test('key remove asks, takes only a yes, and is answered no without a terminal', async () => {
    const remove = (io: FakeIoOptions, more: string[] = []) =>
      runWith(fakeAgent(), ['key', 'remove', 'k', '--passphrase-file', files.right, ...more], io);
    expect((await remove({ typed: ['y'] })).exit).toBe(0);
    expect((await remove({}, ['--yes'])).exit).toBe(0);
    for (const io of [{ typed: ['n'] }, { typed: [''] }, { typed: [] }, {}]) {
      expect(errorOf((await remove(io)).err)).toBe('CONFIRMATION_NEEDED');
    }
  });

  test('bot revoke asks who sits in front of it, and nobody else', async () => {
    const inFront = { typed: ['n'], isInTerminal: true, isErrTerminal: true };
    expect(errorOf((await runWith(fakeAgent(), ['bot', 'revoke', 'b'], inFront)).err)).toBe('CONFIRMATION_NEEDED');
    expect((await runWith(fakeAgent(), ['bot', 'revoke', 'b'], { typed: ['n'] })).exit).toBe(0);
    expect((await runWith(fakeAgent(), ['bot', 'pause', 'b'], inFront)).exit).toBe(0);
  });
});
