/** Everything that a bot watches with one key, over one connection that is made again when it breaks. */
import { setTimeout as sleep } from 'node:timers/promises';
import { splitArgs, writeBody } from './args.ts';
import { type Fail, readProblem, type Told, Trouble } from './errors.ts';
import { Lost } from './http.ts';
import type { Place } from './place.ts';
import { Subscription } from './subscription.ts';
import type { Gap, Watching } from './types.ts';
import { dial, type WebSocket } from './websocket.ts';

export interface WatchesNeeds {
  readonly place: () => Place;
  readonly token: string;
  readonly key: string;
  readonly timeoutMs: number;
  /** Wait while the vault is sealed, however long? */
  readonly isWaiting: boolean;
  readonly pingMs?: number;
  readonly fail: Fail;
  readonly onGap: ((gap: Gap) => void) | undefined;
}

const pingMs = 30_000;
const firstPauseMs = 50;
const longestPauseMs = 1000;
const maxRepeats = 5;

export class Watches {
  readonly #needs: WatchesNeeds;
  readonly #open = new Map<number, Subscription>();
  /** What is watched by calling a method again and again, as with ccxt.pro. */
  readonly #repeated = new Map<string, Subscription>();
  readonly #closing = new AbortController();
  #link: Promise<WebSocket> | undefined;
  #lastId = 0;

  constructor(needs: WatchesNeeds) {
    this.#needs = needs;
  }

  watch(method: string, given: readonly unknown[]): Watching {
    return this.#subscription(method, given);
  }

  /** The next event of what `method` watches. Throws: STREAM_GAP where something was missed; the call after that goes on. */
  async next(method: string, given: readonly unknown[]): Promise<unknown> {
    const name = writeBody(method, given);
    let subscription = this.#repeated.get(name);
    if (subscription === undefined || subscription.isOver) {
      subscription = this.#subscription(method, given);
      this.#repeated.set(name, subscription);
    }
    const { value, done } = await subscription.next();
    if (done === true) throw new Trouble({ code: 'INPUT_INVALID', detail: 'This connection was closed by close().' });
    return value;
  }

  close(): void {
    this.#closing.abort();
    for (const subscription of this.#open.values()) void subscription.return();
    this.#hangUp();
  }

  #subscription(method: string, given: readonly unknown[]): Subscription {
    const { fail, onGap } = this.#needs;
    let args = given;
    let wrong: Told | undefined;
    try {
      args = splitArgs(method, given).args;
    } catch (fault) {
      wrong = toldBy(fault);
    }
    let id = 0;
    const subscription = new Subscription({
      ...{ method, args, fail, onGap },
      begin: () => {
        if (wrong !== undefined) return;
        this.#lastId += 1;
        id = this.#lastId;
        this.#open.set(id, subscription);
        void this.#begin(id, subscription);
      },
      end: () => this.#end(id),
    });
    if (wrong !== undefined) subscription.fails(wrong);
    return subscription;
  }

  async #begin(id: number, subscription: Subscription): Promise<void> {
    try {
      const text = asMessage(id, subscription);
      const link = await this.#linked();
      if (this.#open.has(id)) link.send(text);
    } catch (fault) {
      subscription.fails(toldBy(fault));
    }
  }

  #end(id: number): void {
    if (!this.#open.delete(id)) return;
    if (this.#open.size === 0) this.#hangUp();
    else
      void this.#link?.then(
        (link) => link.send(JSON.stringify({ id, stop: true })),
        () => undefined,
      );
  }

  #hangUp(): void {
    const link = this.#link;
    this.#link = undefined;
    void link?.then(
      (one) => one.close(),
      () => undefined,
    );
  }

  #linked(): Promise<WebSocket> {
    if (this.#link === undefined) {
      const link = this.#dial();
      this.#link = link;
      link.catch(() => {
        if (this.#link === link) this.#link = undefined;
      });
    }
    return this.#link;
  }

  /** Throws: Trouble, Lost. */
  async #dial(): Promise<WebSocket> {
    const { place, token, key, timeoutMs, isWaiting } = this.#needs;
    const events = { text: (text: string) => this.#take(text), end: (why: string) => this.#ended(why, own) };
    let own: WebSocket | undefined;
    let endMs = performance.now() + timeoutMs;
    for (let tries = 0, repeats = 0; ; tries += 1) {
      try {
        const limitMs = Math.max(1, endMs - performance.now());
        const path = `/v1/keys/${key}/stream`;
        own = await dial({ place: place(), path, token, limitMs, pingMs: this.#needs.pingMs ?? pingMs }, events);
        return own;
      } catch (fault) {
        const told = toldBy(fault);
        const isMissing = told.code === 'AGENT_MISSING';
        if (!isMissing && !(told.sent === 'no' && told.retryable === true)) throw fault;
        const pauseMs = isMissing
          ? Math.min(firstPauseMs * 2 ** tries, longestPauseMs)
          : (told.retryAfterMs ?? longestPauseMs);
        if ((isMissing || told.code === 'VAULT_SEALED') && isWaiting) endMs += pauseMs;
        else if (!isMissing) repeats += 1;
        if (repeats > maxRepeats || performance.now() + pauseMs >= endMs) throw fault;
        await sleep(pauseMs, undefined, { signal: this.#closing.signal });
      }
    }
  }

  /** What was watched is watched again, and each is told that something may be missing. */
  #ended(why: string, which: WebSocket | undefined): void {
    if (this.#link === undefined || this.#open.size === 0) return;
    void this.#link.then((link) => {
      if (link !== which) return;
      this.#link = undefined;
      for (const [id, subscription] of this.#open) {
        subscription.gap('lost', null, `the connection to the agent was lost: ${why}`);
        void this.#begin(id, subscription);
      }
    });
  }

  #take(text: string): void {
    let message: object;
    try {
      message = Object(JSON.parse(text));
    } catch {
      this.#all({ code: 'ROUTE_UNKNOWN', sent: 'no', detail: 'The agent sent something that is no JSON.' });
      return;
    }
    const id = Reflect.get(message, 'id');
    const subscription = typeof id === 'number' ? this.#open.get(id) : undefined;
    const error = Reflect.get(message, 'error');
    const told = readProblem(error);
    // What comes after the bot has stopped is for nobody.
    if (told === undefined) {
      if ('event' in message) subscription?.event(message.event);
    } else if (id === undefined || id === null) this.#endsWith(told);
    else if (told.code === 'STREAM_GAP') {
      const missed = Reflect.get(Object(error), 'missed');
      subscription?.gap('agent', typeof missed === 'number' ? missed : null, told.detail ?? 'Some events were missed.');
    } else subscription?.fails(told);
  }

  /** The last message of a connection is about all that is watched. What passes by itself is waited for when it is made again. */
  #endsWith(told: Told): void {
    if (told.retryable !== true || told.sent !== 'no') this.#all(told);
  }

  #all(told: Told): void {
    for (const subscription of this.#open.values()) subscription.fails(told);
  }
}

function asMessage(id: number, { method, args }: Subscription): string {
  const body = JSON.parse(writeBody(method, args)) as { readonly args: unknown };
  return JSON.stringify({ id, watch: method, args: body.args });
}

function toldBy(fault: unknown): Told {
  if (fault instanceof Trouble) return fault.told;
  const why = fault instanceof Error ? fault.message : String(fault);
  const detail = fault instanceof Lost ? `The agent can't be reached: ${why}.` : why;
  return { code: 'AGENT_MISSING', sent: 'no', detail, cause: fault };
}
