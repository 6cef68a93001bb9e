import { Exchange, default as everything } from 'ccxt';

/** An endpoint as ccxt lists it: `id` is its implicit method, `names` that and the snake_case one. */
export interface ListedEndpoint {
  readonly id: string;
  readonly names: readonly string[];
  readonly api: readonly string[];
  readonly verb: string;
  readonly path: string;
}

type ExchangeClass = new (config?: Record<string, unknown>) => Exchange;

/** The ids of every exchange of the installed ccxt. */
export const exchangeIds: readonly string[] = everything.exchanges;

/** Every endpoint from which ccxt makes an implicit method, asked of ccxt's own `defineRestApi`. */
export function endpointsOf(exchangeId: string): ListedEndpoint[] {
  const found = new Map<string, ListedEndpoint>();
  for (const base of classesOf(exchangeId)) {
    const Recorder = class extends base {
      override defineRestApiEndpoint(...given: Parameters<Exchange['defineRestApiEndpoint']>): void {
        const [, verb, , , path, api] = given;
        const names: string[] = [];
        // ccxt assigns the implicit methods under names that it alone knows; the proxy reads them off.
        const ear = new Proxy(this, { set: (_target, name) => names.push(String(name)) > 0 });
        super.defineRestApiEndpoint.apply(ear, given);
        const [id] = names;
        if (id === undefined) throw new Error(`${exchangeId}: ${path} has no name`);
        const key = `${api.join('.')} ${verb} ${path}`;
        if (!found.has(key)) found.set(key, { id, names, api: [...api], verb, path });
      }
    };
    new Recorder();
  }
  return [...found.values()];
}

/** The REST class of an exchange and, where there is one, its streaming class, which may list more. */
export function classesOf(exchangeId: string): ExchangeClass[] {
  return [Reflect.get(everything, exchangeId), Reflect.get(everything.pro, exchangeId)].filter(isExchangeClass);
}

function isExchangeClass(value: unknown): value is ExchangeClass {
  return typeof value === 'function' && value.prototype instanceof Exchange;
}
