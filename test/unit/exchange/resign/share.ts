/** `npm test` takes one in three of the endpoints of an exchange, `npm run prove:resign` all. */
const step = process.env['PROVE_RESIGN'] === 'all' ? 1 : 3;

/** Takes: turn = which third; several looks at the same endpoints take another one each, so that together they see all. */
export const shareOf = <T>(endpoints: readonly T[], turn: number): readonly T[] =>
  endpoints.filter((_, at) => at % step === turn % step);

/** How many of `count` are looked at, at least. */
export const shareCount = (count: number): number => Math.floor(count / step);
