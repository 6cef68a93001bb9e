import { AppError } from '../../shared/errors.ts';
import { contradictionIn } from '../policy/contradiction.ts';
import { hasTwoNames } from '../policy/order-names.ts';
import type { Caller } from './caller.ts';
import type { Session } from './sessions.ts';

/** Throws: BODY_INVALID on an order that says two things at once; whichever was sent, the bot would have meant the other. */
export function refuseMuddle(
  { key, client }: Session,
  asked: Caller['asked'],
  params: Readonly<Record<string, unknown>>,
): void {
  const detail =
    asked === undefined
      ? undefined
      : contradictionIn(key.exchange, asked.method, asked.args, (name) => client.symbolOf(name));
  if (detail !== undefined) throw new AppError('BODY_INVALID', { detail });
  // Source: Kraken's API reference, AddOrder: cl_ord_id and userref exclude one another.
  if (hasTwoNames(key.exchange, params)) {
    throw new AppError('BODY_INVALID', { detail: 'Give an order "userref" or a client order id, one of them.' });
  }
}
