/** Where the highest nonce that may have been used is kept; `reserve` is durable before it returns. */
export interface NonceStore {
  high(): bigint | undefined;
  reserve(high: bigint): void;
}

/**
 * Strictly increasing nonces of one key, over restarts and clock steps.
 * Takes: ccxt's own nonce each time, which sets the unit (seconds, ms, us). Half a second of them is reserved on disk
 * ahead of use, so that a kill loses none and a restart skips at most that much.
 */
export function makeNonceSource(store: NonceStore): (own: number) => number {
  let last: number | undefined;
  let reserved = 0;
  return (own) => {
    last ??= Number(store.high() ?? 0n);
    last = Math.max(last + 1, own);
    if (last > reserved) {
      const high = last + blockOf(last);
      store.reserve(BigInt(high));
      reserved = high;
    }
    return last;
  };
}

/** Half a second in the unit that a Unix time of this size is counted in. */
function blockOf(nonce: number): number {
  if (nonce > 1e15) return 500_000;
  return nonce > 1e11 ? 500 : 1;
}
