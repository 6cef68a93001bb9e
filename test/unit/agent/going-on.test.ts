import { describe, expect, it } from 'vitest';
import { GoingOn } from '../../../electron/agent/going-on.ts';
import { systemRandom } from '../../../electron/base/random.ts';
import { testClock } from '../calllog/fixture.ts';

describe('work between two questions', () => {
  it('is given up once nobody asks, and never grows past sixteen', () => {
    const clock = testClock();
    const jobs = new GoingOn<number>(clock, systemRandom);
    const dropped: number[] = [];
    const begin = (n: number) => jobs.begin(n, () => dropped.push(n));
    const first = begin(0);
    clock.pass(299_000);
    expect(jobs.find(first)).toBe(0);
    clock.pass(301_000);
    begin(1);
    expect(() => jobs.find(first)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
    for (let n = 2; n < 20; n += 1) begin(n);
    expect(dropped).toEqual([0, 1, 2, 3]);
  });
});
