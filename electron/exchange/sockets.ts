import { AppError } from '../../shared/errors.ts';
import type { CcxtExchange, CcxtSocket } from './ccxt.ts';
import { replaceHosts } from './endpoint-override.ts';

/** The largest message of an exchange that is read, in bytes and unpacked; ws itself would take 100 MiB. */
const maxMessageBytes = 8 * 1024 * 1024;

/**
 * Holds ccxt's sockets to what its requests are held to: no redirect, no proxy, an end to what a message may weigh, the
 * key's own endpoint; and makes their rejections harmless where nobody waits for them any more.
 * Takes: endpoint = an origin in place of every host; null for the exchange's own. Gives: what ends all of them at once.
 */
export async function setSockets(exchange: CcxtExchange, endpoint: string | null): Promise<() => void> {
  // Without it ccxt opens no socket to an address without TLS, which a practice exchange has.
  await exchange.loadHttpProxyAgent();
  const given = membersOf(exchange.options['ws']);
  const options = { maxPayload: maxMessageBytes, followRedirects: false, perMessageDeflate: false };
  exchange.options['ws'] = { ...given, options: { ...membersOf(given['options']), ...options } };
  // It would print what can't be read.
  exchange.log = () => {};
  // Whoever watches waits before a broken socket is made again, by the agent's own clock.
  exchange.calculateWsBackoffDelay = () => 0;
  const asked = noteAsked(exchange);
  let isOver = false;
  const own = exchange.client.bind(exchange);
  exchange.client = (url) => {
    if (isOver) throw ended();
    const place = endpoint === null ? url : String(replaceHosts(url, endpoint));
    const before = exchange.clients?.[place];
    const socket = own(place);
    if (socket !== before) {
      tend(socket);
      passRefusals(socket, asked);
    }
    return socket;
  };
  return () => {
    isOver = true;
    for (const socket of Object.values(exchange.clients ?? {})) end(socket);
    exchange.clients = {};
  };
}

const ended = (): AppError =>
  new AppError('EXCHANGE_UNAVAILABLE', { detail: 'The connection to the exchange has ended.', sent: 'no' });

/**
 * ccxt keeps promises for what was asked over a socket and rejects all of them when it closes. One that nobody waits for
 * (a message that could not be sent any more, a market that is watched no longer) would end the process.
 */
function tend(socket: CcxtSocket): void {
  const known = new WeakSet<Promise<unknown>>();
  // Once each: one that is asked for with every event would gather handlers without an end.
  const handled = <T extends Promise<unknown>>(promise: T): T => {
    if (!known.has(promise)) promise.catch(() => {});
    known.add(promise);
    return promise;
  };
  const { future, send } = socket;
  socket.future = (name) => handled(Reflect.apply(future, socket, [name]));
  socket.send = (message) => handled(Reflect.apply(send, socket, [message]));
  handled(socket.connected);
}

/** What waits for the answer to a message, by the number that the exchange repeats. */
type Asked = Map<string, { readonly waiting: readonly string[]; readonly subscribed: readonly string[] }>;

/** ccxt numbers each message anew, also those that it needn't send, so only the last count. */
const mostAsked = 500;

function noteAsked(exchange: CcxtExchange): Asked {
  const asked: Asked = new Map();
  const note = (message: unknown, waiting: readonly string[], subscribed: readonly string[]) => {
    const { req_id: inV2, reqid: inV1, id } = membersOf(message);
    asked.set(String(inV2 ?? inV1 ?? id), { waiting, subscribed });
    const [oldest] = asked.keys();
    if (asked.size > mostAsked && oldest !== undefined) asked.delete(oldest);
  };
  const { watch, watchMultiple } = exchange;
  exchange.watch = (url, hash, message, subscribed, ...more) => {
    note(message, [hash], subscribed === undefined ? [] : [subscribed]);
    return Reflect.apply(watch, exchange, [url, hash, message, subscribed, ...more]);
  };
  exchange.watchMultiple = (url, hashes, message, subscribed, ...more) => {
    note(message, hashes, subscribed ?? []);
    return Reflect.apply(watchMultiple, exchange, [url, hashes, message, subscribed, ...more]);
  };
  return asked;
}

/** Where an exchange refuses a subscription, ccxt's adapters tell the number of the message, for which nobody waits. */
function passRefusals(socket: CcxtSocket, asked: Asked): void {
  const { reject } = socket;
  socket.reject = (fault, name) => {
    const refused = name === undefined || name in socket.futures ? undefined : asked.get(String(name));
    if (refused === undefined) return Reflect.apply(reject, socket, [fault, name]);
    for (const one of refused.subscribed) delete socket.subscriptions[one];
    for (const one of refused.waiting) Reflect.apply(reject, socket, [fault, one]);
    return fault;
  };
}

/** Not by a closing handshake, for which a silent exchange could keep it open half a minute. */
function end(socket: CcxtSocket): void {
  const fault = ended();
  socket.error = fault;
  socket.reset(fault);
  socket.connection?.terminate();
}

const membersOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
