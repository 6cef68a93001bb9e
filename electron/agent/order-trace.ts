/** What an order carries so that it can be found, and must end, where its reply is lost. */
import { AppError } from '../../shared/errors.ts';
import type { Clock } from '../base/clock.ts';
import { newUuid, type Random } from '../base/random.ts';
import type { PrivateRequest } from '../exchange/private-request.ts';
import { changedIn, endOrders, longestLifeMs, nameOrders, namesIn } from '../policy/order-names.ts';
import type { Session } from './sessions.ts';

/** The request with a name for each new order. */
export function named({ key }: Session, request: PrivateRequest, random: Random): PrivateRequest {
  const params = nameOrders(key.exchange, request.endpoint.id, request.params, () => newUuid(random));
  return { ...request, params };
}

/** By what its orders can be found, for the log. */
export function tracesOf(
  { key }: Session,
  { endpoint, params }: PrivateRequest,
): { orders?: string[]; changes?: string } {
  const orders = namesIn(key.exchange, endpoint.id, params);
  const changes = changedIn(key.exchange, endpoint.id, params);
  return { ...(orders === undefined ? {} : { orders: [...orders] }), ...(changes === undefined ? {} : { changes }) };
}

export interface Ending {
  readonly params: PrivateRequest['params'];
  /** When the exchange stops acting on it, by our clock in Unix milliseconds; undefined where it never does. */
  readonly endsMs: number | undefined;
}

/** An order that the exchange gets too late must not be carried out any more. */
export async function ending(session: Session, request: PrivateRequest, clock: Clock): Promise<Ending> {
  const { endpoint, params } = request;
  const { orders, changes } = tracesOf(session, request);
  if (orders === undefined && changes === undefined) return { params, endsMs: undefined };
  const { offsetMs } = await clockOf(session);
  const exchangeNowMs = clock.now() + offsetMs;
  const ended = endOrders(session.key.exchange, endpoint.id, params, exchangeNowMs);
  const endsMs = Date.parse(String(ended['deadline']));
  return { params: ended, endsMs: (Number.isNaN(endsMs) ? exchangeNowMs + longestLifeMs : endsMs) - offsetMs };
}

/** An exchange that doesn't tell its time now is taken to have the last known one, else ours: no order fails for that. */
async function clockOf({ venue }: Session): Promise<{ readonly offsetMs: number }> {
  try {
    return await venue.offset();
  } catch (fault) {
    if (!(fault instanceof AppError)) throw fault;
    return venue.knownOffset() ?? { offsetMs: 0 };
  }
}
