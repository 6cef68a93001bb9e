import type { MethodName } from './tables.ts';

/** Where the agent is and how long it is waited for. Every member may be left out. */
export interface ConnectOptions {
  /** The bots' socket, or a named pipe on Windows. */
  readonly socket?: string;
  /** `http://127.0.0.1:PORT`, for a bot that was made with the door `http`. */
  readonly url?: string;
  /** The agent's data directory, where `run/agent.json` says the rest; else KEYBEARER_SOCKET, KEYBEARER_DATA, or the system's place. */
  readonly data?: string;
  /** Else KEYBEARER_TOKEN. */
  readonly token?: string;
  /** Wait, however long, while the vault is sealed or no agent is there? Else that fails with VAULT_SEALED or AGENT_MISSING. */
  readonly wait?: boolean;
  /** Seconds that a call may take, repeats included; 30 where left out. */
  readonly timeout?: number;
  /** The module whose error classes are thrown, for a bot that is bundled with its ccxt. Else it is found by itself. */
  readonly ccxt?: object;
  /** What to do about a gap in what is watched; without it, a gap is thrown. */
  readonly onGap?: (gap: Gap) => void;
}

/** Of a single call, as the argument after ccxt's last. */
export interface CallOptions {
  /** 1 to 64 printable characters of ASCII that name this call for 24 hours: with it, it never happens twice. */
  readonly idempotencyKey?: string;
  /** How long the call may wait for its turn, the key's budget, a code and an approval. */
  readonly deadlineMs?: number;
}

/** Something that was watched and missed. What it was can only be read anew. */
export interface Gap {
  readonly method: string;
  readonly args: readonly unknown[];
  /** `lost`: the connection; `agent`: the agent or the exchange missed something; `full`: the bot read too slowly. */
  readonly reason: 'lost' | 'agent' | 'full';
  readonly detail: string;
  /** How many events; null where nobody can know. */
  readonly missed: number | null;
}

/** What is watched: each turn of `for await` is an event as ccxt gives it; leaving the loop ends it. */
// biome-ignore lint/suspicious/noExplicitAny: what comes is ccxt's, and its types are the bot's choice
export interface Watching<T = any> extends AsyncIterableIterator<T> {
  /** Goes on after a gap, once it was told. */
  onGap(listener: (gap: Gap) => void): Watching<T>;
}

/** The members that the SDK itself has; any other is a method of ccxt that is passed on. */
export interface Own {
  /** As `connect` was given it. */
  readonly key: string;
  /** ccxt's id of the exchange. */
  readonly id: string;
  /** What the exchange can do, as in ccxt. */
  readonly has: Readonly<Record<string, boolean | 'emulated' | undefined>>;
  /** By symbol; undefined until `loadMarkets()` was called, as in ccxt. */
  // biome-ignore lint/suspicious/noExplicitAny: ccxt's
  readonly markets: Readonly<Record<string, any>> | undefined;
  readonly symbols: readonly string[] | undefined;
  /** Fetches the markets once; with `true`, anew. */
  // biome-ignore lint/suspicious/noExplicitAny: ccxt's
  loadMarkets(reload?: boolean): Promise<Readonly<Record<string, any>>>;
  // biome-ignore lint/suspicious/noExplicitAny: ccxt's
  market(symbol: string): any;
  /** Cut off to the market's step; needs `loadMarkets()`. */
  amountToPrecision(symbol: string, amount: number | string): string;
  /** Rounded to the market's step; needs `loadMarkets()`. */
  priceToPrecision(symbol: string, price: number | string): string;
  /** A method by its name, for programs that have it as data. */
  call(method: string, args?: readonly unknown[], options?: CallOptions): Promise<unknown>;
  watch(method: string, ...args: readonly unknown[]): Watching;
  /** The bot, its grants and what is left of their limits. */
  me(): Promise<unknown>;
  /** Tells the exchange within how many seconds the bot comes again, else every order is cancelled. Needs the key's dead man's switch. */
  heartbeat(seconds?: number): Promise<{ readonly until: string }>;
  /** Ends everything that is watched, waits for the calls that are under way, and ends every connection. */
  close(): Promise<void>;
}

// biome-ignore lint/suspicious/noExplicitAny: give connect() ccxt's own type to have its types
type Passing = (...args: any[]) => Promise<any>;

/** ccxt's unified methods by their names, and the implicit ones by any name. */
export type AnyMethods = { readonly [Name in Exclude<MethodName, keyof Own>]: Passing } & {
  readonly [name: string]: Passing;
};

/** Decimals go to the exchange as they were given, so that a text is the better number. */
type Given<T> = T extends number ? number | string : T;
type Args<T extends readonly unknown[]> = { [Place in keyof T]: Given<T[Place]> };
// biome-ignore lint/suspicious/noExplicitAny: any method at all
type Passed<F> = F extends (...args: infer A extends any[]) => Promise<infer R>
  ? (...args: [...Args<A>, options?: CallOptions]) => Promise<R>
  : never;

/** What T has of methods that wait for an answer. ccxt's types also take any name at all, which would hide the others. */
type Methods<T> = {
  readonly [Name in keyof T as string extends Name
    ? never
    : Name extends keyof Own
      ? never
      : T[Name] extends (...args: never[]) => Promise<unknown>
        ? Name
        : never]: Passed<T[Name]>;
};

/** An exchange behind the agent. Takes: T = ccxt's type of the exchange, where its types are wanted. */
export type Connected<T = undefined> = Own & (T extends undefined ? AnyMethods : Methods<T>);
