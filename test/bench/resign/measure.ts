/** Counts what is understood, exchange by exchange. */
import { isDeepStrictEqual } from 'node:util';
import type { SignedRequest } from '../../../electron/exchange/ccxt.ts';
import { type Endpoint, loadEndpoints } from '../../../electron/exchange/endpoints.ts';
import { type Recovered, Recovery } from '../../../electron/exchange/resign/recover.ts';
import { AppError } from '../../../shared/errors.ts';
import { type ClockKind, DummyClient, requestOf, token } from './client.ts';
import { judge, type Verdict } from './judge.ts';
import { type Kind, kinds, parametersOf, randomParametersOf } from './parameters.ts';
import { byAnotherClient } from './stranger.ts';

export const clocks: readonly ClockKind[] = ['frozen', 'running'];

/** What was done with each endpoint: a kind of parameters by ccxt, or realistic ones as another client writes them. */
export const rounds = [
  ...clocks.flatMap((clock) => kinds.map((kind) => ({ kind, clock, by: 'ccxt' as const }))),
  { kind: 'random', clock: 'running', by: 'ccxt' } as const,
  { kind: 'realistic', clock: 'frozen', by: 'another client' } as const,
];
export type Round = (typeof rounds)[number];

export interface Count {
  readonly exchange: string;
  readonly round: Round;
  readonly verdicts: readonly { readonly endpoint: Endpoint; readonly verdict: Verdict }[];
}

/** Every round of one exchange. */
export async function measureExchange(exchange: string): Promise<Count[]> {
  const [{ all }, recovery] = await Promise.all([loadEndpoints(exchange), Recovery.open(exchange, null)]);
  const counts: Count[] = [];
  for (const round of rounds) {
    const client = await DummyClient.open(exchange, round.clock);
    const look = round.by === 'ccxt' ? judge : judgeStranger;
    counts.push({
      exchange,
      round,
      verdicts: all.flatMap((endpoint, at) =>
        paramsFor(round.kind, endpoint, at).map((params) => ({
          endpoint,
          verdict: look(client, recovery, endpoint, params),
        })),
      ),
    });
  }
  return counts;
}

/** Random ones four times, of which no two exchanges need have the same. */
const paramsFor = (kind: Round['kind'], endpoint: Endpoint, at: number): Record<string, unknown>[] =>
  kind === 'random'
    ? [0, 1, 2, 3].map((turn) => randomParametersOf(at * 4 + turn, endpoint))
    : [parametersOf(kind, endpoint)];

/** Of the endpoints that ccxt signs with the account, those whose request shows the token. */
export async function countTokens(exchange: string, kind: Kind): Promise<{ signed: number; found: number }> {
  const [{ all }, recovery] = await Promise.all([loadEndpoints(exchange), Recovery.open(exchange, null)]);
  const client = await DummyClient.open(exchange, 'running');
  const requests = all.flatMap((endpoint) => {
    const signed = endpoint.isPublic ? undefined : client.sign(endpoint, parametersOf(kind, endpoint));
    return signed === undefined ? [] : [signed];
  });
  return { signed: requests.length, found: requests.filter((signed) => findsToken(recovery, signed)).length };
}

function findsToken(recovery: Recovery, signed: SignedRequest): boolean {
  try {
    return recovery.tokenIn(requestOf(signed)) === token;
  } catch (fault) {
    if (fault instanceof AppError) return false;
    throw fault;
  }
}

/** Written by another client, a request must be understood as it is when ccxt writes it. */
function judgeStranger(client: DummyClient, recovery: Recovery, endpoint: Endpoint, params: object): Verdict {
  const signed = client.sign(endpoint, params);
  if (signed === undefined) return { kind: 'unsigned' };
  const request = requestOf(signed);
  const [known, found] = [request, byAnotherClient(request)].map((one) => recovered(recovery, one));
  if (known === undefined || found === undefined) return { kind: 'unsigned' };
  if ('kind' in found) return found;
  if ('kind' in known) return { kind: 'unlike' };
  return found.endpoint === known.endpoint && isDeepStrictEqual(found.params, known.params)
    ? { kind: 'right' }
    : { kind: 'wrong', about: `${endpoint.id}: ${JSON.stringify(found.params)}` };
}

function recovered(recovery: Recovery, request: ReturnType<typeof requestOf>): Recovered | Verdict {
  try {
    return recovery.recover(request);
  } catch (fault) {
    if (fault instanceof AppError && fault.code === 'RESIGN_REFUSED')
      return { kind: 'refused', reason: fault.details.causes?.[0]?.id ?? 'unnamed' };
    throw fault;
  }
}
