/** Questions, one a field, for who sits at a terminal; what is piped in or pasted as JSON is taken as it is. */
import { AppError } from '../../shared/errors.ts';
import type { Context } from './command.ts';
import { readJson, readObject } from './input.ts';
import type { Terminal } from './io.ts';
import { clean, paragraph } from './print.ts';

/** Gives: what is wrong with an answer, in a sentence; undefined where nothing is. */
export type Check = (text: string) => string | undefined;

export interface Fields {
  say(text: string): void;
  /** A line that is shown; an empty one means `fallback`, where there is one. */
  text(question: string, options?: { readonly fallback?: string; readonly check?: Check }): Promise<string>;
  /** A line that is not shown, nor kept in the terminal's scrollback. */
  secret(question: string, check?: Check): Promise<string>;
  /** One of some words, or the beginning of one. */
  choice<T extends string>(question: string, words: readonly T[], fallback: T): Promise<T>;
}

/**
 * Takes: what = the file's name for messages; ask = the questions, whose answers are the same object.
 * Throws: INPUT_INVALID for what is piped in; CONFIRMATION_NEEDED where the user gives up.
 */
export async function readOrAsk(
  { io, isJson }: Pick<Context, 'io' | 'isJson'>,
  what: string,
  ask: (fields: Fields) => Promise<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const terminal = io.isInTerminal && !isJson ? io.openTerminal() : undefined;
  if (terminal === undefined) return readObject(io, what);
  try {
    return await ask(fieldsOn(terminal, (text) => io.err(`${paragraph(text, { ...io, hasColour: false })}\n`)));
  } catch (fault) {
    if (fault instanceof Pasted) return await readPasted(terminal, fault.line, what);
    throw fault;
  } finally {
    terminal.close();
  }
}

function fieldsOn(terminal: Terminal, say: (text: string) => void): Fields {
  const ask = async (question: string, kind: 'shown' | 'hidden'): Promise<string> => {
    const line = await terminal.ask(question, kind);
    if (line === undefined) throw new AppError('CONFIRMATION_NEEDED', { detail: 'Nothing was done.' });
    if (line.trimStart().startsWith('{')) throw new Pasted(line);
    return line.trim();
  };
  const until = async (once: () => Promise<string>, check: Check | undefined): Promise<string> => {
    for (;;) {
      const text = await once();
      const fault = text === '' ? 'This is needed.' : check?.(text);
      if (fault === undefined) return text;
      say(fault);
    }
  };
  return {
    say,
    text: (question, { fallback, check } = {}) => {
      const shown = fallback === undefined ? `${question}: ` : `${question} [${clean(fallback)}]: `;
      return until(async () => (await ask(shown, 'shown')) || (fallback ?? ''), check);
    },
    secret: (question, check) => until(() => ask(`${question} (not shown): `, 'hidden'), check),
    choice: async (question, words, fallback) => {
      const of = (text: string) => words.filter((word) => word.startsWith(text.toLowerCase()));
      const isOne = (text: string) => of(text).length === 1 || words.some((word) => word === text);
      const check: Check = (text) => (isOne(text) ? undefined : `One of these: ${words.join(', ')}.`);
      const text = await until(
        async () => (await ask(`${question} (${words.join(', ')}) [${fallback}]: `, 'shown')) || fallback,
        check,
      );
      return words.find((word) => word === text) ?? of(text)[0] ?? fallback;
    },
  };
}

/** The answer begins a JSON object: somebody pastes the file. */
class Pasted extends Error {
  readonly line: string;

  constructor(line: string) {
    super('JSON was pasted');
    this.line = line;
  }
}

const mostLines = 1000;

/** Reads on to where the object ends, without showing it: its other lines must not become answers, nor commands of a shell. */
async function readPasted(terminal: Terminal, begun: string, what: string): Promise<Record<string, unknown>> {
  let text = begun;
  for (let lines = 0; lines < mostLines && !isWhole(text); lines += 1) {
    const line = await terminal.ask('', 'hidden');
    if (line === undefined) break;
    text += `\n${line}`;
  }
  const value = readJson(Buffer.from(text), what);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new AppError('INPUT_INVALID', { detail: `${what} must be an object { … }.` });
}

function isWhole(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
