import type { Exchange } from '../exchange.ts';
import type { Pair } from '../market/markets.ts';

/** What a public channel gives: messages without their envelope. */
export interface Message {
  readonly channel: string;
  readonly type: 'snapshot' | 'update';
  readonly data: object;
}

/** One subscription to a public channel; it remembers what it sent last. */
export interface Feed {
  /** The first message; undefined where there is none to send. */
  snapshot(nowMs: number): Message | undefined;
  /** What has changed since. */
  update(nowMs: number): Message | undefined;
}

/** Opens a feed. Takes: options of the subscription. Gives: undefined where they make no sense. */
export type OpenFeed = (
  exchange: Exchange,
  pair: Pair,
  options: Readonly<Record<string, unknown>>,
) => { readonly feed: Feed; readonly accepted: object } | undefined;
