import { describe, expect, it } from 'vitest';
import { makeNonceSource, type NonceStore } from '../../../electron/exchange/nonce.ts';

/** A disk that outlives the sources that use it. */
function disk(): NonceStore & { writes: number; full: boolean } {
  let high: bigint | undefined;
  return {
    writes: 0,
    full: false,
    high: () => high,
    reserve(next) {
      if (this.full) throw new Error('disk full');
      this.writes += 1;
      high = next;
    },
  };
}

const ms = 1_700_000_000_000;

describe('nonces', () => {
  it('rise by one within a moment and follow the clock after it', () => {
    const next = makeNonceSource(disk());
    expect([next(ms), next(ms), next(ms), next(ms + 50)]).toEqual([ms, ms + 1, ms + 2, ms + 50]);
  });

  it.each([
    ['seconds', 1_700_000_000, 1],
    ['milliseconds', ms, 500],
    ['microseconds', ms * 1000, 500_000],
  ])('in %s never repeat after a kill, however many were given', (_, own, block) => {
    const store = disk();
    let last = 0;
    for (let life = 0; life < 20; life += 1) {
      const next = makeNonceSource(store);
      for (let n = 0; n < life * 3 + 1; n += 1) {
        const nonce = Number(next(own));
        expect(nonce).toBeGreaterThan(last);
        // What is on the disk is never below what was handed out.
        expect(store.high()).toBeGreaterThanOrEqual(BigInt(nonce));
        last = nonce;
      }
    }
    expect(last - own).toBeLessThan(20 * (block + 60));
  });

  it('go on rising when the clock is set back, also over a restart', () => {
    const store = disk();
    const earlier = makeNonceSource(store);
    const first = Number(earlier(ms));
    expect(earlier(ms - 3_600_000)).toBe(first + 1);
    expect(makeNonceSource(store)(ms - 86_400_000)).toBeGreaterThan(first + 1);
  });

  it('stay above a mark in a larger unit than ccxt counts in', () => {
    const store = disk();
    store.reserve(BigInt(ms) * 1000n);
    const next = makeNonceSource(store);
    expect([next(ms), next(ms)]).toEqual([ms * 1000 + 1, ms * 1000 + 2]);
  });

  it('are counted in nanoseconds where the key is, exactly, and follow the clock there', () => {
    const store = disk();
    const next = makeNonceSource(store);
    expect(next(ms)).toBe(ms);
    const taken = BigInt(ms) * 1_000_000n + 7n;
    next.raise(taken);
    expect([next(ms), next(ms)]).toEqual([taken + 1n, taken + 2n]);
    expect(next(ms + 1)).toBe(BigInt(ms + 1) * 1_000_000n);
    // Half a second of them is reserved, and the unit is kept by the next process.
    expect(store.high()).toBeGreaterThan(BigInt(ms) * 1_000_000n + 499_000_000n);
    expect(makeNonceSource(store)(ms + 10_000)).toBe(BigInt(ms + 10_000) * 1_000_000n);
  });

  it('go on above one that was taken, and never go back to a lower one', () => {
    const next = makeNonceSource(disk());
    next.raise(BigInt(ms) + 60_000n);
    next.raise(BigInt(ms));
    expect(next(ms)).toBe(ms + 60_001);
  });

  it('are reserved in blocks, so that the disk is not written for each', () => {
    const store = disk();
    const next = makeNonceSource(store);
    for (let n = 0; n < 400; n += 1) next(ms);
    expect(store.writes).toBe(1);
  });

  it('that could not be reserved are not handed out, and the next try reserves again', () => {
    const store = disk();
    const next = makeNonceSource(store);
    store.full = true;
    expect(() => next(ms)).toThrow();
    expect(() => next(ms)).toThrow();
    store.full = false;
    const nonce = next(ms);
    expect(store.high()).toBeGreaterThanOrEqual(BigInt(nonce));
  });
});
