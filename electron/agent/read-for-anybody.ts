/** What an exchange tells anybody, read for a bot that sends no token with it. Source: design/resign.md, "The token". */
import { AppError, asAppError } from '../../shared/errors.ts';
import type { Clock } from '../base/clock.ts';
import { newId } from '../base/random.ts';
import { nameFailure } from '../exchange/failures.ts';
import type { AnswerSlot } from '../exchange/raw-answer.ts';
import { tokenMissing } from '../exchange/resign/find-token.ts';
import type { Recovered, Recovery, ResignRequest } from '../exchange/resign/recover.ts';
import { reasonOf, refusal } from '../exchange/resign/refuse.ts';
import type { AuthorityDeps } from './bot-authority.ts';
import type { PublicBudget } from './public-budget.ts';
import type { Place, Recoveries } from './recoveries.ts';
import type { ResignAnswer } from './resign-port.ts';
import type { Venues } from './venues.ts';

export interface AnybodyDeps extends Omit<AuthorityDeps, 'state'> {
  readonly clock: Clock;
  readonly venues: Venues;
  readonly recoveries: Recoveries;
  readonly budget: PublicBudget;
}

interface Meant extends Recovered {
  readonly place: Place;
}

/**
 * Reads it from whichever exchange of the vault's keys the address belongs to, so that a key that isn't there answers like
 * one that is. Takes: requestTo = the request as that exchange would have got it.
 */
export async function readForAnybody(
  deps: AnybodyDeps,
  requestTo: (exchange: Recovery) => ResignRequest,
): Promise<ResignAnswer> {
  const places = deps.opened().inventory.places();
  deps.budget.spend(deps.clock.monotonic());
  const { place, endpoint, params } = await meantAt(deps, places, requestTo);
  const callId = newId('call', deps.random);
  const { exchange } = place;
  deps.log().begin({
    ...{ call: callId, bot: null, key: null, exchange, method: endpoint.id },
    ...{ endpoint: endpoint.id, permission: endpoint.needs },
  });
  const slot: AnswerSlot = { answer: undefined };
  try {
    await deps.venues.of(exchange, place.endpoint).venue.read(endpoint, params, slot);
    deps.log().end({ call: callId, status: 'ok', sent: 'no' });
  } catch (fault) {
    const error = nameFailure(fault, { needs: 'market.read', handedOver: true }).with({ callId });
    deps.log().end({ call: callId, status: 'failed', sent: 'no', code: error.code });
    if (slot.answer === undefined || slot.answer.status < 400) {
      if (error.code === 'EXCHANGE_UNAVAILABLE' || slot.answer === undefined) throw error;
    }
  }
  if (slot.answer === undefined) throw new AppError('INTERNAL', { sent: 'no', callId });
  return { ...slot.answer, callId };
}

/** Throws: TOKEN_MISSING where it is not for anybody, RESIGN_REFUSED where no exchange of the vault's keys knows it. */
async function meantAt(
  { recoveries }: AnybodyDeps,
  places: readonly Place[],
  requestTo: (exchange: Recovery) => ResignRequest,
): Promise<Meant> {
  let refused: AppError = refusal('foreign-host');
  for (const place of places) {
    const recovery = await recoveries.of(place);
    try {
      const request = requestTo(recovery);
      const meant = recovery.recover(request);
      if (meant.endpoint.isPublic && !meant.isSigned && request.method === 'GET') return { ...meant, place };
      refused = recovery.lacksApiKey ? refusal('no-api-key') : tokenMissing();
    } catch (fault) {
      const error = asAppError(fault);
      if (error.code !== 'RESIGN_REFUSED') throw fault;
      refused = nearer(refused, error, recovery.lacksApiKey);
    }
  }
  throw refused;
}

/** Which of two refusals says more: that of the exchange whose address it is. */
function nearer(before: AppError, now: AppError, lacksApiKey: boolean): AppError {
  const reason = reasonOf(now);
  if (notPublic.has(String(reason))) return lacksApiKey ? refusal('no-api-key') : tokenMissing();
  return notThere.has(String(reason)) ? before : now;
}

/** What is said of a request that, if it is one of this exchange's at all, isn't one for anybody. */
const notPublic: ReadonlySet<string> = new Set(['not-signed', 'no-endpoint', 'method']);

/** What is said of an address that isn't this exchange's. */
const notThere: ReadonlySet<string> = new Set(['foreign-host', 'port', 'path-form']);
