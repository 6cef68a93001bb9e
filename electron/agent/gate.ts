import { AppError } from '../../shared/errors.ts';
import type { Gate, PrivateRequest, Transmit } from '../exchange/private-request.ts';
import { stripFinal } from '../policy/strip.ts';
import type { Caller, GateDeps } from './caller.ts';
import { RequestRun } from './request-run.ts';
import { type CallTally, mostRequests } from './tally.ts';

/** The gate of one call: every private request of it is decided on, recorded, timed, coded, sent and judged here. */
export function openGate(deps: GateDeps, caller: Caller, tally: CallTally): Gate {
  return async (request, transmit) => {
    checkOpen(tally);
    const params = stripFinal(caller.session.key.exchange, request.params);
    const running = tryTwice(deps, caller, tally, { ...request, params }, transmit);
    tally.underWay.add(running);
    try {
      return await running;
    } finally {
      tally.underWay.delete(running);
    }
  };
}

function checkOpen(tally: CallTally): void {
  if (tally.refusal !== undefined) throw tally.refusal;
  if (tally.isOver) throw limitOf('This call has been answered.', tally);
  if (tally.requests >= tally.most) throw limitOf(`One call may send ${mostRequests} private requests at most.`, tally);
}

/** Sends a request, and once more with another code where that can't do it twice. */
async function tryTwice(
  deps: GateDeps,
  caller: Caller,
  tally: CallTally,
  request: PrivateRequest,
  transmit: Transmit,
): Promise<unknown> {
  const first = new RequestRun(deps, caller, tally, request);
  try {
    return await first.go(transmit);
  } catch (fault) {
    const again = first.again;
    if (again === undefined) throw fault;
    const { afterStep } = again;
    // What ends the wait, or the second try before it leaves, says less than the first refusal.
    if (afterStep !== undefined && !(await isAfter(caller, afterStep))) throw fault;
    checkOpen(tally);
    const second = new RequestRun(deps, caller, tally, request, again);
    return await second.go(transmit).catch((later: unknown) => {
      throw second.hasLeft ? later : fault;
    });
  }
}

async function isAfter({ session, deadline }: Caller, step: number): Promise<boolean> {
  try {
    await session.codes.untilAfter(step, deadline);
    return true;
  } catch (fault) {
    if (fault instanceof AppError) return false;
    throw fault;
  }
}

const limitOf = (detail: string, { sent }: CallTally): AppError => new AppError('LIMIT_EXCEEDED', { detail, sent });
