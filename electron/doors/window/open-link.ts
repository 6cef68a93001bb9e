import { AppError } from '../../../shared/errors.ts';
import { catalogue } from '../../../shared/guidance/catalogue.ts';
import { krakenSource } from '../../../shared/guidance/verdict.ts';

const addresses = /https:\/\/[^\s;,()]+/g;
const longest = 300;

/** The hosts that our own sources name, and no other. */
const hosts: ReadonlySet<string> = new Set(
  [krakenSource, ...catalogue.exchanges.map(({ source }) => source)]
    .flatMap((source) => source.match(addresses) ?? [])
    .map((address) => new URL(address).hostname),
);

/**
 * The address to open in the system's browser, as the browser will read it. Takes: what the page asked for.
 * Throws: INPUT_INVALID for all but an https page of a host that our sources name.
 */
export function readLink(asked: string): string {
  if (asked.length > longest || !URL.canParse(asked)) throw refusal();
  const url = new URL(asked);
  // A query or a fragment could carry something out; none of our sources has one.
  const isPlain = `${url.username}${url.password}${url.port}${url.search}${url.hash}` === '';
  if (url.protocol !== 'https:' || !isPlain || !hosts.has(url.hostname)) throw refusal();
  // What reads otherwise than it is written (tabs, backslashes, capitals, a trailing "?") was written to mislead.
  if (url.href !== asked || /[?#]$/.test(asked)) throw refusal();
  return url.href;
}

const refusal = (): AppError =>
  new AppError('INPUT_INVALID', { detail: 'Keybearer opens only the pages that its guidance names.' });
