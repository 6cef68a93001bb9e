/** The same numbers for the same seed, so that a failure can be found again. Source: the generator of ISO C's rand. */
export function* numbers(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    yield state / 2 ** 32;
  }
}
