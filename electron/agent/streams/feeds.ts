import type { Permission } from '../../../shared/permissions.ts';
import type { Clock } from '../../base/clock.ts';
import { Feed } from './feed.ts';
import type { Reader } from './reader.ts';
import type { Thing } from './thing.ts';
import { type Line, Upstream } from './upstream.ts';

/** How long a thing is kept that nobody watches any more: a bot that starts again finds it. */
const graceMs = 5_000;

/** Where things are watched: with one key, or what one exchange tells anybody. */
export interface FeedPlace {
  readonly name: string;
  /** Takes: isNeeded = does anything that is watched there need this permission? */
  readonly open: (isNeeded: (needs: Permission) => boolean) => Promise<Line>;
}

interface Site {
  readonly name: string;
  readonly upstream: Upstream;
  readonly feeds: Set<Feed>;
}

/** All that is watched, each thing once however many bots watch it. */
export class Feeds {
  readonly #clock: Clock;
  readonly #feeds = new Map<string, Feed>();
  readonly #sites = new Map<string, Site>();
  readonly #leaving = new Map<Feed, AbortController>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Gives: what ends it. */
  join(place: FeedPlace, thing: Thing, reader: Reader): () => void {
    const name = `${place.name} ${thing.name}`;
    const site = this.#siteOf(place);
    let feed = this.#feeds.get(name);
    if (feed === undefined || feed.isOver) {
      if (feed !== undefined) site.feeds.delete(feed);
      feed = new Feed(thing, site.upstream);
      site.feeds.add(feed);
      this.#feeds.set(name, feed);
    }
    const joined = feed;
    this.#leaving.get(joined)?.abort();
    this.#leaving.delete(joined);
    joined.add(reader);
    return () => {
      joined.remove(reader);
      if (joined.isUnread && !this.#leaving.has(joined)) void this.#leave(name, joined, site);
    };
  }

  /** At once, with every connection to an exchange. */
  end(): void {
    for (const leaving of this.#leaving.values()) leaving.abort();
    for (const feed of this.#feeds.values()) feed.end();
    for (const { upstream } of this.#sites.values()) upstream.end();
    this.#leaving.clear();
    this.#feeds.clear();
    this.#sites.clear();
  }

  #siteOf({ name, open }: FeedPlace): Site {
    const before = this.#sites.get(name);
    if (before !== undefined) return before;
    const feeds = new Set<Feed>();
    const isNeeded = (needs: Permission) => [...feeds].some(({ thing }) => thing.row.needs === needs);
    const site = { name, upstream: new Upstream(() => open(isNeeded), this.#clock), feeds };
    this.#sites.set(name, site);
    return site;
  }

  async #leave(name: string, feed: Feed, site: Site): Promise<void> {
    const back = new AbortController();
    this.#leaving.set(feed, back);
    await this.#clock.sleep(graceMs, back.signal);
    if (back.signal.aborted) return;
    this.#leaving.delete(feed);
    feed.end();
    if (this.#feeds.get(name) === feed) this.#feeds.delete(name);
    site.feeds.delete(feed);
    if (site.feeds.size > 0) {
      if (isAlone(feed, site)) site.upstream.letGo(feed.thing);
      return;
    }
    site.upstream.end();
    if (this.#sites.get(site.name) === site) this.#sites.delete(site.name);
  }
}

/** ccxt ends a subscription for all who share it (a ticker alone and among others), so only what nothing else may need. */
const isAlone = ({ thing: { symbols } }: Feed, { feeds }: Site): boolean =>
  symbols !== undefined &&
  [...feeds].every(({ thing: { symbols: others } }) => others?.every((symbol) => !symbols.includes(symbol)) === true);
