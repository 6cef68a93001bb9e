import { afterEach, beforeEach, expect, test } from 'vitest';
import { LastSeen } from '../../../electron/agent/last-seen.ts';
import { systemRandom } from '../../../electron/base/random.ts';
import { openState, type State } from '../../../electron/state/store.ts';
import type { Vault } from '../../../electron/vault/vault.ts';
import { MemoryFs } from '../../fakes/memory-fs.ts';
import { testClock, testDir } from '../calllog/fixture.ts';
import { makeVault } from '../vault/helpers.ts';

let dir: ReturnType<typeof testDir>;
let state: State;
let vault: Vault;
let disk: MemoryFs;
let seen: LastSeen;

const open = (file: string) => {
  state = openState({ path: dir.path(file), clock: testClock() });
  state.setKey(vault.subkey('state'));
};
/** As after a start of the program on the same files. */
const faults: unknown[] = [];
const restart = () => {
  const report = (fault: unknown) => void faults.push(fault);
  seen = new LastSeen({ dir: '/data', fs: disk, random: systemRandom, report });
};
const begin = () => seen.begin(vault, state);

beforeEach(async () => {
  dir = testDir();
  ({ vault } = await makeVault());
  disk = MemoryFs.of([]);
  open('first.sqlite');
  restart();
  await begin();
  seen.settled();
  await seen.end();
  restart();
});
afterEach(() => {
  expect(faults.splice(0)).toEqual([]);
  state.setKey(undefined);
  state.close();
  dir.drop();
});

test('state.sqlite as it was left is current', async () => {
  expect(await begin()).toMatchObject({ isOlder: false, isStateCurrent: true });
});

test('one that was taken away is not, and is again once what it did not know was found out', async () => {
  state.close();
  open('second.sqlite');
  expect(await begin()).toMatchObject({ isStateCurrent: false });
  seen.settled();
  await seen.end();
  restart();
  expect(await begin()).toMatchObject({ isStateCurrent: true });
});

test.each([
  ['is killed', async () => {}],
  ['fails and seals again', () => seen.end()],
  ['saves the vault and is killed', async () => seen.note(vault.generation + 1)],
])('an opening that %s before that is found out leaves it to the next', async (_what, cutOff) => {
  state.close();
  open('second.sqlite');
  await begin();
  await cutOff();
  restart();
  expect(await begin()).toMatchObject({ isStateCurrent: false });
});

test('a save that comes to its end after the seal is no fault, and the next opening is as after any other', async () => {
  await begin();
  seen.settled();
  const { generation } = vault;
  const noted = seen.end();
  // As the agent seals: at once, also where a save is still under way.
  state.setKey(undefined);
  Object.defineProperty(vault, 'isSealed', { value: true, configurable: true });
  seen.note(generation + 1);
  await noted;
  Reflect.deleteProperty(vault, 'isSealed');
  state.setKey(vault.subkey('state'));
  restart();
  expect(await begin()).toMatchObject({ isOlder: false, isStateCurrent: true });
});
