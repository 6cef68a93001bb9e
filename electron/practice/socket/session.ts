import type { Exchange } from '../exchange.ts';
import type { KeyState } from '../gate.ts';
import type { BookEvent } from '../orders/events.ts';
import { perform } from '../private.ts';
import { Refusal } from '../refusal.ts';
import type { Feed, Message } from './channel.ts';
import { viewBalances, viewEntry, viewExecution, viewPastTrade } from './executions.ts';
import { instruments } from './instrument.ts';
import { isFields, orderRequests } from './order-entry.ts';
import { publicFeeds } from './public-feeds.ts';
import { pairOfSymbol, timeText } from './wire.ts';

type Fields = Readonly<Record<string, unknown>>;
type PrivateChannel = 'executions' | 'balances';

const pastTrades = 50;

/** One client's conversation. Source: docs.kraken.com/api/docs/guides/spot-ws-intro */
export class Session {
  readonly #exchange: Exchange;
  readonly #now: () => number;
  readonly #send: (message: object) => void;
  readonly #feeds = new Map<string, Feed>();
  readonly #sequences = new Map<PrivateChannel, number>();
  /** Tokens that began here: they stay good while the socket is open. */
  readonly #begun = new Map<string, KeyState>();
  #hasSent = false;

  constructor(exchange: Exchange, now: () => number, send: (message: object) => void) {
    this.#exchange = exchange;
    this.#now = now;
    this.#send = send;
    this.#tell({
      channel: 'status',
      type: 'update',
      data: [{ system: 'online', api_version: 'v2', connection_id: 1, version: '2.0.0' }],
    });
  }

  /** Answers a message. Takes: its text. */
  receive(text: string): void {
    const timeIn = timeText(this.#now());
    const request = parse(text);
    if (request === undefined) {
      this.#tell({ error: 'Malformed request', success: false, time_in: timeIn, time_out: timeText(this.#now()) });
      return;
    }
    const reqId = request['req_id'] === undefined ? {} : { req_id: request['req_id'] };
    const method = String(request['method'] ?? '');
    const answer = (said: object): void =>
      this.#tell({ method, ...reqId, ...said, time_in: timeIn, time_out: timeText(this.#now()) });
    const params = isFields(request['params']) ? request['params'] : {};
    try {
      if (method === 'ping') this.#tell({ method: 'pong', ...reqId, time_in: timeIn, time_out: timeText(this.#now()) });
      else if (method === 'subscribe') this.#subscribe(params, answer);
      else if (method === 'unsubscribe') this.#unsubscribe(params, answer);
      else answer({ result: this.#order(method, params), success: true });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      answer({ error: error.words, success: false });
    }
  }

  /** Sends what time has changed; a subscribed client that nothing was sent to gets a heartbeat. */
  tick(): void {
    this.#hasSent = false;
    for (const feed of this.#feeds.values()) this.#pass(feed.update(this.#now()));
    const isSubscribed = this.#feeds.size + this.#sequences.size > 0;
    if (isSubscribed && !this.#hasSent) this.#tell({ channel: 'heartbeat' });
  }

  /** Passes on what happened in the book. */
  hear(event: BookEvent): void {
    if (event.kind === 'balance') this.#news('balances', [viewEntry(event.entry)]);
    else this.#news('executions', [viewExecution(event.order, event.change, event.trade, event.timeMs)]);
  }

  #order(method: string, params: Fields): object {
    const translate = orderRequests.get(method);
    if (translate === undefined) throw new Refusal(`Unsupported method: ${method.slice(0, 40)}`);
    const state = this.#holder(params);
    const { method: name, params: translated, result } = translate(params);
    const nowMs = this.#now();
    const usedBeforeMs = state.lastUsedMs;
    state.lastUsedMs = nowMs;
    const answer = perform(this.#exchange, name, { state, params: translated, usedBeforeMs }, nowMs);
    return result(isFields(answer) ? answer : {});
  }

  #subscribe(params: Fields, answer: (said: object) => void): void {
    const channel = String(params['channel'] ?? '');
    if (channel === 'executions' || channel === 'balances') {
      this.#holder(params);
      if (this.#sequences.has(channel)) throw new Refusal('Already subscribed');
      answer({ result: { channel, snapshot: true }, success: true });
      this.#sequences.set(channel, 0);
      this.#news(channel, this.#begin(channel, params), 'snapshot');
    } else if (channel === 'instrument') {
      answer({ result: { channel, snapshot: true }, success: true });
      this.#feeds.set(channel, { snapshot: instruments, update: () => undefined });
      this.#pass(instruments());
    } else {
      for (const symbol of symbolsOf(params)) {
        try {
          this.#subscribeSymbol(channel, symbol, params, answer);
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          answer({ symbol, error: error.words, success: false });
        }
      }
    }
  }

  #subscribeSymbol(channel: string, symbol: unknown, params: Fields, answer: (said: object) => void): void {
    const feed = publicFeeds.get(channel);
    const pair = pairOfSymbol(symbol);
    if (feed === undefined) throw new Refusal(`Channel not supported ${channel.slice(0, 40)}`);
    if (pair === undefined) throw new Refusal(`Currency pair not supported ${String(symbol).slice(0, 40)}`);
    const name = `${channel} ${String(symbol)}`;
    if (this.#feeds.has(name)) throw new Refusal('Already subscribed');
    const opened = feed(this.#exchange, pair, params);
    if (opened === undefined) throw new Refusal(`Subscription ${channel} has a wrong option`);
    const snapshot = params['snapshot'] !== false;
    answer({ result: { channel, symbol, snapshot, ...opened.accepted }, success: true });
    this.#feeds.set(name, opened.feed);
    const first = opened.feed.snapshot(this.#now());
    if (snapshot) this.#pass(first);
  }

  #unsubscribe(params: Fields, answer: (said: object) => void): void {
    const channel = String(params['channel'] ?? '');
    if (channel === 'executions' || channel === 'balances') {
      if (!this.#sequences.delete(channel)) throw new Refusal('Subscription Not Found');
      answer({ result: { channel }, success: true });
      return;
    }
    const names =
      channel === 'instrument' ? [channel] : symbolsOf(params).map((symbol) => `${channel} ${String(symbol)}`);
    for (const name of names) {
      const [, symbol] = name.split(' ');
      const about = symbol === undefined ? {} : { symbol };
      if (this.#feeds.delete(name)) answer({ result: { channel, ...about }, success: true });
      else answer({ ...about, error: 'Subscription Not Found', success: false });
    }
  }

  #begin(channel: PrivateChannel, params: Fields): readonly object[] {
    const { book } = this.#exchange;
    book.settle(this.#now());
    if (channel === 'balances') return viewBalances(this.#exchange);
    const orders = book
      .open()
      .map((order) => viewExecution(order, order.filled.gt(0) ? 'trade' : 'new', undefined, order.openMs));
    const trades = [...book.trades.values()].slice(-pastTrades).reverse().map(viewPastTrade);
    return [...(params['snap_orders'] === false ? [] : orders), ...(params['snap_trades'] === true ? trades : [])];
  }

  #news(channel: PrivateChannel, data: readonly object[], type: Message['type'] = 'update'): void {
    const sequence = this.#sequences.get(channel);
    if (sequence === undefined) return;
    this.#sequences.set(channel, sequence + 1);
    this.#tell({ channel, type, data, sequence: sequence + 1 });
  }

  /** Throws: Refusal on a token that is unknown, too old, or of a key that has run out. */
  #holder({ token }: Fields): KeyState {
    const nowMs = this.#now();
    const text = typeof token === 'string' ? token : '';
    const state = this.#begun.get(text) ?? this.#exchange.tokens.holderOf(text, nowMs);
    const endsMs = (state?.key.validUntilSec ?? 0) * 1000;
    if (state === undefined || (endsMs !== 0 && endsMs <= nowMs)) throw new Refusal('ESession:Invalid session');
    this.#begun.set(text, state);
    return state;
  }

  #pass(message: Message | undefined): void {
    if (message !== undefined) this.#tell(message);
  }

  #tell(message: object): void {
    this.#hasSent = true;
    this.#send(message);
  }
}

const symbolsOf = ({ symbol }: Fields): readonly unknown[] => {
  const symbols = Array.isArray(symbol) ? symbol : [symbol];
  return [...new Set(symbols)];
};

/** Numbers keep their digits as text, ids excepted. Gives: undefined for what is no JSON object. */
function parse(text: string): Fields | undefined {
  try {
    const parsed: unknown = JSON.parse(text, (name: string, value: unknown, context?: { readonly source?: string }) =>
      typeof value === 'number' && !asNumbers.includes(name) ? (context?.source ?? String(value)) : value,
    );
    return isFields(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

const asNumbers: readonly string[] = ['req_id', 'depth', 'interval', 'order_userref'];
