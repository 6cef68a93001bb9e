import { AppError } from '../../../shared/errors.ts';
import type { Permission } from '../../../shared/permissions.ts';
import { newId } from '../../base/random.ts';
import { nameFailure } from '../../exchange/failures.ts';
import type { Gate } from '../../exchange/private-request.ts';
import type { CallDeps } from '../call.ts';
import { openGate } from '../gate.ts';
import type { Session } from '../sessions.ts';
import { closeGate, newTally } from '../tally.ts';

/** The name under which the log has what watching asks of an exchange, which is mostly a token. */
const watching = 'stream';
const longestMs = 60_000;

/**
 * The way of what ccxt asks for while it watches with a key: each request is a call of the agent's own, decided on, recorded,
 * charged, coded and sent like every other. Nothing that changes anything passes.
 * Takes: isNeeded = is there anything watched that needs this permission?
 */
export function openFeedGate(deps: CallDeps, session: Session, isNeeded: (needs: Permission) => boolean): Gate {
  return async (request, transmit) => {
    const { endpoint } = request;
    if (session.over.aborted) throw new AppError('EXCHANGE_UNAVAILABLE', { detail: retired, sent: 'no' });
    if (endpoint.needs !== 'stream' && endpoint.needs !== 'market.read' && !isRead(endpoint.needs, isNeeded))
      throw new AppError('PERMISSION_DENIED', { detail: `Nothing that is watched needs ${endpoint.id}.` });
    const callId = newId('call', deps.random);
    const { id, label, exchange } = session.key;
    deps.log.begin({ call: callId, bot: null, key: { id, label }, exchange, method: watching });
    const tally = newTally();
    const deadline = AbortSignal.timeout(longestMs);
    const caller = { callId, session, authority: undefined, asked: undefined, deadline };
    try {
      const answer = await openGate(deps, caller, tally)(request, transmit);
      await closeGate(tally);
      deps.log.end({ call: callId, status: 'ok', sent: tally.sent });
      return answer;
    } catch (fault) {
      await closeGate(tally);
      const error = nameFailure(fault, { needs: endpoint.needs, handedOver: tally.handedOver });
      const { exchange: words } = error.details;
      const said = words === undefined ? {} : { exchangeError: words };
      deps.log.end({ call: callId, status: 'failed', sent: error.sent, code: error.code, ...said });
      throw error.with({ callId });
    }
  };
}

const retired = 'The key has new credentials.';

const isRead = (needs: Permission, isNeeded: (needs: Permission) => boolean): boolean =>
  (needs === 'account.read' || needs === 'orders.read') && isNeeded(needs);
