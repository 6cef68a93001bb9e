/** Requests that bots signed with a dummy key: understood, decided on, signed anew, sent. Source: design/resign.md. */
import { AppError, asAppError } from '../../shared/errors.ts';
import type { Bot, Key } from '../../shared/model.ts';
import type { Clock } from '../base/clock.ts';
import { newId } from '../base/random.ts';
import type { AnswerSlot, RawAnswer } from '../exchange/raw-answer.ts';
import { theToken, tokensIn } from '../exchange/resign/find-token.ts';
import { queryOf, splitResignPath } from '../exchange/resign/paths.ts';
import type { Recovered, Recovery, ResignRequest } from '../exchange/resign/recover.ts';
import { reasonOf, refusal } from '../exchange/resign/refuse.ts';
import { stripArgs } from '../policy/strip.ts';
import { type AuthorityDeps, authorityFor, recordDenial } from './bot-authority.ts';
import { type CallDeps, runCall } from './call.ts';
import { loadMarketsFor } from './load-markets.ts';
import { PublicBudget } from './public-budget.ts';
import { readForAnybody } from './read-for-anybody.ts';
import { Recoveries } from './recoveries.ts';
import type { ResignAnswer, ResignAsk, ResignService } from './resign-port.ts';
import type { Venues } from './venues.ts';

export interface ResignDeps extends AuthorityDeps {
  readonly clock: Clock;
  readonly venues: Venues;
  readonly calls: () => CallDeps;
  readonly underWay: <T>(call: Promise<T>) => Promise<T>;
}

/** The name under which the log has a request that could not be understood. */
const resign = 'resign';

export function makeResignService(deps: ResignDeps): ResignService {
  const recoveries = new Recoveries();
  const budget = new PublicBudget();
  return {
    tokenIn({ url, headers, body }) {
      const { token, rest } = splitResignPath(url);
      // Only ASCII is looked for; that the body is UTF-8 is checked where it is read.
      const text = Buffer.from(body).toString('latin1');
      return theToken([
        ...(token === undefined ? [] : [token]),
        ...tokensIn({ headers, query: queryOf(rest), body: text }),
      ]);
    },
    send: (bot, ask) => deps.underWay(signAnew(deps, recoveries, bot, ask)),
    read: (ask) =>
      deps.underWay(readForAnybody({ ...deps, recoveries, budget }, (recovery) => requestTo(recovery, ask))),
  };
}

async function signAnew(deps: ResignDeps, recoveries: Recoveries, bot: Bot, ask: ResignAsk): Promise<ResignAnswer> {
  const { key, grant } = authorityFor(deps, bot, splitResignPath(ask.url).key, resign);
  const { endpoint, params } = await understood(deps, recoveries, bot, key, ask);
  const input = {
    method: endpoint.id,
    args: [params],
    ...(ask.deadlineMs === undefined ? {} : { deadlineMs: ask.deadlineMs }),
  };
  const slot: AnswerSlot = { answer: undefined };
  const callId = newId('call', deps.random);
  try {
    await runCall(deps.calls(), { bot, key, grant, input }, callId, {
      needs: async () => endpoint.needs,
      send: async (session, gate) => {
        await loadMarketsFor(session, grant, endpoint.needs);
        return session.client.send(endpoint, params, gate, slot);
      },
    });
  } catch (fault) {
    // The exchange's own no is the bot's to read; it is recorded and judged all the same.
    if (!isAnswer(slot.answer)) throw fault;
  }
  if (slot.answer === undefined) throw new AppError('INTERNAL', { sent: 'unknown', callId });
  return { ...slot.answer, callId };
}

/** What the bot meant. Throws: RESIGN_REFUSED, which stands in the log with what of the request can be shown. */
async function understood(
  deps: ResignDeps,
  recoveries: Recoveries,
  bot: Bot,
  key: Key,
  ask: ResignAsk,
): Promise<Recovered> {
  try {
    const recovery = await recoveries.of(key);
    if (recovery.lacksApiKey) throw refusal('no-api-key');
    const meant = recovery.recover(requestTo(recovery, ask));
    refuseReserved(key.exchange, meant);
    return meant;
  } catch (fault) {
    const error = asAppError(fault);
    const shown = { verb: ask.method, reason: reasonOf(error) };
    throw error.with({ callId: recordDenial(deps, bot, key, resign, error, shown) });
  }
}

/** To take out what the agent alone may add would be to guess what is left. */
function refuseReserved(exchange: string, { params }: Recovered): void {
  const [kept] = stripArgs(exchange, [params]);
  if (JSON.stringify(kept) !== JSON.stringify(params)) throw refusal('reserved-parameter');
}

/** The request as the exchange would have got it. Throws: RESIGN_REFUSED. */
function requestTo(recovery: Recovery, { method, url, headers, body }: ResignAsk): ResignRequest {
  const { rest } = splitResignPath(url);
  const passed = headers.filter(([name, value]) => !isBearer(name, value));
  return { method, url: recovery.addressIn(rest), headers: passed, body };
}

/** A client may give its token as it does on every other route; no exchange is to see it. */
const isBearer = (name: string, value: string): boolean =>
  name.toLowerCase() === 'authorization' && /^bearer +kb_[\w-]{43}$/i.test(value);

/** Is it an answer that a client may take for the exchange's? A redirect or a web page in place of data tells it nothing. */
function isAnswer(answer: RawAnswer | undefined): answer is RawAnswer {
  if (answer === undefined || (answer.status >= 300 && answer.status < 400)) return false;
  return answer.status >= 400 || answer.status === 204 || isJson(answer.body);
}

function isJson(body: Buffer): boolean {
  try {
    JSON.parse(body.toString('utf8'));
    return true;
  } catch (fault) {
    if (fault instanceof SyntaxError) return false;
    throw fault;
  }
}
