import type { Permission } from '../../shared/permissions.ts';
import { nameFailure } from '../exchange/failures.ts';
import { placeCode, placementOf } from '../exchange/placement.ts';
import { newTransmission } from '../exchange/transmission.ts';
import type { Caller, GateDeps } from './caller.ts';
import type { CallTally } from './tally.ts';

/** A private read that any key may make. Source: docs.kraken.com/api-reference/account-data/get-api-key-info */
const harmless = 'privatePostGetApiKeyInfo';

/** Can a refused nonce hide that the request was carried out? A cancel that was does no harm when it comes again. */
export const isWorthDoubt = (exchange: string, needs: Permission): boolean =>
  exchange === 'kraken' && (needs === 'orders.create' || needs === 'raw' || needs.startsWith('funds.'));

/**
 * Tells what a refused nonce means, in the turn that the caller holds. Something on the way may have handed the request
 * in twice: the first was carried out, and what came back is the refusal of the second. Then the exchange's last nonce
 * is that very one and takes the next; had another program used a higher one, it would not.
 * Gives: `no` where the request was not carried out, `unknown` where it may have been. It shows as a request of the call.
 */
export async function wasCarriedOut(deps: GateDeps, caller: Caller, tally: CallTally): Promise<'no' | 'unknown'> {
  const { session, callId, deadline } = caller;
  const endpoint = session.client.endpoints.byId(harmless);
  if (endpoint === undefined) return 'unknown';
  const transmission = newTransmission();
  const n = tally.requests++;
  let otp = false;
  const outcome = (said: { status: 'ok' | 'failed'; sent: 'no' | 'yes'; code?: string }): void =>
    deps.log.outcome({
      call: callId,
      n,
      ...said,
      otp,
      bytes: { out: transmission.bytesOut, in: transmission.bytesIn },
    });
  try {
    const of = { call: callId, n, endpoint: endpoint.id, permission: endpoint.needs };
    await deps.log.intent({ ...of, verdict: 'allowed', request: {} });
    const code = await session.codes.forSending(deadline);
    const placement = placementOf(session.key.exchange, endpoint);
    const params = code === undefined || placement === undefined ? {} : placeCode(placement, {}, code.code).params;
    otp = code !== undefined;
    await session.client.sendNext(endpoint, params, transmission);
    outcome({ status: 'ok', sent: 'yes' });
    return 'unknown';
  } catch (fault) {
    const error = nameFailure(fault, { needs: endpoint.needs, handedOver: transmission.handedOver });
    outcome({ status: 'failed', sent: 'no', code: error.code });
    return error.code === 'NONCE_REJECTED' ? 'no' : 'unknown';
  }
}
