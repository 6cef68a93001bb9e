/**
 * A fault at each call to the disk: what was there stays readable, the user is told, and the next try works.
 * `npm run prove:vault` tries each fault before and after each call, and as one that stays; the short form takes turns.
 */
import { expect, test } from 'vitest';
import { AppError, type ErrorCode } from '../../shared/errors.ts';
import type { Deed, Staged } from './deed.ts';
import { deeds } from './vault-deeds.ts';

const isLong = process.env['PROVE_FAULTS'] === 'all';

const codes: readonly (readonly [string, ErrorCode])[] = [
  ['ENOSPC', 'DISK_FULL'],
  ['EIO', 'INTERNAL'],
  ['EBUSY', 'INTERNAL'],
  ['EMFILE', 'INTERNAL'],
  ['EPERM', 'INPUT_INVALID'],
  ['EROFS', 'INPUT_INVALID'],
];

type Way = readonly [when: 'before' | 'after', isLasting: boolean];
const ways: readonly Way[] = [
  ['before', false],
  ['after', false],
  ['before', true],
  ['after', true],
];

/** Names a file or its folder; or says that both are bad, where the last good one could not be read. */
const named = /\/data|vault-[ab]\.json|^Neither file of the vault can be read/;

interface Told {
  readonly sentence: string;
  readonly code?: ErrorCode;
}

/** What the user hears of it; undefined where nothing is said. */
async function tell(act: Staged['act']): Promise<Told | undefined> {
  try {
    const warnings = await act();
    return warnings.length === 0 ? undefined : { sentence: warnings.join(' ') };
  } catch (fault) {
    if (!(fault instanceof AppError)) throw fault;
    return { sentence: fault.message, code: fault.code };
  }
}

async function callsOf(deed: Deed): Promise<number> {
  const { fs, act } = await deed.stage();
  const begun = fs.calls.length;
  await act();
  return fs.calls.length - begun;
}

/** Gives: what is wrong after one fault. */
async function afterFault(
  deed: Deed,
  at: number,
  [errno, code]: readonly [string, ErrorCode],
  when: 'before' | 'after',
  isLasting: boolean,
): Promise<string[]> {
  const staged = await deed.stage();
  const { fs } = staged;
  fs.failAt(at, errno, when, isLasting);
  const wrong: string[] = [];
  const told = await tell(staged.act).catch((fault: unknown) => {
    wrong.push(`thrown as it came: ${String(fault)}`);
    return undefined;
  });
  const isDone = wrong.length === 0 && told === undefined && staged.maySucceed === true;
  if (wrong.length === 0 && told === undefined && !isDone) wrong.push('nobody was told');
  if (told !== undefined && !named.test(told.sentence)) wrong.push(`names no file: ${told.sentence}`);
  const isNoneReadable = errno === 'EIO' && told?.code === 'VAULT_DAMAGED';
  if (told?.code !== undefined && told.code !== code && !isNoneReadable) wrong.push(`ended in ${told.code}`);
  fs.fault = undefined;
  const isAcknowledged = isDone || (told !== undefined && told.code === undefined);
  const state = await staged.wrongWith(fs.copy(), isAcknowledged);
  if (state !== undefined) wrong.push(state);
  const isTargetLeft = staged.target !== undefined && !isAcknowledged && fs.files().has(staged.target);
  if (isTargetLeft && !isLasting) wrong.push(`left behind: ${String(staged.target)}`);
  const second = await staged.again().then(
    () => undefined,
    (fault: unknown) => `the next try failed: ${String(fault)}`,
  );
  if (second !== undefined) wrong.push(second);
  // From a disk that fails for good nothing can be removed.
  const left = isLasting ? [] : [...fs.files().keys()].filter((path) => path.endsWith('.tmp'));
  if (left.length > 0) wrong.push(`left behind: ${left.join()}`);
  return wrong.map((one) => `${errno} ${when} call ${at}${isLasting ? ', for good' : ''}: ${one}`);
}

/** Three of the six faults at a time in the short form, and one way of going wrong; the next call meets the others. */
const codesOf = (at: number): typeof codes => codes.filter((_, n) => isLong || n % 2 === at % 2);

function waysOf(turn: number): readonly Way[] {
  return isLong ? ways : ways.filter((_, n) => n === turn % ways.length);
}

async function prove(deed: Deed): Promise<void> {
  const calls = await callsOf(deed);
  const wrong: string[] = [];
  let tried = 0;
  for (let at = 0; at < calls; at += 1) {
    for (const errno of codesOf(at)) {
      for (const [when, isLasting] of waysOf(at + codes.indexOf(errno))) {
        tried += 1;
        wrong.push(...(await afterFault(deed, at, errno, when, isLasting)));
      }
    }
  }
  expect(wrong.slice(0, 8)).toEqual([]);
  process.stdout.write(`faults: ${deed.name}, ${tried} faults at ${calls} calls; 0 wrong\n`);
}

const title = (name: string): string =>
  `a fault at any call of ${name} leaves what was there readable, is told with the file it was at, and hinders no later try`;

for (const deed of deeds) test(title(deed.name), () => prove(deed), 300_000);
