import { hash } from 'node:crypto';
import { tokenPattern } from '../../../shared/bot-api.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../../base/clock.ts';

const bearer = /^bearer +(\S+)$/i;

/**
 * Hex SHA-256 of a bot's token. Looking up a hash tells by its time nothing about the token.
 * Takes: the Authorization header. Throws: TOKEN_MISSING, TOKEN_UNKNOWN (not of a token's form). Source: RFC 6750 section 2.1.
 */
export function tokenHashOf(authorization: string | undefined): string {
  const token = bearer.exec(authorization ?? '')?.[1];
  if (token === undefined) throw new AppError('TOKEN_MISSING');
  if (!tokenPattern.test(token)) throw new AppError('TOKEN_UNKNOWN');
  return hashOf(token);
}

/** Takes: a token of a token's form. */
export const hashOf = (token: string): string => hash('sha256', token, 'hex');

/** Makes wrong tokens wait, the longer the more of them came lately. Right ones never ask here. */
export class WrongTokens {
  readonly #clock: Clock;
  readonly #maxMs: number;
  #recent = 0;
  #countedAt: number;

  constructor(clock: Clock, maxMs: number) {
    this.#clock = clock;
    this.#maxMs = maxMs;
    this.#countedAt = clock.monotonic();
  }

  /** Ends when this wrong token may be answered: 10 ms for each one lately, of which one is forgotten each second. */
  wait(): Promise<void> {
    const now = this.#clock.monotonic();
    this.#recent = Math.max(0, this.#recent - (now - this.#countedAt) / 1000) + 1;
    // More would only take longer to forget.
    this.#recent = Math.min(this.#recent, this.#maxMs / 10);
    this.#countedAt = now;
    return this.#clock.sleep(Math.min(this.#maxMs, this.#recent * 10));
  }
}
