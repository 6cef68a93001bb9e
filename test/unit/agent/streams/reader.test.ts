import { describe, expect, it } from 'vitest';
import { Reader, readerLimits, type Waiting } from '../../../../electron/agent/streams/reader.ts';

const open = (): Reader =>
  new Reader(
    1,
    'any',
    () => {},
    () => {},
  );
function all(reader: Reader): Waiting[] {
  const taken: Waiting[] = [];
  for (let next = reader.take(); next !== undefined; next = reader.take()) taken.push(next);
  return taken;
}
const missedIn = (told: readonly Waiting[]): number =>
  told.reduce((sum, one) => sum + ('missed' in one ? (one.missed ?? 0) : 0), 0);
const eventsIn = (told: readonly Waiting[]): string[] => told.flatMap((one) => ('event' in one ? [one.event] : []));

describe('a reader that falls behind', () => {
  it('is told how many events it missed before it goes on with the newest, and none is counted twice', () => {
    const reader = open();
    const count = 1_000_000;
    for (let n = 1; n <= count; n += 1) reader.push(String(n));
    const told = all(reader);
    expect(told[0]).toHaveProperty('missed');
    expect(eventsIn(told).at(-1)).toBe(String(count));
    expect(eventsIn(told).length + missedIn(told)).toBe(count);
    expect(told.length).toBeLessThanOrEqual(readerLimits.events + 1);
    // What is left is the end, without a hole.
    expect(eventsIn(told).map(Number)).toEqual(eventsIn(told).map((_, at) => missedIn(told) + at + 1));
  });

  it('is bounded by size as well, and a single event that is larger still comes', () => {
    const reader = open();
    const large = 'x'.repeat(readerLimits.characters + 1);
    for (let n = 0; n < 5; n += 1) reader.push(large);
    const told = all(reader);
    expect([eventsIn(told).length, missedIn(told)]).toEqual([1, 4]);
  });

  it('loses nothing as long as it keeps up', () => {
    const reader = open();
    const told: Waiting[] = [];
    for (let n = 0; n < 5_000; n += 1) {
      reader.push(String(n));
      if (n % 900 === 0) told.push(...all(reader));
    }
    expect(missedIn([...told, ...all(reader)])).toBe(0);
  });

  it('is told apart what it missed by itself and what was lost on the way, which nobody can count', () => {
    const reader = open();
    reader.lost('broken');
    reader.lost('broken');
    for (let n = 0; n <= readerLimits.events; n += 1) reader.push(String(n));
    const told = all(reader);
    expect(told.slice(0, 2)).toEqual([{ missed: null, detail: 'broken' }, { missed: 999 }]);
    expect(eventsIn(told)).toEqual(['999', '1000']);
  });
});
