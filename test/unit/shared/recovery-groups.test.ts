import { expect, it } from 'vitest';
import { isGroup, pickGroups } from '../../../shared/recovery-groups.ts';

it('asks for three different groups, in their order, and each as often as any other', () => {
  const counts = new Map<number, number>();
  let next = 0;
  // Every byte there is, over and over: any preference would show.
  const random = () => Uint8Array.of(next++ & 255);
  for (let round = 0; round < 1400; round += 1) {
    const groups = pickGroups(random, 14);
    expect(groups).toEqual([...new Set(groups)].sort((a, b) => a - b));
    expect([groups.length, groups.every((group) => group >= 1 && group <= 14)]).toEqual([3, true]);
    for (const group of groups) counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  expect([...counts.values()].every((count) => count === 300)).toBe(true);
});

it.each(['K0P1', 'k0p1', 'KOPI', 'kopl', ' k0 p1', 'K-0–P—1'])('takes %j for K0P1', (typed) => {
  expect(isGroup(typed, 'K0P1')).toBe(true);
});

it.each(['K0P2', 'K0P', 'K0P11', '', 'K0P1K0P1'])('does not take %j for K0P1', (typed) => {
  expect(isGroup(typed, 'K0P1')).toBe(false);
});
