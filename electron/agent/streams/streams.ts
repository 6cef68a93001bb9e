/** What bots watch: let in like calls, told what is new, and cut off the moment they may no longer. */
import { AppError, asAppError } from '../../../shared/errors.ts';
import type { Key } from '../../../shared/model.ts';
import type { Permission } from '../../../shared/permissions.ts';
import type { Clock } from '../../base/clock.ts';
import { newId } from '../../base/random.ts';
import { abilitiesOf } from '../../exchange/abilities.ts';
import { keep } from '../../exchange/kept-client.ts';
import type { Gate } from '../../exchange/private-request.ts';
import { decideMethod } from '../../policy/decide.ts';
import { type AuthorityDeps, authorityFor, recordDenial, whoAndWhat } from '../bot-authority.ts';
import type { CallDeps } from '../call.ts';
import { shownCall } from '../log-fields.ts';
import type { Opened } from '../opened.ts';
import { permit } from '../permit.ts';
import type { Venues } from '../venues.ts';
import { type Admitted, Connection } from './connection.ts';
import { openFeedGate } from './feed-gate.ts';
import { type FeedPlace, Feeds } from './feeds.ts';
import type { StreamService } from './port.ts';
import { standingOf } from './standing.ts';
import type { Thing } from './thing.ts';
import type { Line } from './upstream.ts';

export interface StreamDeps extends AuthorityDeps {
  readonly clock: Clock;
  readonly venues: Venues;
  readonly calls: () => CallDeps;
}

/** The name under which the log has a connection that was refused. */
const stream = 'stream';

export function makeStreams(deps: StreamDeps): StreamService {
  const streams = new Streams(deps);
  return { admit: (bot, key) => streams.admit(bot, key), cut: (error) => streams.cut(error) };
}

class Streams {
  readonly #deps: StreamDeps;
  readonly #feeds: Feeds;
  readonly #open = new Set<Connection>();
  /** The vault whose changes are heard of. */
  #heard: Opened | undefined;

  constructor(deps: StreamDeps) {
    this.#deps = deps;
    this.#feeds = new Feeds(deps.clock);
  }

  admit: StreamService['admit'] = (bot, ref) => {
    const found = authorityFor(this.#deps, bot, ref, stream);
    if (!found.grant.may.includes('stream')) {
      const error = new AppError('PERMISSION_DENIED', { detail: 'This bot does not have the permission stream.' });
      throw error.with({ callId: recordDenial(this.#deps, bot, found.key, stream, error) });
    }
    const opened = this.#deps.opened();
    // It is being sealed.
    if (opened.sessions.over.aborted) throw new AppError('VAULT_SEALED');
    return (client) => {
      this.#hear(opened);
      const connection = new Connection({ bot, ...found }, client, {
        join: (by, thing, reader) => this.#join(by, thing, (place) => this.#feeds.join(place, thing, reader)),
        closed: (one) => this.#closed(one),
      });
      this.#open.add(connection);
      void this.#endWhenExpired(connection);
      // Something may have changed since it was let in.
      this.#look(opened);
      return connection;
    };
  };

  cut: StreamService['cut'] = (error) => {
    for (const connection of [...this.#open]) connection.end(error);
    this.#feeds.end();
  };

  /** Every change of a bot, and the seal, before anybody is told that it is done. */
  #hear(opened: Opened): void {
    if (this.#heard === opened) return;
    this.#heard = opened;
    opened.inventory.onNarrowed(() => this.#look(opened));
    opened.sessions.over.addEventListener('abort', () => this.cut(new AppError('VAULT_SEALED')), { once: true });
  }

  #look(opened: Opened): void {
    for (const connection of [...this.#open]) {
      const against = standingOf(connection.by, opened.inventory, this.#deps.clock.now());
      if (against !== undefined) connection.end(against);
    }
  }

  readonly #expiring = new Map<Connection, AbortController>();

  #closed(connection: Connection): void {
    this.#open.delete(connection);
    this.#expiring.get(connection)?.abort();
    this.#expiring.delete(connection);
  }

  async #endWhenExpired(connection: Connection): Promise<void> {
    const { expires } = connection.by.bot;
    if (expires === null) return;
    const closed = new AbortController();
    this.#expiring.set(connection, closed);
    const { clock } = this.#deps;
    for (let leftMs = 1; leftMs > 0 && !closed.signal.aborted; leftMs = Date.parse(expires) - clock.now())
      // The wall clock may be set meanwhile.
      await clock.sleep(Math.max(1, Math.min(longestNapMs, Date.parse(expires) - clock.now())), closed.signal);
    connection.end(new AppError('TOKEN_EXPIRED'));
  }

  /** Decided on, counted and recorded like a call, before anything is watched. */
  async #join(by: Admitted, thing: Thing, join: (place: FeedPlace) => () => void): Promise<() => void> {
    const { bot, key } = by;
    const { log, random, usage, clock } = this.#deps.calls();
    const callId = newId('call', random);
    const { method, args, row } = thing;
    const shown = { request: shownCall(method, args), permission: row.needs };
    log.begin({ ...whoAndWhat(bot, key, method), call: callId, ...shown });
    try {
      this.#decide(by, thing);
      usage.count(bot.id, key.id, clock.now());
      const { methods } = await abilitiesOf(key.exchange);
      if (!methods.includes(method))
        throw new AppError('METHOD_UNKNOWN', { detail: `ccxt has no ${method} for ${key.exchange}.` });
      const leave = join(this.#placeOf(key, row.needs));
      log.end({ call: callId, status: 'ok', sent: 'no' });
      return leave;
    } catch (fault) {
      const error = asAppError(fault);
      log.end({ call: callId, status: 'denied', sent: 'no', code: error.code });
      throw error.with({ callId });
    }
  }

  #decide({ bot, key, grant }: Admitted, { row, symbols }: Thing): void {
    const { usage, clock } = this.#deps.calls();
    const callsLastMinute = usage.lastMinute(bot.id, key.id, clock.now());
    for (const needs of ['stream', row.needs] as const)
      permit(decideMethod(grant, { needs, usage: { callsLastMinute } }));
    if (grant.symbols === 'any') return;
    const foreign = symbols?.find((symbol) => !grant.symbols.includes(symbol));
    if (foreign !== undefined)
      throw new AppError('SYMBOL_DENIED', { detail: `This bot may not watch ${foreign.slice(0, 60)}.` });
  }

  /** What anybody may know is watched once for all keys, without credentials. */
  #placeOf({ id, exchange, endpoint }: Key, needs: Permission): FeedPlace {
    const { calls, opened, venues } = this.#deps;
    if (needs === 'market.read')
      return {
        name: `${exchange} ${endpoint ?? ''}`,
        open: async () => {
          const client = await venues.of(exchange, endpoint).venue.connectToWatch({}, (own) => own);
          return { client: keep(client), gate: nothing, over: undefined };
        },
      };
    return {
      name: id,
      open: async (isNeeded): Promise<Line> => {
        // As it is now: its credentials may have been replaced since.
        const session = await calls().sessions.of(opened().inventory.key(id));
        const client = keep(await session.watcher());
        return { client, gate: openFeedGate(calls(), session, isNeeded), over: session.over };
      },
    };
  }
}

const longestNapMs = 60_000;

const nothing: Gate = () => Promise.reject(new AppError('PERMISSION_DENIED'));
