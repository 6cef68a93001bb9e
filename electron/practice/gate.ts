import { stepOf, stepOfCode } from './code.ts';
import type { HeldKey } from './keys.ts';
import { type Params, readBody } from './params.ts';
import { Refusal } from './refusal.ts';
import { isSigned } from './signature.ts';

/** A private request as it arrived. */
export interface PrivateRequest {
  /** With the version, without query: what was signed. */
  readonly path: string;
  readonly apiKey: string | undefined;
  readonly apiSign: string | undefined;
  readonly contentType: string | undefined;
  readonly body: Buffer;
}

/** What the exchange remembers of a key. */
export interface KeyState {
  readonly key: HeldKey;
  lastNonce: bigint;
  /** Refused credentials in a row. */
  refusals: number;
  lockedUntilMs: number;
  /** Steps whose code was taken, for when codes count once. */
  readonly usedSteps: Set<number>;
  lastUsedMs: number;
}

export interface Admission {
  readonly state: KeyState;
  readonly params: Params;
  /** When the key was used before; 0 where it never was. */
  readonly usedBeforeMs: number;
}

const refusalsToLock = 6;
const lockMs = 15 * 60_000;
const maxNonce = 2n ** 64n - 1n;

/** Checks who asks, in this order: key, lockout, nonce's form, signature, nonce, one-time code. */
export class Gate {
  /** May a code be used more than once in its step? */
  reuse = true;
  readonly #states: ReadonlyMap<string, KeyState>;

  constructor(keys: readonly HeldKey[]) {
    const fresh = { lastNonce: -1n, refusals: 0, lockedUntilMs: 0, lastUsedMs: 0 };
    this.#states = new Map(keys.map((key) => [key.apiKey, { key, ...fresh, usedSteps: new Set<number>() }]));
  }

  /** Throws: Refusal in Kraken's words; six of credentials in a row lock the key for 15 minutes. */
  admit(request: PrivateRequest, nowMs: number): Admission {
    const state = this.#states.get(request.apiKey ?? '');
    if (state === undefined || isExpired(state.key, nowMs)) throw new Refusal('EAPI:Invalid key');
    if (state.lockedUntilMs > nowMs) throw new Refusal('EGeneral:Temporary lockout');
    const params = readBody(request.body.toString(), request.contentType);
    const nonce = readNonce(params);
    if (!isSigned(request.apiSign ?? '', request.path, params.get('nonce') ?? '', request.body, state.key.secret)) {
      throw refuseCredentials(state, nowMs, 'EAPI:Invalid signature');
    }
    if (nonce <= state.lastNonce) throw new Refusal('EAPI:Invalid nonce');
    state.lastNonce = nonce;
    this.#checkCode(state, params.get('otp') ?? '', nowMs);
    state.refusals = 0;
    const usedBeforeMs = state.lastUsedMs;
    state.lastUsedMs = nowMs;
    return { state, params, usedBeforeMs };
  }

  #checkCode(state: KeyState, otp: string, nowMs: number): void {
    const { totp, password } = state.key;
    if (totp === undefined && password === undefined) {
      // A key without 2FA must not send a code. Kraken's article is silent on it; this word is what users reported.
      if (otp !== '') throw refuseCredentials(state, nowMs, 'EAPI:Invalid key');
      return;
    }
    if (totp === undefined) {
      if (otp !== password) throw refuseCredentials(state, nowMs, 'EAPI:Invalid signature');
      return;
    }
    const step = stepOfCode(totp, otp, nowMs);
    if (step === undefined || (!this.reuse && state.usedSteps.has(step))) {
      throw refuseCredentials(state, nowMs, 'EAPI:Invalid signature');
    }
    for (const used of state.usedSteps) if (used < stepOf(nowMs) - 1) state.usedSteps.delete(used);
    state.usedSteps.add(step);
  }
}

const isExpired = (key: HeldKey, nowMs: number): boolean =>
  key.validUntilSec !== 0 && key.validUntilSec * 1000 <= nowMs;

function readNonce(params: Params): bigint {
  const text = params.get('nonce') ?? '';
  const nonce = /^\d{1,20}$/.test(text) ? BigInt(text) : maxNonce + 1n;
  if (nonce > maxNonce) throw new Refusal('EAPI:Invalid nonce');
  return nonce;
}

function refuseCredentials(state: KeyState, nowMs: number, words: string): Refusal {
  state.refusals += 1;
  if (state.refusals >= refusalsToLock) {
    state.refusals = 0;
    state.lockedUntilMs = nowMs + lockMs;
  }
  return new Refusal(words);
}
