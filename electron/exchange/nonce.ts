/** Where the highest nonce that may have been used is kept; `reserve` is durable before it returns. */
export interface NonceStore {
  high(): bigint | undefined;
  reserve(high: bigint): void;
}

/** Takes: ccxt's own nonce, which sets the unit; 0 for the very next. A nonce past 2^53 is a bigint. */
export interface NonceSource {
  (own: number): number | bigint;
  /** Goes on above this one, which the exchange took; its unit is kept from then on, also over restarts. */
  raise(taken: bigint): void;
}

/**
 * Strictly increasing nonces of one key, over restarts and clock steps.
 * Takes: ccxt's own nonce each time, which sets the unit (seconds, ms, us) unless a higher one is in use. Half a second
 * of them is reserved on disk ahead of use, so that a kill loses none and a restart skips at most that much.
 */
export function makeNonceSource(store: NonceStore): NonceSource {
  let last: bigint | undefined;
  let reserved = 0n;
  const reserve = (upTo: bigint): void => {
    if (upTo <= reserved) return;
    const high = upTo + blockOf(upTo);
    store.reserve(high);
    reserved = high;
  };
  const next = (own: number): number | bigint => {
    last ??= store.high() ?? 0n;
    const timed = inUnitOf(last, BigInt(Math.trunc(own)));
    last = timed > last ? timed : last + 1n;
    reserve(last);
    return last <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(last) : last;
  };
  const raise = (taken: bigint): void => {
    last ??= store.high() ?? 0n;
    if (taken <= last) return;
    last = taken;
    reserve(last);
  };
  return Object.assign(next, { raise });
}

/** The units that Unix times of our days are counted in, told by their size: seconds, ms, us, ns. */
const units = [1n, 1_000n, 1_000_000n, 1_000_000_000n] as const;

/** How many of its units a nonce of this size has in a second. */
export const perSecond = (nonce: bigint): bigint => units.findLast((unit) => nonce >= 100_000_000n * unit) ?? 1n;

/** ccxt's nonce in the unit of the last one, where that is finer. */
function inUnitOf(last: bigint, own: bigint): bigint {
  const [finer, coarser] = [perSecond(last), perSecond(own)];
  return own > 0n && finer > coarser ? own * (finer / coarser) : own;
}

/** Half a second in the unit that a Unix time of this size is counted in. */
function blockOf(nonce: bigint): bigint {
  const half = perSecond(nonce) / 2n;
  return half > 0n ? half : 1n;
}
