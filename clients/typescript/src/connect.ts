import { setTimeout as sleep } from 'node:timers/promises';
import { Caller } from './caller.ts';
import { ccxtClasses } from './ccxt-classes.ts';
import { type Fail, makeError, Trouble } from './errors.ts';
import { type Facts, makeExchange } from './exchange.ts';
import { Http } from './http.ts';
import { placeFinder } from './place.ts';
import { version } from './tables.ts';
import type { Connected, ConnectOptions } from './types.ts';
import { Watches } from './watches.ts';

const tokenForm = /^kb_[A-Za-z0-9_-]{43}$/;
const keyForm = /^[a-z0-9][a-z0-9._-]{0,62}$/;
const optionNames: readonly string[] = ['socket', 'url', 'data', 'token', 'wait', 'timeout', 'ccxt', 'onGap'];
const defaultTimeoutSec = 30;
const longestTimeoutSec = 86_400;

/**
 * An exchange behind the agent: any method of ccxt goes there, and comes back as ccxt would give it.
 * Takes: key = a key's label or id, as the agent's owner named it. Throws: what its calls throw; AGENT_MISSING where no agent
 * is, VAULT_SEALED where it is sealed and `wait` isn't set, TOKEN_UNKNOWN, KEY_UNKNOWN.
 */
export async function connect<T = undefined>(key: string, options: ConnectOptions = {}): Promise<Connected<T>> {
  const fail = failer(options.ccxt);
  let caller: Caller | undefined;
  try {
    const { token, timeoutMs } = check(key, options);
    const place = placeFinder(options);
    const http = new Http(place);
    caller = new Caller({ http, token, timeoutMs, isWaiting: options.wait === true });
    await findAgent(http, timeoutMs, options.wait === true);
    const facts = await readFacts(caller, key);
    const watches = new Watches({
      place,
      token,
      key,
      timeoutMs,
      isWaiting: options.wait === true,
      fail,
      onGap: options.onGap,
    });
    return makeExchange({ key, facts, caller, watches, timeoutMs, fail }) as unknown as Connected<T>;
  } catch (fault) {
    await caller?.close();
    throw await fail(fault);
  }
}

/** Makes what is thrown to the bot out of what was thrown inside. */
const failer =
  (given: object | undefined): Fail =>
  async (fault) => {
    if (!(fault instanceof Trouble)) return fault;
    return makeError(fault.told, given === undefined ? await ccxtClasses() : (given as Record<string, unknown>));
  };

function check(key: string, options: ConnectOptions): { readonly token: string; readonly timeoutMs: number } {
  if (typeof key !== 'string' || !keyForm.test(key))
    throw invalid('The key must be the label or the id of a key, as "kraken-main".');
  const unknown = Object.keys(options).find((name) => !optionNames.includes(name));
  if (unknown !== undefined) throw invalid(`connect() has no option ${unknown}. There are ${optionNames.join(', ')}.`);
  const token = options.token ?? process.env['KEYBEARER_TOKEN'];
  if (token === undefined || token === '')
    throw new Trouble({
      code: 'TOKEN_MISSING',
      detail: 'Give the bot its token by KEYBEARER_TOKEN, or by the option token.',
    });
  // The token itself is not shown: it may be another secret, put there by mistake.
  if (!tokenForm.test(token))
    throw new Trouble({ code: 'TOKEN_UNKNOWN', detail: 'The token is not one: it is kb_ and 43 characters.' });
  const { timeout = defaultTimeoutSec } = options;
  if (!(typeof timeout === 'number' && timeout > 0 && timeout <= longestTimeoutSec))
    throw invalid('timeout must be seconds, more than 0 and a day at most.');
  return { token, timeoutMs: timeout * 1000 };
}

/** Throws: AGENT_MISSING at once, unless it is waited for. */
async function findAgent(http: Http, limitMs: number, isWaiting: boolean): Promise<void> {
  for (;;) {
    try {
      await checkAgent(http, limitMs);
      return;
    } catch (fault) {
      if (!isWaiting || !(fault instanceof Trouble) || fault.told.code !== 'AGENT_MISSING') throw fault;
      await sleep(pauseMs);
    }
  }
}

const pauseMs = 500;

/** Asked without the token: what answers there must first show that it is an agent, and one that this SDK knows. */
async function checkAgent(http: Http, limitMs: number): Promise<void> {
  let status: number;
  let value: unknown;
  try {
    ({ status, value } = await http.send({ method: 'GET', path: '/v1/health', limitMs }));
  } catch (fault) {
    if (fault instanceof Trouble) throw fault;
    const why = fault instanceof Error ? fault.message : String(fault);
    throw new Trouble({ code: 'AGENT_MISSING', detail: `No agent answers there: ${why}.`, cause: fault });
  }
  const { ok, vault, version: theirs } = { ok: false, vault: '', version: '', ...(value as object | undefined) };
  if (status === 200 && ok === true && typeof theirs === 'string' && (vault === 'open' || vault === 'sealed')) return;
  const what = typeof theirs === 'string' && theirs !== '' ? `Keybearer ${theirs.slice(0, 40)}` : 'What answers there';
  throw new Trouble({
    code: 'ROUTE_UNKNOWN',
    sent: 'no',
    detail: `${what} does not speak version 1 of the agent's API, which keybearer-client ${version} needs. Update the older of the two.`,
  });
}

async function readFacts(caller: Caller, key: string): Promise<Facts> {
  const path = `/v1/keys/${key}/exchange`;
  const facts = await caller.ask({ method: 'GET', path, isRead: true, isRepeatable: true });
  const { exchange, has, methods } = { exchange: undefined, has: undefined, methods: undefined, ...(facts as object) };
  if (typeof exchange === 'string' && typeof has === 'object' && has !== null && Array.isArray(methods))
    return facts as Facts;
  throw new Trouble({
    code: 'ROUTE_UNKNOWN',
    sent: 'no',
    detail: 'The agent answered with something that keybearer-client does not know. Update it.',
  });
}

const invalid = (detail: string): Trouble => new Trouble({ code: 'INPUT_INVALID', detail });
