/** Spoiled files of vaults: each is refused, or turns out to be a true one. `npm run prove:vault` tries 100,000. */
import { beforeAll, expect, test } from 'vitest';
import { Secret } from '../../electron/base/secret.ts';
import { restoreVault } from '../../electron/vault/backup.ts';
import type { Unlock, Vault } from '../../electron/vault/vault.ts';
import { AppError, type ErrorCode } from '../../shared/errors.ts';
import { MemoryFs } from '../fakes/memory-fs.ts';
import { numbers } from '../load/numbers.ts';
import {
  byPassphrase,
  byRecovery,
  contentsOf,
  depsOn,
  makeVault,
  openOn,
  pathA,
  pathB,
  put,
  words,
} from '../unit/vault/helpers.ts';
import { type Draw, pick } from './draw.ts';
import { kindsOfMutants, type Mutant, mutantOf } from './vault-mutants.ts';

const runs = Number(process.env['PROVE_MUTATIONS'] ?? 2_000);
const seed = Number(process.env['PROVE_SEED'] ?? 1);
const later = 'a later passphrase';

/** What an opened vault shows, in one line of text. */
type State = string;
type Key = 'first passphrase' | 'later passphrase' | 'first recovery key' | 'later recovery key';

interface Truth {
  readonly name: string;
  readonly bytes: Buffer;
  /** What each key finds in this file alone; undefined where it does not open it. */
  readonly by: ReadonlyMap<Key, State | undefined>;
}

let keys: ReadonlyMap<Key, () => Unlock>;
let ours: readonly Truth[];
let all: readonly Truth[];

const stateOf = (vault: Vault): State =>
  JSON.stringify([vault.vaultId, vault.generation, vault.list(), contentsOf(vault)]);

async function tryOpen(disk: MemoryFs, key: Key): Promise<{ state: State; warnings: readonly string[] } | ErrorCode> {
  const unlock = keys.get(key)?.() ?? byPassphrase();
  try {
    const vault = await openOn(disk, unlock);
    const opened = { state: stateOf(vault), warnings: vault.warnings };
    vault.seal();
    return opened;
  } catch (fault) {
    if (fault instanceof AppError) return fault.code;
    throw fault;
  }
}

async function truthOf(name: string, bytes: Uint8Array | undefined): Promise<Truth> {
  const own = Buffer.from(bytes ?? []);
  const by = new Map<Key, State | undefined>();
  for (const key of keys.keys()) {
    const found = await tryOpen(MemoryFs.of([[pathA, own]]), key);
    by.set(key, typeof found === 'string' ? undefined : found.state);
  }
  return { name, bytes: own, by };
}

/** The file that holds the newest generation. */
const newest = (fs: MemoryFs, { generation }: Vault): Uint8Array | undefined =>
  [pathA, pathB]
    .map((path) => fs.files().get(path))
    .find((bytes) => Buffer.from(bytes ?? []).includes(`"generation":${generation},`));

/** Keys that a later state must not open by, whatever stands beside it. */
const formerKeys: readonly Key[] = ['first passphrase', 'first recovery key'];

beforeAll(async () => {
  const { fs, vault, recoveryKey } = await makeVault();
  let laterRecoveryKey = '';
  keys = new Map<Key, () => Unlock>([
    ['first passphrase', () => byPassphrase()],
    ['later passphrase', () => byPassphrase(later)],
    ['first recovery key', () => byRecovery(recoveryKey)],
    ['later recovery key', () => byRecovery(laterRecoveryKey)],
  ]);
  const second = newest(fs, vault);
  const copy = await vault.copyUnder(byPassphrase(), Secret.ofText(words));
  await vault.commit([put('key_a', 'alpha 2'), { remove: 'key_b' }, put('key_d', 'delta')]);
  const third = newest(fs, vault);
  await vault.changePassphrase(byPassphrase(), Secret.ofText(later));
  const fourth = newest(fs, vault);
  await vault.commit([put('bot_c', 'gamma 2', 'bot')]);
  const fifth = newest(fs, vault);
  laterRecoveryKey = (await vault.rotate(byPassphrase(later))).recoveryKey;
  const sixth = newest(fs, vault);
  await vault.commit([put('key_a', 'alpha 7')]);
  ours = await Promise.all([
    truthOf('generation 2', second),
    truthOf('generation 3', third),
    truthOf('generation 4, under another passphrase', fourth),
    truthOf('generation 5', fifth),
    truthOf('generation 6, rotated', sixth),
    truthOf('generation 7', newest(fs, vault)),
  ]);
  // A twin has the same vaultId, the same keys and the same numbers of generations, and another history.
  const twinFs = MemoryFs.of([]);
  const twin = await restoreVault(depsOn(twinFs), copy, byPassphrase());
  const restored = await truthOf('the twin, restored', newest(twinFs, twin));
  await twin.commit([put('key_a', 'alpha of the twin'), put('key_t', 'theta')]);
  const theirs = await makeVault();
  all = [
    ...ours,
    restored,
    await truthOf('the twin, saved once', newest(twinFs, twin)),
    await truthOf('another vault under the first passphrase', newest(theirs.fs, theirs.vault)),
  ];
});

type Outcome = ErrorCode | 'became another true file' | 'opened from the true file beside it';

