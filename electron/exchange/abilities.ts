/** What an exchange can do through ccxt; nothing of it asks the exchange. */
import { methodOf, methods } from '../../shared/methods.ts';
import { type CcxtExchange, loadExchangeClass } from './ccxt.ts';

export interface Abilities {
  /** Its own name, as ccxt writes it. */
  readonly name: string;
  /** ccxt's own table; null where ccxt doesn't know. */
  readonly has: Readonly<Record<string, boolean | 'emulated' | null>>;
  /** Unified names that can be called or watched. */
  readonly methods: readonly string[];
  /** By ccxt's name (`1m`) the exchange's own. */
  readonly timeframes: Readonly<Record<string, string | number>>;
  /** 2 counts decimals, 3 significant digits, 4 steps. Source: ccxt's manual, "Precision And Limits". */
  readonly precisionMode: number;
}

const known = new Map<string, Promise<Abilities>>();

/** Throws: INPUT_INVALID on an unknown exchange. */
export function abilitiesOf(exchange: string): Promise<Abilities> {
  let reading = known.get(exchange);
  if (reading === undefined) {
    reading = read(exchange);
    known.set(exchange, reading);
    reading.catch(() => known.delete(exchange));
  }
  return reading;
}

async function read(id: string): Promise<Abilities> {
  const Rest = await loadExchangeClass(id);
  // Fewer have streams; that there are none is no fault.
  const Exchange = await loadExchangeClass(id, true).catch(() => Rest);
  const exchange = new Exchange({});
  const { name, timeframes = {}, precisionMode } = exchange;
  const has = Object.fromEntries(Object.entries(exchange.has).map(([method, value]) => [method, value ?? null]));
  const usable = Object.keys(methods).filter((method) => isUsable(exchange, method));
  return { name, has, methods: usable, timeframes, precisionMode };
}

/** ccxt's table has no row for many methods; those an adapter has where it wrote one of its own. */
function isUsable(exchange: CcxtExchange, method: string): boolean {
  if (methodOf(method)?.kind === 'socket') return false;
  const value = exchange.has[method] ?? undefined;
  return value === undefined ? isOwn(exchange, method) : value !== false;
}

/** Is it written by a class of the exchange's, and not by ccxt's base classes, which only refuse? */
export function isOwn(exchange: object, method: string): boolean {
  const holder = prototypesOf(exchange).find((one) => Object.hasOwn(one, method));
  return holder !== undefined && !baseClasses.has(holder.constructor.name);
}

const baseClasses: ReadonlySet<string> = new Set(['BaseExchange', 'Exchange']);

function prototypesOf(exchange: object): object[] {
  const chain: object[] = [];
  for (let proto: unknown = Object.getPrototypeOf(exchange); isObject(proto); proto = Object.getPrototypeOf(proto))
    chain.push(proto);
  return chain;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
