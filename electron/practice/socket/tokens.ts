import { createHmac } from 'node:crypto';
import type { KeyState } from '../gate.ts';

interface Token {
  readonly state: KeyState;
  readonly untilMs: number;
}

export const tokenLifeSec = 900;

/** Tokens of GetWebSocketsToken: good for 15 minutes to begin with, then for as long as the socket that began is open. */
export class Tokens {
  readonly #seed: string;
  readonly #tokens = new Map<string, Token>();

  constructor(seed: string) {
    this.#seed = seed;
  }

  issue(state: KeyState, nowMs: number): string {
    const text = `${state.key.apiKey}:${state.lastNonce}`;
    const token = createHmac('sha256', this.#seed).update(text).digest('base64url');
    this.#tokens.set(token, { state, untilMs: nowMs + tokenLifeSec * 1000 });
    return token;
  }

  /** The key of a token that may begin now. */
  holderOf(token: string, nowMs: number): KeyState | undefined {
    const known = this.#tokens.get(token);
    return known === undefined || known.untilMs <= nowMs ? undefined : known.state;
  }
}
