import type { Permission } from '../../shared/permissions.ts';
import { perSecond } from '../exchange/nonce.ts';
import { askInTurn, keyInfo } from './ask-in-turn.ts';
import type { Caller, GateDeps } from './caller.ts';
import { canBeSought, seekOrders } from './seek-orders.ts';
import type { CallTally } from './tally.ts';

/** Can a refused nonce hide that the request was carried out? A cancel that was does no harm when it comes again. */
const isWorthDoubt = (needs: Permission): boolean =>
  needs === 'orders.create' || needs === 'raw' || needs.startsWith('funds.');

/** One request in ten handed in twice would make three in a row one case in a thousand, told on top of an order's own. */
const moreTries = 2;

/**
 * Tells what a refused nonce means, in the turn that the caller holds, and finds one that the exchange takes.
 * Something on the way may have handed the request in twice: the first was carried out, and what came back is the
 * refusal of the second. Then the exchange's last nonce is that very one and takes the next; had another program used
 * a higher one, it would not. Since the question may be handed in twice as well, its refusal alone proves no other
 * program: several in a row do, then one that is taken, far above, and that the exchange doesn't know the order.
 * Gives: `no` where the request was not carried out, `unknown` where it may have been.
 */
export async function afterRefusedNonce(
  deps: GateDeps,
  caller: Caller,
  tally: CallTally,
  { needs, n }: { readonly needs: Permission; readonly n: number },
): Promise<'no' | 'unknown'> {
  const { history, key } = caller.session;
  const isDoubtful = isWorthDoubt(needs);
  // Elsewhere no question is known that would tell: a bot that repeated an order on our word might double it.
  if (key.exchange !== 'kraken') return isDoubtful ? 'unknown' : 'no';
  const mayRecover = history.mayRecover(deps.clock.now());
  if (!isDoubtful && !mayRecover) return 'no';
  const isRefused = async () => (await askInTurn(deps, caller, tally, keyInfo, 'next')).kind === 'refused';
  if (!(await isRefused())) return isDoubtful ? 'unknown' : 'no';
  if (mayRecover) {
    for (let tries = 0; isDoubtful && tries < moreTries; tries += 1) if (!(await isRefused())) return 'unknown';
    await climb(deps, caller, tally);
  }
  if (!isDoubtful) return 'no';
  return history.hasRival && (await isUnheardOf(deps, caller, tally, n)) ? 'no' : 'unknown';
}

/** Does the exchange know no order of this request? True as well where it can't be asked for one. */
async function isUnheardOf(deps: GateDeps, caller: Caller, tally: CallTally, n: number): Promise<boolean> {
  const intent = deps.log.intentsOf(caller.callId).find((one) => one.n === n);
  if (intent === undefined || !canBeSought(intent)) return true;
  const ask = async (id: string, [params]: readonly unknown[]): Promise<unknown> => {
    const told = await askInTurn(deps, caller, tally, { id, params: { ...Object(params) } }, 'next');
    return told.kind === 'taken' ? told.answer : undefined;
  };
  return (await seekOrders(ask, intent)).kind === 'none';
}

/**
 * Looks for a nonce above the one that another program has used, and goes on from there: first a little ahead in the
 * same unit, so that a program whose clock is ahead is overtaken by no more than needed; then in the finer units.
 */
async function climb(deps: GateDeps, caller: Caller, tally: CallTally): Promise<void> {
  const { session } = caller;
  session.history.recovering(deps.clock.now());
  for (const nonce of candidates(BigInt(session.nonce(0)), BigInt(deps.clock.now()))) {
    const { kind } = await askInTurn(deps, caller, tally, keyInfo, nonce);
    if (kind === 'taken') {
      session.nonce.raise(nonce);
      session.history.recovered();
    }
    if (kind !== 'refused') return;
  }
}

const aheadSec = [10n, 600n, 86_400n];

/** Takes: last = the nonce that is too low; nowMs = Unix milliseconds. Gives: nonces to try, each above the one before. */
export function candidates(last: bigint, nowMs: bigint): readonly bigint[] {
  const ahead = aheadSec.map((sec) => last + sec * perSecond(last));
  const finer = [nowMs * 1_000n, nowMs * 1_000_000n].map((nonce) => nonce + 10n * perSecond(nonce));
  return [...ahead, ...finer.filter((nonce) => nonce > (ahead.at(-1) ?? 0n))];
}
