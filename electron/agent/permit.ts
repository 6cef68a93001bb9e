import { AppError } from '../../shared/errors.ts';
import type { Decision } from '../policy/decide.ts';
import type { Charge } from '../policy/limits.ts';

/** Gives what is to be reserved. Throws where the decision is not to allow. */
export function permit(decision: Decision): Charge {
  if (decision.kind === 'deny') throw new AppError(decision.code, { detail: decision.detail, sent: 'no' });
  // Where an answer can be waited for, it was.
  if (decision.kind === 'ask') throw new AppError('APPROVAL_DENIED', { detail: decision.detail });
  return decision.charge;
}
