import { AppError } from '../../shared/errors.ts';
import { changesSomething } from '../exchange/failures.ts';
import { asksForCode, type Placement } from '../exchange/placement.ts';
import type { PrivateRequest } from '../exchange/private-request.ts';
import type { Transmission } from '../exchange/transmission.ts';
import type { Caller } from './caller.ts';
import type { CodeToSend } from './codes.ts';

/** A request that was refused, and what it had sent. */
export interface FirstTry {
  readonly request: PrivateRequest;
  readonly placement: Placement | undefined;
  readonly code: CodeToSend | undefined;
  readonly transmission: Transmission;
  readonly error: AppError;
}

/** How a request goes out once more. */
export interface SecondTry {
  /** A code of a later step than this one is to be sent; undefined where any will do. */
  readonly afterStep: number | undefined;
  /** What the exchange said when it asked for a code; undefined where it did not ask. */
  readonly challenge: string | undefined;
}

/**
 * Whether a refused request goes out once more, with another code: where the exchange asked for one, and where it may
 * have refused the code of a request that can't have been executed. An order never does: something on the way may have
 * handed it in twice, and a code that works once then refuses the second copy in the same words.
 * Source: design/two-factor.md, "Codes".
 */
export function secondTry({ session, isProbe }: Caller, first: FirstTry): SecondTry | undefined {
  const { request, placement, code, transmission, error } = first;
  if (placement === undefined || isProbe === true || !transmission.handedOver) return undefined;
  if (code === undefined) {
    const challenge = asksForCode(placement, transmission.status, transmission.body);
    const hasCodes = session.key.twoFactor.kind !== 'none';
    return challenge === undefined || !hasCodes ? undefined : { afterStep: undefined, challenge };
  }
  const { needs } = request.endpoint;
  const isSafe = !changesSomething(needs) || needs === 'orders.cancel';
  if (code.step === undefined || !isSafe || !mayBeTheCode(error)) return undefined;
  // A code that never worked is that of a wrong secret; more of them would only lock the key.
  const mayWork = session.codes.steps.haveWorked || session.codes.isOver(code.step);
  return mayWork ? { afterStep: code.step, challenge: undefined } : undefined;
}

export const mayBeTheCode = ({ code }: AppError): boolean => code === 'SIGNATURE_REJECTED' || code === 'CODE_REJECTED';

/** An answer that only asks for a code executed nothing, whatever its status says; undefined for any other answer. */
export function questionOf(
  placement: Placement | undefined,
  code: CodeToSend | undefined,
  { status, body }: Transmission,
): AppError | undefined {
  if (placement === undefined || code !== undefined) return undefined;
  if (asksForCode(placement, status, body) === undefined) return undefined;
  return new AppError('CODE_REJECTED', {
    detail: 'The exchange asks for a one-time code with this request. Add the second factor to this key.',
    sent: 'no',
  });
}