interface Tried {
  readonly kind: string;
  readonly outcome: Outcome;
  /** What must not be: other content, or a former passphrase that opens a later state. */
  readonly isWrong?: 'other content' | 'former passphrase';
  readonly what: string;
}

function spoil(truth: Truth, draw: Draw): Mutant {
  const others = all.map((one) => one.bytes).filter((one) => one !== truth.bytes);
  for (;;) {
    const mutant = mutantOf(truth.bytes, draw, others);
    if (!mutant.bytes.equals(truth.bytes)) return mutant;
  }
}

/** One spoiled file, alone or beside a true one. */
async function tryOne(draw: Draw): Promise<Tried> {
  const truth = pick(draw, ours);
  const { kind, bytes } = spoil(truth, draw);
  const key = pick(draw, [...keys.keys()]);
  const beside = draw() < 0.25 ? pick(draw, ours) : undefined;
  const became = all.filter((one) => one.bytes.equals(bytes));
  const disk = MemoryFs.of([[pathA, bytes], ...(beside === undefined ? [] : [[pathB, beside.bytes] as const])]);
  const found = await tryOpen(disk, key);
  const what = `${kind} of ${truth.name} by the ${key}${beside === undefined ? '' : ` beside ${beside.name}`}: ${bytes.toString('base64')}`;
  if (typeof found === 'string') return { kind, outcome: found, what };
  if (became.some(({ by }) => by.get(key) === found.state)) return { kind, outcome: 'became another true file', what };
  const tried = { kind, outcome: 'opened from the true file beside it', what } as const;
  // Said aloud, unless the spoiled one became a true one, too.
  const isBeside =
    [...(beside?.by.values() ?? [])].includes(found.state) && (became.length > 0 || found.warnings.length > 0);
  if (!isBeside) return { ...tried, isWrong: 'other content' };
  // The slot of a spoiled later file still proves a later key; never a former one.
  const isFormer = formerKeys.includes(key) && beside?.by.get(key) === undefined;
  return isFormer ? { ...tried, isWrong: 'former passphrase' } : tried;
}

test('the true files open as themselves, each by the keys of its time, and a former passphrase opens no later one', () => {
  const opens = (key: Key) => all.map(({ by }) => by.get(key) !== undefined);
  expect(opens('first passphrase')).toEqual([true, true, false, false, false, false, true, true, true]);
  expect(opens('later passphrase')).toEqual([false, false, true, true, true, true, false, false, false]);
  expect(opens('first recovery key')).toEqual([true, true, true, true, false, false, true, true, false]);
  expect(opens('later recovery key')).toEqual([false, false, false, false, true, true, false, false, false]);
  expect(new Set(all.flatMap(({ by }) => [...by.values()])).size).toBe(all.length + 1);
});

test(`of ${runs} random mutations of a vault file not one opens with other content than a true file has`, async () => {
  const sequence = numbers(seed);
  const draw: Draw = () => sequence.next().value;
  const counts = new Map<string, number>();
  const count = (what: string) => void counts.set(what, (counts.get(what) ?? 0) + 1);
  const wrong: string[] = [];
  for (let run = 0; run < runs; run += 1) {
    const { kind, outcome, isWrong, what } = await tryOne(draw);
    for (const one of kind.split(' + ')) count(one);
    count(outcome);
    if (isWrong !== undefined) wrong.push(`run ${run}: ${what}`);
  }
  expect(wrong).toEqual([]);
  const tried = (what: string): number => counts.get(what) ?? 0;
  expect(kindsOfMutants.filter((kind) => tried(kind) === 0)).toEqual([]);
  const outcomes: readonly Outcome[] = [
    'VAULT_DAMAGED',
    'PASSPHRASE_WRONG',
    'VAULT_NEWER',
    'opened from the true file beside it',
    'became another true file',
  ];
  expect(outcomes.reduce((sum, outcome) => sum + tried(outcome), 0)).toBe(runs);
  const shown = outcomes.map((outcome) => `${outcome} ${tried(outcome)}`).join(', ');
  process.stdout.write(`mutations: ${runs} tried, 0 opened with other content; ${shown}\n`);
}, 3_600_000);

test('a former passphrase opens nothing, whatever generation the file of its time pretends to be of', async () => {
  const [, third, , fifth] = ours;
  const lying = (third?.bytes ?? Buffer.alloc(0)).toString('utf8').replace('"generation":3,', '"generation":9,');
  const disk = MemoryFs.of([
    [pathA, Buffer.from(lying, 'utf8')],
    [pathB, fifth?.bytes ?? Buffer.alloc(0)],
  ]);
  expect(await tryOpen(disk, 'first passphrase')).toBe('PASSPHRASE_WRONG');
});

test('beside a twin of the same generation that another passphrase opens, each passphrase opens its own', async () => {
  const [, , fourth] = ours;
  const twin = all.find(({ name }) => name === 'the twin, saved once');
  for (const paths of [
    [pathA, pathB],
    [pathB, pathA],
  ] as const) {
    const disk = () =>
      MemoryFs.of([
        [paths[0], twin?.bytes ?? Buffer.alloc(0)],
        [paths[1], fourth?.bytes ?? Buffer.alloc(0)],
      ]);
    expect(await tryOpen(disk(), 'later passphrase')).toMatchObject({ state: fourth?.by.get('later passphrase') });
    expect(await tryOpen(disk(), 'first passphrase')).toMatchObject({ state: twin?.by.get('first passphrase') });
  }
});
