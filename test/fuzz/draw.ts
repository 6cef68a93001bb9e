/** A number from 0 to below 1; the same sequence for the same seed. */
export type Draw = () => number;

export const below = (draw: Draw, end: number): number => Math.floor(draw() * end);

export function pick<T>(draw: Draw, from: readonly T[]): T {
  const one = from[below(draw, from.length)];
  if (one === undefined) throw new Error('nothing to choose from');
  return one;
}
