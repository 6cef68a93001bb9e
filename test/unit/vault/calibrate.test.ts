import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../../electron/base/clock.ts';
import { Secret } from '../../../electron/base/secret.ts';
import { calibrate, measuredBy, paramsFor } from '../../../electron/vault/calibrate.ts';
import {
  argon2idKdf,
  defaultKdfParams,
  isWithinBounds,
  type Kdf,
  type KdfParams,
} from '../../../electron/vault/kdf.ts';
import { createVault } from '../../../electron/vault/vault.ts';
import { MemoryFs } from '../../fakes/memory-fs.ts';
import { depsOn, pathA, quickKdf, sealedAt, words } from './helpers.ts';

/** A machine whose Argon2id takes some time for each MiB, some for each MiB and pass, and some to begin. */
interface Machine {
  readonly startMs: number;
  readonly fillMsPerMiB: number;
  readonly passMsPerMiB: number;
}

const timeOn = ({ startMs, fillMsPerMiB, passMsPerMiB }: Machine, { memoryKiB, passes }: KdfParams): number =>
  startMs + (memoryKiB / 1024) * (fillMsPerMiB + passes * passMsPerMiB);

/** The parameters that a machine chooses, and what it was asked to work out for them. */
async function chosenOn(machine: Machine): Promise<{ params: KdfParams; spentMs: number; asked: KdfParams[] }> {
  let spentMs = 0;
  const asked: KdfParams[] = [];
  const kdf: Kdf = async (_passphrase, _salt, params) => {
    asked.push(params);
    spentMs += timeOn(machine, params);
    return new Secret(Buffer.alloc(32));
  };
  return { params: await calibrate(kdf, { monotonic: () => spentMs }), spentMs, asked };
}

const least: KdfParams = { memoryKiB: 19 * 1024, passes: 2, lanes: 1 };
const most: KdfParams = { memoryKiB: 204 * 1024, passes: 10, lanes: 1 };

// To begin and to fill the memory take about as long as a pass each, as measured with hash-wasm: 60, 53 and 61 ms for 64 MiB.
const machines = fc
  .record({
    passMs: fc.double({ min: 3, max: 2500, noNaN: true }),
    fill: fc.double({ min: 0, max: 1.5, noNaN: true }),
    start: fc.double({ min: 0, max: 1.5, noNaN: true }),
  })
  .map(({ passMs, fill, start }) => ({
    passMsPerMiB: passMs / 64,
    startMs: start * passMs,
    fillMsPerMiB: (fill * passMs) / 64,
  }));

