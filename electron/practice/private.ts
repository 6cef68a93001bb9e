import { accountMethods } from './account/account-methods.ts';
import { fundingMethods } from './account/funding-methods.ts';
import { ledgerMethods } from './account/ledger-methods.ts';
import type { Exchange } from './exchange.ts';
import type { Admission, PrivateRequest } from './gate.ts';
import type { PrivateMethod } from './method.ts';
import { amendMethods } from './orders/amend-methods.ts';
import { historyMethods } from './orders/history-methods.ts';
import { tradingMethods } from './orders/trading-methods.ts';
import { Refusal } from './refusal.ts';

/** Kraken's envelope; `result` is absent where there is an error. */
export interface Answer {
  readonly error: readonly string[];
  readonly result?: unknown;
}

const methods: ReadonlyMap<string, PrivateMethod> = new Map([
  ...ledgerMethods,
  ...fundingMethods,
  ...accountMethods,
  ...tradingMethods,
  ...amendMethods,
  ...historyMethods,
]);

/**
 * Answers a private request.
 * Takes: method, the path's last part. Gives: Kraken's envelope, refusals included. Source: docs.kraken.com/api-reference.
 */
export function answerPrivate(exchange: Exchange, method: string, request: PrivateRequest, nowMs: number): Answer {
  try {
    return { error: [], result: run(exchange, method, request, nowMs) };
  } catch (error) {
    if (error instanceof Refusal) return { error: [error.words] };
    throw error;
  }
}

function run(exchange: Exchange, name: string, request: PrivateRequest, nowMs: number): unknown {
  const method = methods.get(name);
  if (method === undefined) throw new Refusal('EGeneral:Unknown method');
  const admission = exchange.gate.admit(request, nowMs);
  exchange.rates.chargeCall(admission.state.key, method.points, nowMs);
  return perform(exchange, name, admission, nowMs);
}

/** Does what a private method does for whoever was let in. Throws: Refusal. */
export function perform(exchange: Exchange, name: string, admission: Admission, nowMs: number): unknown {
  const method = methods.get(name);
  if (method === undefined) throw new Refusal('EGeneral:Unknown method');
  const { key } = admission.state;
  const isAllowed = method.needs.length === 0 || method.needs.some((permission) => key.permissions.has(permission));
  if (!isAllowed) throw new Refusal('EGeneral:Permission denied');
  exchange.book.settle(nowMs);
  return method.run({ exchange, admission, params: admission.params, nowMs });
}
