/** What the log may keep of a call's arguments and of a request's parameters; every other field becomes its type and size. */
import { methodOf } from '../../shared/methods.ts';
import { redactValue } from '../../shared/redact.ts';
import { scrubDeep } from '../calllog/clean-entry.ts';
import { redactResponse } from '../calllog/redact-body.ts';
import type { Session } from './sessions.ts';

/** ccxt's names of arguments that say what was asked for. Source: ccxt's manual, "Unified API". */
const shownArgs: ReadonlySet<string> = new Set([
  'symbol',
  'symbols',
  'type',
  'side',
  'amount',
  'price',
  'cost',
  'triggerPrice',
  'id',
  'ids',
  'since',
  'limit',
  'timeframe',
  'code',
  'codes',
  'currency',
  'leverage',
  'marginMode',
  'hedged',
]);

/** Kraken's names of parameters that say what is asked for. Source: Kraken's API reference, each private endpoint. */
const shownParams: ReadonlySet<string> = new Set([
  'pair',
  'type',
  'ordertype',
  'volume',
  'displayvol',
  'price',
  'price2',
  'trigger',
  'leverage',
  'reduce_only',
  'stptype',
  'oflags',
  'timeinforce',
  'starttm',
  'expiretm',
  'deadline',
  'validate',
  'cl_ord_id',
  'userref',
  'txid',
  'order_id',
  'order_qty',
  'limit_price',
  'trigger_price',
  'post_only',
  'orders',
  'trades',
  'start',
  'end',
  'ofs',
  'closetime',
  'asset',
  'aclass',
  'docalcs',
  'timeout',
  'rebase_multiplier',
  'consolidate_taker',
  'without_count',
  'symbol',
  'side',
  'quantity',
  'amount',
  'orderId',
  'clientOrderId',
]);

/** A method's positional arguments by name, redacted. */
export function shownCall(method: string, args: readonly unknown[]): unknown {
  const names = methodOf(method)?.args ?? ['params'];
  const named = Object.fromEntries(args.map((arg, at) => [names[at] ?? `argument ${at + 1}`, arg]));
  const { params, orders, ...rest } = named;
  return {
    ...Object(redactValue(rest, shownArgs)),
    ...(params === undefined ? {} : { params: redactValue(params, shownParams) }),
    ...(orders === undefined ? {} : { orders: redactValue({ orders }, new Set([...shownArgs, 'orders'])) }),
  };
}

/** What is about to be sent, redacted. */
export const shownRequest = (params: Readonly<Record<string, unknown>>): unknown => redactValue(params, shownParams);

/** What the log keeps of an answer, by the table of its endpoint; undefined where none came. Takes: code = the one that went along. */
export function shownResponse(
  { key, scrub }: { readonly key: Pick<Session['key'], 'exchange'> } & Pick<Session, 'scrub'>,
  endpoint: string,
  body: string | undefined,
  code: string | undefined,
): unknown {
  if (body === undefined) return undefined;
  // Before it is clipped, too: half a secret is not found any more.
  const shown = redactResponse(key.exchange, endpoint, scrub(body));
  return scrubDeep(shown, (text) => withoutCode(scrub(text), code));
}

/** An exchange may repeat the code in its words. */
const withoutCode = (text: string, code: string | undefined): string =>
  code === undefined || code === '' ? text : text.replaceAll(code, '[hidden]');
