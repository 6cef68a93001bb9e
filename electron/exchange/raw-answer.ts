/** What a bot that speaks to its exchange through the agent gets to see of an answer. */
import type { IncomingHttpHeaders } from 'node:http';
import type { HttpAnswer } from './ccxt.ts';

/** An exchange's answer as it came, unpacked. */
export interface RawAnswer {
  readonly status: number;
  /** Those that matter to a client, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Where the answer to a bot's request is put as soon as it has come, whatever is thought of it afterwards. */
export interface AnswerSlot {
  answer: RawAnswer | undefined;
}

/** What the body is, when to come again, where the next page is, and how much of a limit is used. */
const kept = /^(?:content-type|date|retry-after|link|cb-before|cb-after|x-request-id)$|limit|^x-(?:mbx|sapi|bapi)-/;

/** Takes: hide = takes a key's credentials out of a text, where the exchange repeats them. */
export function rawAnswer(
  { statusCode, headers }: HttpAnswer,
  bytes: Buffer,
  hide: (text: string) => string,
): RawAnswer {
  return { status: statusCode, headers: shownHeaders(headers, hide), body: hiddenIn(bytes, hide) };
}

function shownHeaders(headers: IncomingHttpHeaders, hide: (text: string) => string): Record<string, string> {
  const shown = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined || !kept.test(name.toLowerCase())
      ? []
      : [[name.toLowerCase(), hide([value].flat().join(', '))]],
  );
  return Object.fromEntries(shown);
}

/** A credential is ASCII, so it is found by its bytes, and an answer without one stays as it is to the byte. */
function hiddenIn(bytes: Buffer, hide: (text: string) => string): Buffer {
  const text = bytes.toString('latin1');
  const hidden = hide(text);
  return hidden === text ? bytes : Buffer.from(hidden, 'latin1');
}
