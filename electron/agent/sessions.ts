import type { CodeSchedule, Key } from '../../shared/model.ts';
import type { Clock } from '../base/clock.ts';
import { makeScrubber, type Scrubber } from '../base/scrub.ts';
import { Secret } from '../base/secret.ts';
import { Circuit } from '../exchange/circuit.ts';
import type { ExchangeClient } from '../exchange/client.ts';
import { makeNonceSource, type NonceSource } from '../exchange/nonce.ts';
import { OrderRates } from '../exchange/order-rates.ts';
import { placements } from '../exchange/placement.ts';
import { type Budget, makeBudget } from '../exchange/rates.ts';
import { type Priority, Turn } from '../exchange/turn.ts';
import { CodeSteps } from '../otp/code-steps.ts';
import { writeBase32 } from '../otp/write-base32.ts';
import type { State } from '../state/store.ts';
import type { Vault } from '../vault/vault.ts';
import { type CodeSource, makeCodeSource } from './codes.ts';
import { type Credential, type Inventory, useCredential } from './inventory.ts';
import { KeyHistory } from './key-history.ts';
import type { VenueState, Venues } from './venues.ts';

/** A key at work: its connection, turn, budget, circuit and codes. Lives while the vault is open. */
export interface Session {
  readonly key: Key;
  readonly client: ExchangeClient;
  readonly nonce: NonceSource;
  readonly venue: VenueState;
  readonly turn: Turn;
  readonly circuit: Circuit;
  readonly budget: Budget | undefined;
  /** What the exchange lets the key place and change; undefined where it is not counted here. */
  readonly orderRates: OrderRates | undefined;
  readonly codes: CodeSource;
  /** How long a request of this priority waits for a code at least, in milliseconds; 0 where codes don't make it wait. */
  readonly waitMs: (priority: Priority) => number;
  readonly history: KeyHistory;
  /** Hides this key's secrets in a text. */
  readonly scrub: (text: string) => string;
  /** Ends once its credentials are no longer those to use: what goes on by itself has to stop. */
  readonly over: AbortSignal;
  /** A client of its own for what is watched with this key. Throws: VAULT_SEALED. */
  readonly watcher: () => Promise<ExchangeClient>;
  /** Told that its credentials are no longer those to use; calls under way go on. */
  readonly retire: () => void;
  /** Forgets what it can; the strings that ccxt holds go with the garbage. */
  readonly end: () => void;
}

export interface SessionDeps {
  readonly vault: Vault;
  readonly inventory: Inventory;
  readonly state: State;
  readonly venues: Venues;
  readonly clock: Clock;
  /** Told when a key's refusals show that its codes work once. */
  readonly learned: (keyId: string, schedule: CodeSchedule) => void;
  /** Told of what went wrong where work goes on all the same. */
  readonly report: (fault: unknown) => void;
}

/** The sessions of an open vault, each opened when its key is first used. */
export class Sessions {
  readonly #deps: SessionDeps;
  readonly #open = new Map<string, Promise<Session>>();
  readonly #ready = new Map<string, Session>();
  readonly #steps = new Map<string, CodeSteps>();
  readonly #nonces = new Map<string, NonceSource>();
  readonly #retired = new Set<Session>();
  readonly #over = new AbortController();

  constructor(deps: SessionDeps) {
    this.#deps = deps;
  }

  of(key: Key): Promise<Session> {
    let opening = this.#open.get(key.id);
    if (opening === undefined) {
      opening = this.#start(key);
      this.#open.set(key.id, opening);
      opening.then(
        (session) => this.#settle(opening, session),
        () => this.#open.delete(key.id),
      );
    }
    return opening;
  }

  /** The session of a key that was used already. */
  ready(keyId: string): Session | undefined {
    return this.#ready.get(keyId);
  }

  /** Forgets a key's session; what is under way ends by itself. */
  drop(keyId: string): void {
    this.#open.delete(keyId);
    this.#ready.get(keyId)?.end();
    this.#ready.delete(keyId);
  }

  /** A session of its own for credentials that are still to be proved; the caller ends it. */
  try(candidate: Key): Promise<Session> {
    return this.#start(candidate, () => candidate);
  }

  /**
   * Lets the calls of a key that are under way go on with the credentials that they began with; the next ones get a
   * session of their own. Gives: ends once the last of them is through its turn.
   */
  async retire(keyId: string): Promise<void> {
    const session = this.#ready.get(keyId);
    this.#open.delete(keyId);
    this.#ready.delete(keyId);
    this.#steps.delete(keyId);
    if (session === undefined) return;
    session.retire();
    this.#retired.add(session);
    await session.turn.idle();
    session.end();
    this.#retired.delete(session);
  }

  /** The vault is being sealed: what goes on by itself stops at once, before anything that takes its time. */
  hush(): void {
    this.#over.abort();
  }

  get over(): AbortSignal {
    return this.#over.signal;
  }

