import { timingSafeEqual } from 'node:crypto';
import { AppError } from '../../shared/errors.ts';
import type { GrantInput } from '../../shared/model.ts';
import { type Clock, isoTime } from '../base/clock.ts';
import type { Random } from '../base/random.ts';

/** What a bot asks for when it introduces itself. */
export interface PairingWish {
  readonly name: string;
  readonly wants: readonly GrantInput[];
}

/** What a bot is told of its pairing; the token once. */
export interface PairingState {
  readonly state: 'waiting' | 'refused' | 'done';
  readonly token?: string;
}

interface Pairing {
  readonly id: string;
  readonly code: string;
  readonly wish: PairingWish;
  readonly begunMs: number;
  tries: number;
  state: PairingState['state'];
  token: string | undefined;
}

const lastsMs = 120_000;
const mostWaiting = 3;
const mostTries = 5;
/** A bot that comes late is told that it took too long, for this long. */
const rememberedMs = 3_600_000;

/**
 * Bots that have no token yet. Each shows a code; its owner types it in, which proves that the bot on the screen is the
 * one that gets the grants. Source: design/bot-api.md, "POST /v1/pair".
 */
export class Pairings {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #random: Random;
  readonly #pairings = new Map<string, Pairing>();

  constructor(clock: Pick<Clock, 'now'>, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  /** Throws: PAIRING_LIMIT. */
  begin(wish: PairingWish): { pairing: string; code: string } {
    this.#forgetOld();
    if (this.#waiting().length >= mostWaiting) throw new AppError('PAIRING_LIMIT');
    const id = this.#random(16).toString('base64url');
    const code = this.#newCode();
    const begunMs = this.#clock.now();
    this.#pairings.set(id, { id, code, wish, begunMs, tries: 0, state: 'waiting', token: undefined });
    return { pairing: id, code: `${code.slice(0, 4)}-${code.slice(4)}` };
  }

  /** For the bot. Throws: PAIRING_UNKNOWN, PAIRING_EXPIRED. */
  look(id: string): PairingState {
    this.#forgetOld();
    const pairing = this.#pairings.get(id);
    if (pairing === undefined) throw new AppError('PAIRING_UNKNOWN');
    if (pairing.state === 'waiting' && !this.#isWaiting(pairing)) throw new AppError('PAIRING_EXPIRED');
    const { state, token } = pairing;
    pairing.token = undefined;
    return token === undefined ? { state } : { state, token };
  }

  /**
   * The bot behind a code. Gives: what it wants, and `done`, which hands it its token.
   * Throws: INPUT_INVALID; five wrong codes refuse every bot that waits.
   */
  find(code: string): PairingWish & { readonly expires: string; done(token: string): void } {
    const pairing = this.#match(code);
    return {
      ...pairing.wish,
      expires: isoTime(pairing.begunMs + lastsMs),
      done: (token) => {
        pairing.state = 'done';
        pairing.token = token;
      },
    };
  }

  #match(typed: string): Pairing {
    const wanted = Buffer.from(typed.replaceAll(/[\s-]/g, '').toUpperCase());
    const waiting = this.#waiting();
    const found = waiting.find(
      ({ code }) => code.length === wanted.length && timingSafeEqual(Buffer.from(code), wanted),
    );
    if (found !== undefined) return found;
    for (const pairing of waiting) {
      pairing.tries += 1;
      if (pairing.tries >= mostTries) pairing.state = 'refused';
    }
    throw new AppError('INPUT_INVALID', {
      detail:
        waiting.length === 0
          ? 'No bot waits to be let in. Start the pairing at the bot again.'
          : 'No bot that waits shows this code. Look again; after five wrong codes the bots are refused.',
    });
  }

  #waiting(): Pairing[] {
    return [...this.#pairings.values()].filter((pairing) => this.#isWaiting(pairing));
  }

  #isWaiting({ state, begunMs }: Pairing): boolean {
    return state === 'waiting' && this.#clock.now() - begunMs < lastsMs;
  }

  #forgetOld(): void {
    for (const { id, begunMs } of this.#pairings.values())
      if (this.#clock.now() - begunMs > rememberedMs) this.#pairings.delete(id);
  }

  /** Eight hexadecimal digits that no other bot shows. */
  #newCode(): string {
    const taken = new Set([...this.#pairings.values()].map(({ code }) => code));
    for (;;) {
      const code = this.#random(4).toString('hex').toUpperCase();
      if (!taken.has(code)) return code;
    }
  }
}
