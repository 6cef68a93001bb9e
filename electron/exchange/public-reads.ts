/** Reads of what everybody may see, which pass without a decision. */
import { AppError } from '../../shared/errors.ts';

/** Some adapters read what no API tells (gemini: the digits of prices) out of the exchange's pages. */
export const isWebPage = (api: unknown): boolean => typeof api === 'string' && /^web([A-Z]|$)/.test(api);

/** A call of ccxt may page through public data; past this it only wears out the exchange and this machine. */
const maxPublicRequests = 100;

/** Throws: LIMIT_EXCEEDED. */
export function countPublic(running: { publicRequests: number } | undefined): void {
  if (running === undefined) return;
  running.publicRequests += 1;
  if (running.publicRequests <= maxPublicRequests) return;
  throw new AppError('LIMIT_EXCEEDED', {
    detail: `One call may read ${maxPublicRequests} public pages at most.`,
    sent: 'no',
  });
}
