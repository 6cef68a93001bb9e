import { closeSync, openSync, writeSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { ReadStream } from 'node:tty';
import type { Terminal } from './io.ts';

/** Opens the terminal that the process belongs to, whatever its standard streams are; undefined where there is none. */
export function openTerminal(): Terminal | undefined {
  const fd = openTty();
  if (fd === undefined) return undefined;
  const input = new ReadStream(fd);
  return makeTerminal({
    input,
    write: (text) => void writeSync(fd, text),
    setRaw: (isRaw) => void input.setRawMode(isRaw),
    onInterrupt: (then) => {
      process.once('SIGINT', then);
      return () => void process.removeListener('SIGINT', then);
    },
    close: () => input.destroy(),
  });
}

export interface Device {
  readonly input: NodeJS.EventEmitter & { pause(): unknown; resume(): unknown };
  write(text: string): void;
  /** In raw mode nothing typed is shown, and each key arrives by itself. */
  setRaw(isRaw: boolean): void;
  /** Calls `then` at Ctrl-C where the mode isn't raw: the system makes a signal of it. Gives: stops listening. */
  onInterrupt(then: () => void): () => void;
  close(): void;
}

/** Asks on a device. Typed ahead lines are kept for the next question. */
export function makeTerminal(device: Device): Terminal {
  const decoder = new StringDecoder('utf8');
  let ahead = '';
  return {
    async ask(question, kind) {
      // Before the question is seen: a pasted answer comes at once, and would be shown.
      device.setRaw(kind === 'hidden');
      device.write(question);
      const { line, rest } = await readLine(device, decoder, ahead);
      ahead = rest;
      device.setRaw(false);
      if (kind === 'hidden' || line === undefined) device.write('\n');
      return line;
    },
    close: () => device.close(),
  };
}

interface Typed {
  readonly line: string | undefined;
  readonly rest: string;
}

function readLine({ input, onInterrupt }: Device, decoder: StringDecoder, ahead: string): Promise<Typed> {
  return new Promise((resolve) => {
    let line = '';
    const finish = (typed: Typed): void => {
      input.removeListener('data', take);
      input.removeListener('end', giveUp);
      unheard();
      input.pause();
      resolve(typed);
    };
    const giveUp = () => finish({ line: undefined, rest: '' });
    const unheard = onInterrupt(giveUp);
    const takeText = (text: string): void => {
      for (const [at, key] of [...text].entries()) {
        const isEnd = key === '\r' || key === '\n';
        const isGivenUp = key === '\u0003' || (key === '\u0004' && line === '');
        if (isEnd) finish({ line, rest: [...text].slice(at + 1).join('') });
        if (isGivenUp) giveUp();
        if (isEnd || isGivenUp) return;
        line = edit(line, key);
      }
    };
    const take = (chunk: Buffer): void => takeText(decoder.write(chunk));
    input.on('data', take);
    input.once('end', giveUp);
    input.resume();
    if (ahead !== '') takeText(ahead);
  });
}

function edit(line: string, key: string): string {
  if (key === '\u007f' || key === '\b') return [...line].slice(0, -1).join('');
  if (key === '\u0015') return '';
  return key === '\u0004' ? line : line + key;
}

function openTty(): number | undefined {
  let fd: number | undefined;
  try {
    fd = openSync('/dev/tty', 'r+');
    // Opening succeeds in some containers where writing doesn't.
    writeSync(fd, '');
    return fd;
  } catch (fault) {
    if (!(fault instanceof Error && 'code' in fault)) throw fault;
    if (fd !== undefined) closeSync(fd);
    return undefined;
  }
}
