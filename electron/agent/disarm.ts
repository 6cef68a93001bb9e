import { AppError } from '../../shared/errors.ts';
import type { CallDeps } from './call.ts';
import { disarm } from './feed-switch.ts';
import type { Opened } from './opened.ts';

/** An agent that ends on purpose has no dead man: the owner is there, and the orders stay. Bots watch nothing meanwhile. */
export async function disarmAll(
  opened: Opened | undefined,
  calls: () => CallDeps,
  report: (fault: unknown) => void,
): Promise<void> {
  if (opened === undefined) return;
  opened.sessions.hush();
  for (const label of await disarm(calls(), opened.deadMan, opened.inventory.keys())) report(notDisarmed(label));
}

/** For whoever runs the agent: the exchange will cancel everything though nobody has died. */
const notDisarmed = (label: string): AppError =>
  new AppError('EXCHANGE_UNAVAILABLE', {
    detail: `The dead man's switch of ${label} could not be taken off: the exchange will cancel every order when its time is up.`,
    sent: 'unknown',
  });
