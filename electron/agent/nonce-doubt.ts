import type { Permission } from '../../shared/permissions.ts';
import { perSecond } from '../exchange/nonce.ts';
import { askKeyInfo } from './ask-key-info.ts';
import type { Caller, GateDeps } from './caller.ts';
import type { CallTally } from './tally.ts';

/** Can a refused nonce hide that the request was carried out? A cancel that was does no harm when it comes again. */
const isWorthDoubt = (needs: Permission): boolean =>
  needs === 'orders.create' || needs === 'raw' || needs.startsWith('funds.');

/**
 * Tells what a refused nonce means, in the turn that the caller holds, and finds one that the exchange takes.
 * Something on the way may have handed the request in twice: the first was carried out, and what came back is the
 * refusal of the second. Then the exchange's last nonce is that very one and takes the next; had another program used
 * a higher one, it would not. Gives: `no` where the request was not carried out, `unknown` where it may have been.
 */
export async function afterRefusedNonce(
  deps: GateDeps,
  caller: Caller,
  tally: CallTally,
  needs: Permission,
): Promise<'no' | 'unknown'> {
  const { session } = caller;
  const nowMs = deps.clock.now();
  if (session.key.exchange !== 'kraken') return 'no';
  const mayRecover = session.history.mayRecover(nowMs);
  if (!isWorthDoubt(needs) && !mayRecover) return 'no';
  const answer = await askKeyInfo(deps, caller, tally, 'next');
  if (answer === 'refused' && mayRecover) await climb(deps, caller, tally);
  return answer !== 'refused' && isWorthDoubt(needs) ? 'unknown' : 'no';
}

/**
 * Looks for a nonce above the one that another program has used, and goes on from there: first a little ahead in the
 * same unit, so that a program whose clock is ahead is overtaken by no more than needed; then in the finer units.
 */
async function climb(deps: GateDeps, caller: Caller, tally: CallTally): Promise<void> {
  const { session } = caller;
  session.history.recovering(deps.clock.now());
  for (const nonce of candidates(BigInt(session.nonce(0)), BigInt(deps.clock.now()))) {
    const answer = await askKeyInfo(deps, caller, tally, nonce);
    if (answer === 'taken') session.nonce.raise(nonce);
    if (answer !== 'refused') return;
  }
}

const aheadSec = [10n, 600n, 86_400n];

/** Takes: last = the nonce that is too low; nowMs = Unix milliseconds. Gives: nonces to try, each above the one before. */
export function candidates(last: bigint, nowMs: bigint): readonly bigint[] {
  const ahead = aheadSec.map((sec) => last + sec * perSecond(last));
  const finer = [nowMs * 1_000n, nowMs * 1_000_000n].map((nonce) => nonce + 10n * perSecond(nonce));
  return [...ahead, ...finer.filter((nonce) => nonce > (ahead.at(-1) ?? 0n))];
}
