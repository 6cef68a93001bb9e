import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSecretFile } from '../../../electron/cli/secret-file.ts';
import { makeTerminal } from '../../../electron/cli/terminal.ts';

class FakeInput extends EventEmitter {
  pause() {}
  resume() {}
}

function device() {
  const input = new FakeInput();
  const shown: string[] = [];
  const modes: boolean[] = [];
  const heard = new Set<() => void>();
  const terminal = makeTerminal({
    input,
    write: (text) => void shown.push(text),
    setRaw: (isRaw) => void modes.push(isRaw),
    onInterrupt: (then) => {
      heard.add(then);
      return () => void heard.delete(then);
    },
    close: () => undefined,
  });
  const type = (text: string | Buffer) => void input.emit('data', Buffer.from(text));
  return { terminal, type, shown, modes, heard };
}

describe('a question on the terminal', () => {
  test.each([
    ['what was typed', 'abc\r', 'abc'],
    ['a line ended either way', 'abc\n', 'abc'],
    ['what is left after corrections', 'abX\u007fc\r', 'abc'],
    ['what is left after a cleared line', 'wrong\u0015abc\r', 'abc'],
    ['letters of any script', 'pässwörd 🔑\r', 'pässwörd 🔑'],
    ['an empty line', '\r', ''],
    ['nothing after Ctrl-C', 'abc\u0003', undefined],
    ['nothing after Ctrl-D on an empty line', '\u0004', undefined],
  ])('gives %s', async (_, typed, expected) => {
    const { terminal, type } = device();
    const answer = terminal.ask('Passphrase: ', 'hidden');
    type(typed);
    expect(await answer).toBe(expected);
  });

  test('shows nothing of a hidden answer, and leaves the terminal as it was', async () => {
    const { terminal, type, shown, modes } = device();
    const answer = terminal.ask('Passphrase: ', 'hidden');
    type('secret\r');
    await answer;
    expect(shown.join('')).toBe('Passphrase: \n');
    expect(modes).toEqual([true, false]);
  });

  test('hides what is typed before the question can be seen, since a pasted answer comes at once', async () => {
    const order: string[] = [];
    const input = new FakeInput();
    const terminal = makeTerminal({
      input,
      write: (text) => void order.push(text),
      setRaw: (isRaw) => void order.push(isRaw ? 'hidden' : 'shown'),
      onInterrupt: () => () => undefined,
      close: () => undefined,
    });
    const answer = terminal.ask('Passphrase: ', 'hidden');
    input.emit('data', Buffer.from('secret\r'));
    await answer;
    expect(order).toEqual(['hidden', 'Passphrase: ', 'shown', '\n']);
  });

  test('that is shown is given up with Ctrl-C, too, and only while it waits', async () => {
    const { terminal, type, heard } = device();
    const answer = terminal.ask('Group 3: ', 'shown');
    for (const interrupt of heard) interrupt();
    expect(await answer).toBeUndefined();
    expect(heard.size).toBe(0);
    const second = terminal.ask('Group 3: ', 'shown');
    type('abc\n');
    expect([await second, heard.size]).toEqual(['abc', 0]);
  });

  test('keeps what was typed ahead for the next question', async () => {
    const { terminal, type } = device();
    const first = terminal.ask('One: ', 'hidden');
    type('a\rb\r');
    expect(await first).toBe('a');
    expect(await terminal.ask('Two: ', 'hidden')).toBe('b');
  });

  test('takes a letter whose bytes come in two pieces', async () => {
    const { terminal, type } = device();
    const answer = terminal.ask('?', 'hidden');
    const bytes = Buffer.from('ä\r');
    type(bytes.subarray(0, 1));
    type(bytes.subarray(1));
    expect(await answer).toBe('ä');
  });
});

describe('a passphrase file', () => {
  let dir: string;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'kb-file-'));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  const read = async (bytes: string | Buffer) => {
    writeFileSync(join(dir, 'f'), bytes);
    return (await readSecretFile(join(dir, 'f'))).useText((text) => text);
  };

  test.each([
    ['abc', 'abc'],
    ['abc\n', 'abc'],
    ['abc\r\n', 'abc'],
    ['abc\n\n', 'abc\n'],
    ['abc\r', 'abc\r'],
    [' abc \n', ' abc '],
    ['a\nb\n', 'a\nb'],
    ['ä€🔑\n', 'ä€🔑'],
  ])('%j holds %j', async (bytes, passphrase) => {
    expect(await read(bytes)).toBe(passphrase);
  });

  test.each([
    ['empty', ''],
    ['nothing but a line end', '\n'],
    ['no text', Buffer.from([0xff, 0xfe, 0x00])],
    ['over 1 MiB', Buffer.alloc(1024 * 1024 + 1, 0x61)],
  ])('is refused where it is %s', async (_, bytes) => {
    await expect(read(bytes)).rejects.toEqual(expect.objectContaining({ code: 'INPUT_INVALID' }));
  });

  test('is refused where it is missing or a folder', async () => {
    for (const path of [join(dir, 'absent'), dir, join(dir, 'f', 'x')]) {
      await expect(readSecretFile(path)).rejects.toEqual(expect.objectContaining({ code: 'INPUT_INVALID' }));
    }
  });
});