  close(): void {
    this.hush();
    for (const session of [...this.#ready.values(), ...this.#retired]) session.end();
    this.#retired.clear();
    this.#open.clear();
    this.#ready.clear();
  }

  /** Outlives the session, so that a code that works once is not sent again by the next. */
  #stepsOf(key: Key, worksOnce: boolean): CodeSteps {
    const before = this.#steps.get(key.id);
    if (before !== undefined) return before;
    const schedule = worksOnce && key.codes === 'unknown' ? 'once-per-step' : key.codes;
    const steps = new CodeSteps(schedule, (learned) => this.#deps.learned(key.id, learned));
    this.#steps.set(key.id, steps);
    return steps;
  }

  /** The vault may have been sealed, or the key removed, while the session was opening. */
  #settle(opening: Promise<Session> | undefined, session: Session): void {
    if (this.#open.get(session.key.id) === opening) this.#ready.set(session.key.id, session);
    else session.end();
  }

  /** One for all sessions of a key, since the exchange may know them as one. */
  #nonceOf(keyId: string): NonceSource {
    const { state } = this.#deps;
    const before = this.#nonces.get(keyId);
    if (before !== undefined) return before;
    const nonce = makeNonceSource({
      high: () => state.nonces.high(keyId),
      reserve: (high) => reserveNonces(this.#deps, keyId, high),
    });
    this.#nonces.set(keyId, nonce);
    return nonce;
  }

  async #start(key: Key, present = () => this.#deps.inventory.findKey(key.id) ?? key): Promise<Session> {
    const { vault, venues, clock } = this.#deps;
    const venue = venues.of(key.exchange, key.endpoint);
    const nonce = this.#nonceOf(key.id);
    const { credentials, second } = useCredential(vault, key, (credential) => credential);
    const scrubber = scrubberOf([...Object.values(credentials).map(Secret.ofText), ...secondSecrets(second)]);
    const placement = placements.get(key.exchange);
    const seed = placement?.needsSeed === true && second.kind === 'totp' ? seedForCcxt : {};
    const client = await venue.venue.connect({ ...credentials, ...seed }, key.tier !== 'unlimited', nonce);
    const over = new AbortController();
    const watcher = () => {
      const lent = useCredential(vault, key, (credential) => ({ ...credential.credentials, ...seed }));
      return venue.venue.connectToWatch(lent, nonce);
    };
    const steps = this.#stepsOf(key, placement?.worksOnce === true);
    const codes = makeCodeSource({ key, vault, venue, clock, steps });
    const isSlow = () => placement?.endpoints === 'every private one' && steps.schedule === 'once-per-step';
    const pauseMs = () => (isSlow() ? codes.pauseMs() : 0);
    const turn = new Turn({ pauseMs, sleep: clock.sleep });
    return {
      // What is said of a key may change while it works; how it signs may not.
      get key() {
        return present();
      },
      client,
      nonce,
      venue,
      turn,
      waitMs: (priority) => (isSlow() ? pauseMs() + turn.ahead(priority) * periodMsOf(key) : 0),
      circuit: new Circuit(),
      budget: makeBudget(key.exchange, key.tier),
      orderRates: key.exchange === 'kraken' && key.tier !== 'unlimited' ? new OrderRates(key.tier) : undefined,
      codes,
      history: new KeyHistory(),
      scrub: scrubber.scrub,
      ...{ over: over.signal, watcher, retire: () => over.abort() },
      end: () => {
        over.abort();
        client.close();
        scrubber.wipe();
      },
    };
  }
}

const periodMsOf = ({ twoFactor }: Key): number => (twoFactor.kind === 'totp' ? twoFactor.periodSec * 1000 : 0);

/** ccxt's adapter wants to see a seed; what it makes of it is replaced before anything is signed. */
const seedForCcxt = { twofa: 'AAAAAAAAAAAAAAAA' };

/** A seed as its bytes and as exchanges write it: an exchange that repeats it must not be the one who puts it in the log. */
function secondSecrets(second: Credential['second']): readonly Secret[] {
  if (second.kind === 'none') return [];
  if (second.kind === 'password') return [Secret.ofText(second.password)];
  const seed = Buffer.from(second.seed, 'base64');
  return [Secret.ofText(writeBase32(seed)), new Secret(seed)];
}

/** A call may outlive its session; what it then hears from the exchange can't be searched any more, so it is hidden whole. */
function scrubberOf(secrets: readonly Secret[]): Scrubber {
  const scrubber = makeScrubber(secrets);
  for (const secret of secrets) secret.wipe();
  let isWiped = false;
  return {
    scrub: (text) => (isWiped ? '[hidden]' : scrubber.scrub(text)),
    wipe: () => {
      isWiped = true;
      scrubber.wipe();
    },
  };
}

/** A nonce that could not be reserved is still higher than all before it; only a restart with the clock set back would miss it. */
function reserveNonces({ state, report }: SessionDeps, keyId: string, high: bigint): void {
  try {
    state.nonces.reserve(keyId, high);
  } catch (fault) {
    report(fault);
  }
}
