import { Funding } from './account/funding.ts';
import { Gate } from './gate.ts';
import { holdKey, type PracticeKey } from './keys.ts';
import { openWalk, type Walk } from './market/prices.ts';
import { Book } from './orders/book.ts';
import { Rates } from './rates.ts';
import { Tokens } from './socket/tokens.ts';

/** All that a practice exchange remembers; a reset makes a new one. */
export interface Exchange {
  readonly walk: Walk;
  readonly gate: Gate;
  readonly rates: Rates;
  readonly book: Book;
  readonly funding: Funding;
  readonly tokens: Tokens;
  readonly seed: string;
}

export function openExchange(seed: string, keys: readonly PracticeKey[], startMs: number): Exchange {
  const walk = openWalk(seed);
  const gate = new Gate(keys.map((key) => holdKey(key, startMs)));
  const funding = new Funding(seed, startMs);
  return { walk, gate, rates: new Rates(), book: new Book(seed, walk), funding, tokens: new Tokens(seed), seed };
}
