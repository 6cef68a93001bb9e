/** Hides how much was traded and held, and leaves everything else readable. */
import type { CallRecord } from '../../../shared/model.ts';
import type { ExportedCall } from './call.ts';

const mask = '***';

/** Numbers that are no amounts: times, counts and the exchange's own references. */
const harmless: ReadonlySet<string> = new Set([
  ...['time', 'opentm', 'closetm', 'starttm', 'expiretm', 'deadline', 'timestamp', 'datetime', 'currentTime'],
  ...['triggerTime', 'start', 'end', 'since', 'until', 'ofs', 'offset', 'count', 'limit', 'userref', 'timeframe'],
  ...['timeout', 'trade_id', 'n', 'validate', 'expires'],
]);

export function maskCall({ record, request, requests }: ExportedCall): ExportedCall {
  return {
    record: maskRecord(record),
    request: maskAmounts(request),
    requests: requests.map((one) => ({
      ...one,
      request: maskAmounts(one.request),
      response: maskAmounts(one.response),
    })),
  };
}

function maskRecord(record: CallRecord): CallRecord {
  const { amount, price, notional, exchangeError } = record;
  return {
    ...record,
    amount: amount === null ? null : mask,
    price: price === null ? null : mask,
    notional: notional === null ? null : { ...notional, amount: mask },
    exchangeError: exchangeError === null ? null : maskText(exchangeError),
  };
}

/** Every number of a body, also one in a sentence like "buy 1.25 XBTUSD @ limit 37500". */
export function maskAmounts(value: unknown, name = ''): unknown {
  if (harmless.has(name) && typeof value !== 'object') return value;
  if (typeof value === 'number') return mask;
  if (typeof value === 'string') return maskText(value);
  if (Array.isArray(value)) return value.map((item) => maskAmounts(item, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, maskAmounts(member, key)]));
}

/** A number that stands alone: not in a name, an id, or `string(12)`. */
const maskText = (text: string): string =>
  text.replaceAll(/(?<![\w.(-])[+-]?\d+(?:[.,]\d+)*(?:e[+-]?\d+)?(?![\w)-])/gi, mask);
