import { AppError } from '../../../shared/errors.ts';

/** Why a request was not signed anew; programs may read the id in `causes`. */
const reasons = {
  'no-api-key': 'This exchange knows accounts by a wallet and not by an API key, so there is no place for the token.',
  'several-tokens': 'The request carries more than one token.',
  'token-in-parameters': 'The token stands where it would be sent on to the exchange.',
  'reserved-parameter': 'The request carries a parameter that only the agent may add, such as a signature or a code.',
  'path-form':
    'The address must be /{host}/{path} or /https://{host}/{path}, or that whole address percent-encoded once.',
  'path-escape': 'The path holds dots, slashes or backslashes that programs read in different ways.',
  'user-info': 'The address must not hold a user name or password.',
  port: 'The address must not hold a port.',
  'foreign-host': "The host is none of the exchange's own.",
  method: 'The exchange is not asked by this HTTP method.',
  encoding: 'An escape or a character in the request can be read in more than one way.',
  'too-large': 'The request holds more than any exchange takes.',
  'content-type': 'The body is not what its content type says.',
  body: 'The body can be read in no way that the exchange takes, or in more than one.',
  duplicate: 'A parameter stands in the request twice.',
  header: 'The request carries a header that may change what it means.',
  'no-endpoint': 'ccxt has no such endpoint for this exchange.',
  'several-endpoints': 'The request fits more than one endpoint.',
  'not-signed': 'The request lacks what a signed one has here: a key, a signature, a nonce or a timestamp.',
  'not-reproduced': 'Signed anew, the request would not say the same.',
} as const;

export type RefusalReason = keyof typeof reasons;

/** The reason of a refusal; undefined for any other error. */
export const reasonOf = ({ code, details }: AppError): string | undefined =>
  code === 'RESIGN_REFUSED' ? details.causes?.[0]?.id : undefined;

/** Takes: about = what is refused, by name only (a header, a parameter), never a value. */
export function refusal(reason: RefusalReason, about?: string): AppError {
  const text: string = reasons[reason];
  return new AppError('RESIGN_REFUSED', {
    detail: about === undefined ? text : `${text} (${about})`,
    causes: [{ id: reason, text, likelihood: 1, check: 'Compare the request with what the exchange documents.' }],
  });
}
