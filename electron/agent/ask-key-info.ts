import { nameFailure } from '../exchange/failures.ts';
import { placeCode, placementOf } from '../exchange/placement.ts';
import { newTransmission } from '../exchange/transmission.ts';
import type { Caller, GateDeps } from './caller.ts';
import { shownResponse } from './log-fields.ts';
import type { CallTally } from './tally.ts';

/** A private read that any key may make. Source: docs.kraken.com/api-reference/account-data/get-api-key-info */
const harmless = 'privatePostGetApiKeyInfo';

/**
 * Asks Kraken for the key's own description, in the turn that the caller holds, to learn whether it takes a nonce. It
 * shows as a request of the call. Gives: `unclear` where the nonce was not what decided.
 */
export async function askKeyInfo(
  deps: GateDeps,
  caller: Caller,
  tally: CallTally,
  nonce: bigint | 'next',
): Promise<'taken' | 'refused' | 'unclear'> {
  const { session, callId, deadline } = caller;
  const endpoint = session.client.endpoints.byId(harmless);
  if (endpoint === undefined) return 'unclear';
  const transmission = newTransmission();
  const n = tally.requests++;
  let sent: string | undefined;
  const outcome = (said: { status: 'ok' | 'failed'; sent: 'no' | 'yes'; code?: string }): void => {
    const bytes = { out: transmission.bytesOut, in: transmission.bytesIn };
    const response = shownResponse(session, endpoint.id, transmission.body, sent);
    deps.log.outcome({ call: callId, n, ...said, otp: sent !== undefined, bytes, response });
  };
  try {
    const of = { call: callId, n, endpoint: endpoint.id, permission: endpoint.needs };
    await deps.log.intent({ ...of, verdict: 'allowed', request: {} });
    const code = await session.codes.forSending(deadline);
    const placement = placementOf(session.key.exchange, endpoint);
    const params = code === undefined || placement === undefined ? {} : placeCode(placement, {}, code.code).params;
    sent = code?.code;
    await session.client.sendWithNonce(endpoint, params, transmission, nonce);
    outcome({ status: 'ok', sent: 'yes' });
    return 'taken';
  } catch (fault) {
    const error = nameFailure(fault, { needs: endpoint.needs, handedOver: transmission.handedOver });
    outcome({ status: 'failed', sent: 'no', code: error.code });
    return error.code === 'NONCE_REJECTED' ? 'refused' : 'unclear';
  }
}
