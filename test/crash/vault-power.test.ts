/** Power cuts by a model of the disk: every state that it may be left in, at every call, and again while that is opened. */
import { expect, test } from 'vitest';
import type { MemoryFs } from '../fakes/memory-fs.ts';
import { openOn } from '../unit/vault/helpers.ts';
import type { Deed, Staged } from './deed.ts';
import { deeds } from './vault-deeds.ts';

/** `npm run prove:vault` cuts again after each first cut; the short form after one in this many. */
const secondCutEvery = process.env['PROVE_FAULTS'] === 'all' ? 1 : 12;

interface Cut {
  readonly disk: MemoryFs;
  readonly isAcknowledged: boolean;
  /** The last call before the cut. */
  readonly where: string;
}

/** Does the deed once, and gathers what a cut after each call, and after the acknowledgement, could leave. */
async function cutsOf({ fs, act }: Staged): Promise<Cut[]> {
  const cuts: Cut[] = [];
  const gather = (isAcknowledged: boolean) => {
    const where = fs.calls.at(-1) ?? 'the beginning';
    for (const disk of fs.crashStates()) cuts.push({ disk, isAcknowledged, where });
  };
  fs.onCall = () => gather(false);
  await act();
  fs.onCall = undefined;
  gather(true);
  return cuts;
}

/** The same for opening a vault that was left behind by a cut, which may mend it. */
async function secondCutsOf(disk: MemoryFs): Promise<MemoryFs[]> {
  const cuts: MemoryFs[] = [];
  const fs = disk.copy();
  fs.onCall = () => cuts.push(...fs.crashStates());
  await openOn(fs).catch(() => undefined);
  return cuts;
}

async function prove(
  deed: Deed,
  cutsTwice = true,
): Promise<{ calls: number; once: number; twice: number; wrong: string[] }> {
  const staged = await deed.stage();
  const begun = staged.fs.calls.length;
  const cuts = await cutsOf(staged);
  const calls = staged.fs.calls.length - begun;
  const wrong: string[] = [];
  let twice = 0;
  for (const [n, { disk, isAcknowledged, where }] of cuts.entries()) {
    const cut = disk.copy();
    const fault = await staged.wrongWith(disk, isAcknowledged);
    if (fault !== undefined) wrong.push(`cut after ${where}: ${fault}`);
    if (!cutsTwice || n % secondCutEvery !== 0) continue;
    for (const again of await secondCutsOf(cut)) {
      twice += 1;
      const second = await staged.wrongWith(again, isAcknowledged);
      if (second !== undefined) wrong.push(`cut after ${where} and while opening: ${second}`);
    }
  }
  return { calls, once: cuts.length, twice, wrong };
}

test.each(deeds)(
  'a power cut at any moment of $name loses nothing that was acknowledged and leaves what opens',
  async (deed) => {
    const { calls, once, twice, wrong } = await prove(deed);
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(calls).toBeGreaterThan(4);
    expect(once).toBeGreaterThan(calls);
    expect(twice).toBeGreaterThan(once / secondCutEvery);
    process.stdout.write(
      `power: ${deed.name}, ${calls} calls, ${once} states after a cut, ${twice} after a second; 0 wrong\n`,
    );
  },
  3_600_000,
);

test.each(['sync', 'syncDir'])('the model of the disk finds a store that forgets %s', async (forgotten) => {
  const careless: Deed = {
    name: 'a save',
    stage: async () => {
      const staged = await (deeds[0] ?? expect.fail()).stage();
      if (forgotten === 'syncDir') staged.fs.syncDir = async () => undefined;
      const create = staged.fs.create.bind(staged.fs);
      if (forgotten === 'sync')
        staged.fs.create = async (path) => ({ ...(await create(path)), sync: async () => undefined });
      return staged;
    },
  };
  const { wrong } = await prove(careless, false);
  expect(wrong.length).toBeGreaterThan(0);
});
