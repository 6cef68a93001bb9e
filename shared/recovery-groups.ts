/** A recovery key is typed again in part by whoever wrote it down: a slip on paper shows too late otherwise. */

const asked = 3;

/** Takes: how many groups there are, under 256. Gives: different numbers from 1, smallest first. */
export function pickGroups(random: (length: number) => Uint8Array, most: number): number[] {
  const picked = new Set<number>();
  while (picked.size < Math.min(asked, most)) {
    const [byte = 0] = random(1);
    // What is left over past the last whole multiple would favour the first groups.
    if (byte < 256 - (256 % most)) picked.add((byte % most) + 1);
  }
  return [...picked].sort((a, b) => a - b);
}

/** As the vault reads it: any case, O for 0, I or L for 1, spaces and dashes left out. */
export const isGroup = (typed: string, group: string): boolean =>
  typed
    .replaceAll(/[\s\p{Dash}]/gu, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1') === group;
