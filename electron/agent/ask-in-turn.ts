import { nameFailure } from '../exchange/failures.ts';
import { placeCode, placementOf } from '../exchange/placement.ts';
import { newTransmission } from '../exchange/transmission.ts';
import type { Caller, GateDeps } from './caller.ts';
import { shownResponse } from './log-fields.ts';
import type { CallTally } from './tally.ts';

/** A private read that any key may make. Source: docs.kraken.com/api-reference/account-data/get-api-key-info */
export const keyInfo = { id: 'privatePostGetApiKeyInfo', params: {} };

/** A read of the agent's own. */
export interface Question {
  /** ccxt's name of the endpoint. */
  readonly id: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export type Told =
  | { readonly kind: 'taken'; readonly answer: unknown }
  /** For its nonce. */
  | { readonly kind: 'refused' }
  /** The nonce was not what decided. */
  | { readonly kind: 'unclear' };

/**
 * Asks the exchange something with this nonce, in the turn that the caller holds; what it answers tells whether it takes
 * the nonce. It shows as a request of the call.
 */
export async function askInTurn(
  deps: GateDeps,
  { session, callId, deadline }: Caller,
  tally: CallTally,
  question: Question,
  nonce: bigint | 'next',
): Promise<Told> {
  const endpoint = session.client.endpoints.byId(question.id);
  if (endpoint === undefined) return { kind: 'unclear' };
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
    await deps.log.intent({ ...of, verdict: 'allowed', request: { ...question.params } });
    const code = await session.codes.forSending(deadline);
    const placement = placementOf(session.key.exchange, endpoint);
    const { params } = question;
    const placed =
      code === undefined || placement === undefined ? params : placeCode(placement, params, code.code).params;
    sent = code?.code;
    const answer = await session.client.sendWithNonce(endpoint, placed, transmission, nonce);
    outcome({ status: 'ok', sent: 'yes' });
    return { kind: 'taken', answer };
  } catch (fault) {
    const error = nameFailure(fault, { needs: endpoint.needs, handedOver: transmission.handedOver });
    outcome({ status: 'failed', sent: 'no', code: error.code });
    return { kind: error.code === 'NONCE_REJECTED' ? 'refused' : 'unclear' };
  }
}
