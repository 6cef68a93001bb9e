import { createHash, createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { CcxtExchange } from './ccxt.ts';

/** A hash of noble, as ccxt passes it around. */
interface NobleHash {
  (message: Uint8Array): Uint8Array;
  readonly outputLen: number;
  readonly blockLen: number;
}

/** By output and block length in bytes. BLAKE2b shares SHA-512's, so a candidate is tried before it is believed. */
const candidates: Readonly<Record<string, string>> = { '32/64': 'sha256', '48/128': 'sha384', '64/128': 'sha512' };
const names = new WeakMap<NobleHash, string>();
const probe = new TextEncoder().encode('keybearer');

const isNoble = (value: unknown): value is NobleHash =>
  typeof value === 'function' && 'outputLen' in value && 'blockLen' in value;

/** Node's name for a hash that ccxt took from noble; undefined where Node has none that gives the same. */
function nativeName(hash: unknown): string | undefined {
  if (!isNoble(hash)) return undefined;
  const known = names.get(hash);
  if (known !== undefined) return known === '' ? undefined : known;
  const candidate = candidates[`${hash.outputLen}/${hash.blockLen}`];
  const isSame = candidate !== undefined && createHash(candidate).update(probe).digest().equals(hash(probe));
  names.set(hash, isSame ? candidate : '');
  return isSame ? candidate : undefined;
}

/**
 * Lets an exchange object hash with Node's OpenSSL instead of JavaScript; what Node can't do stays with ccxt.
 * ccxt's `digest` is `hex`, `base64`, or anything else for bytes. Source: ccxt 4.5.84, base/functions/crypto.
 * Gives: what forgets the secret that was signed with last.
 */
export function setHashing(exchange: CcxtExchange): () => void {
  const own = { hash: exchange.hash.bind(exchange), hmac: exchange.hmac.bind(exchange) };
  const lastKey = new LastKey();
  exchange.hash = (data, hash, digest = 'hex') => {
    const name = nativeName(hash);
    return name === undefined ? own.hash(data, hash, digest) : encoded(createHash(name).update(data).digest(), digest);
  };
  exchange.hmac = (data, secret, hash, digest = 'hex') => {
    const name = nativeName(hash);
    if (name === undefined) return own.hmac(data, secret, hash, digest);
    return encoded(createHmac(name, lastKey.of(secret)).update(data).digest(), digest);
  };
  return () => lastKey.forget();
}

/** An exchange signs with one secret, and making Node's key of it costs five times the HMAC (20 against 4 us, Node 24). */
class LastKey {
  #last: { readonly secret: Buffer; readonly key: KeyObject } | undefined;

  of(given: string | Uint8Array): KeyObject {
    const secret = typeof given === 'string' ? Buffer.from(given, 'utf8') : given;
    if (this.#last === undefined || !this.#last.secret.equals(secret)) {
      this.forget();
      this.#last = { secret: Buffer.from(secret), key: createSecretKey(secret) };
    }
    return this.#last.key;
  }

  forget(): void {
    this.#last?.secret.fill(0);
    this.#last = undefined;
  }
}

function encoded(bytes: Buffer, digest: string): string | Uint8Array {
  return digest === 'hex' || digest === 'base64' ? bytes.toString(digest) : new Uint8Array(bytes);
}