describe('the cost for a machine', () => {
  test('makes one unlock take half a second to a second, unless that would leave the bounds', async () => {
    await fc.assert(
      fc.asyncProperty(machines, async (machine) => {
        const { params } = await chosenOn(machine);
        const ms = timeOn(machine, params);
        expect(isWithinBounds(params)).toBe(true);
        if (ms > 1000) expect(params).toEqual(least);
        if (ms < 500) expect(params).toEqual(most);
      }),
      { numRuns: 2000 },
    );
  });

  test('is within the bounds and never under 19 MiB and 2 passes, whatever was measured', () => {
    const any = fc.double();
    fc.assert(
      fc.property(any, any, any, (a, b, c) => {
        expect(isWithinBounds(paramsFor({ startMs: a, fillMs: b, passMs: c }))).toBe(true);
        expect(isWithinBounds(paramsFor(measuredBy({ leastMs: a, fewMs: b, moreMs: c })))).toBe(true);
        expect(isWithinBounds(paramsFor(measuredBy({ leastMs: a, fewMs: b })))).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });

  test('never falls as the machine gets faster', () => {
    const workOf = ({ memoryKiB, passes }: KdfParams) => memoryKiB * passes;
    const ms = fc.double({ min: 0.1, max: 5000, noNaN: true });
    fc.assert(
      fc.property(ms, ms, (a, b) => {
        const [fast, slow] = [Math.min(a, b), Math.max(a, b)].map((passMs) =>
          paramsFor({ startMs: 0, fillMs: 0, passMs }),
        );
        expect(workOf(fast ?? defaultKdfParams)).toBeGreaterThanOrEqual(workOf(slow ?? defaultKdfParams));
      }),
    );
  });

  test.each([
    ['this was measured on', { startMs: 60, fillMs: 53, passMs: 61 }, { memoryKiB: 65536, passes: 10, lanes: 1 }],
    ['is twice as fast', { startMs: 30, fillMs: 26, passMs: 31 }, { memoryKiB: 131_072, passes: 10, lanes: 1 }],
    ['is three times slower', { startMs: 180, fillMs: 160, passMs: 180 }, { memoryKiB: 65536, passes: 2, lanes: 1 }],
    ['is five times slower', { startMs: 300, fillMs: 0, passMs: 440 }, { memoryKiB: 29696, passes: 2, lanes: 1 }],
    ['is ten times slower', { startMs: 600, fillMs: 530, passMs: 610 }, { memoryKiB: 19456, passes: 2, lanes: 1 }],
    ['has a clock that stands', { startMs: 0, fillMs: 0, passMs: 0 }, defaultKdfParams],
    ['has a clock that goes back', { startMs: 10, fillMs: 0, passMs: -3 }, defaultKdfParams],
  ])('on a machine that %s it is as follows', (_name, measured, params) => {
    expect(paramsFor(measured)).toEqual(params);
  });

  test('is not spoilt by a moment in which the machine was busy', () => {
    const quiet = { leastMs: 113, fewMs: 238, moreMs: 420 };
    for (const held of [{ leastMs: 400 }, { fewMs: 420 }, { moreMs: 700 }]) {
      const { memoryKiB, passes } = paramsFor(measuredBy({ ...quiet, ...held }));
      const ms = 60 + (memoryKiB / 65536) * (53 + passes * 61);
      expect({ held, memoryKiB, passes, isFair: ms >= 350 && ms <= 1000 }).toMatchObject({ isFair: true });
    }
  });
});

describe('measuring', () => {
  test('asks a slow machine for little, and no machine for more than 64 MiB and 5 passes', async () => {
    const slow = await chosenOn({ startMs: 50, fillMsPerMiB: 4, passMsPerMiB: 5 });
    expect(slow.asked.map(({ memoryKiB, passes }) => [memoryKiB, passes])).toEqual([
      [19456, 2],
      [65536, 2],
    ]);
    const fast = await chosenOn({ startMs: 10, fillMsPerMiB: 0.5, passMsPerMiB: 0.5 });
    expect(fast.asked.at(-1)).toEqual({ memoryKiB: 65536, passes: 5, lanes: 1 });
  });

  test('with the real Argon2id gives parameters that it takes', async () => {
    const params = await calibrate(argon2idKdf(), systemClock);
    expect(isWithinBounds(params)).toBe(true);
  });

  test('is how a new vault comes by its cost, unless it is given one', async () => {
    const fs = MemoryFs.of([]);
    const { kdfParams: _given, ...deps } = depsOn(fs);
    let ms = 0;
    const kdf: Kdf = (passphrase, salt, params) => {
      ms += timeOn({ startMs: 0, fillMsPerMiB: 0, passMsPerMiB: 2 }, params);
      return quickKdf(passphrase, salt, params);
    };
    const clock = { ...deps.clock, monotonic: () => ms };
    await createVault({ ...deps, kdf, clock }, Secret.ofText(words));
    expect(sealedAt(fs, pathA).kdf).toMatchObject({ memoryKiB: 65536, passes: 5, lanes: 1 });
    const given = MemoryFs.of([]);
    await createVault({ ...depsOn(given), kdf, clock }, Secret.ofText(words));
    expect(sealedAt(given, pathA).kdf).toMatchObject({ memoryKiB: 19456, passes: 2, lanes: 1 });
  });
});
