import type { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Head } from '../../../electron/calllog/head.ts';
import { KeyRing } from '../../../electron/calllog/keys.ts';
import { verifyLog } from '../../../electron/calllog/verify/verify.ts';
import type { Edit } from './edit.ts';
import { entryEdits } from './entry-edits.ts';
import { keysOf, testDir } from './fixture.ts';
import { rowEdits } from './row-edits.ts';
import { segmentEdits, stubEdits } from './segment-edits.ts';
import { entriesOfASegment, makeSignedLog, openRaw } from './signed-log.ts';

const edits = [...entryEdits, ...rowEdits, ...segmentEdits];
/** How many places of the log each kind of edit is tried at. */
const places = Number(process.env['PROVE_EDITS'] ?? 4);
const size = Math.max(240, Math.ceil(places * 1.1));

const dir = testDir();
const ring = KeyRing.of(keysOf(2));
afterAll(dir.drop);

let raw: DatabaseSync;
let anchors: readonly Head[] = [];
const check = () => verifyLog(raw, { ring, anchors, settled: 0, entriesOfASegment });

/** Some of them, spread evenly, first and last included. */
function spread(all: readonly number[]): number[] {
  if (all.length <= places) return [...all];
  return Array.from({ length: places }, (_, n) => all[Math.round((n * (all.length - 1)) / (places - 1))] ?? 0);
}

/** Each place where the check said anything else than it should. */
function wrongPlaces(edit: Edit): unknown[] {
  return spread(edit.places(raw)).flatMap((at) => {
    const expected = edit.expected(raw, at);
    raw.exec('BEGIN');
    edit.apply(raw, at);
    const found = check();
    raw.exec('ROLLBACK');
    const isInPlace = found.at !== null && found.at >= expected.from && found.at <= expected.to;
    return found.result === expected.result && isInPlace ? [] : [{ place: at, expected, found }];
  });
}

describe.each([
  ['a log', edits, false],
  ['a log from which entries were pruned', [...edits, ...stubEdits], true],
])('in %s', (_name, all, isPruned) => {
  beforeAll(async () => {
    const made = await makeSignedLog(dir.path(`${all.length}.sqlite`), size, isPruned);
    anchors = made.anchors;
    raw = openRaw(made.path);
  });
  afterAll(() => raw.close());

  test('nothing is said while nobody touched it', () => {
    expect(check()).toMatchObject({ result: 'intact', epoch: 2, at: null });
    const first = raw.prepare('SELECT min(seq) AS seq FROM entries').get()?.['seq'];
    expect(Number(first) > 1).toBe(isPruned);
  });

  test.each(all.map((edit) => [edit.what, edit] as const))(
    'it is found and placed where %s',
    (_what, edit) => {
      expect(edit.places(raw).length).toBeGreaterThan(0);
      expect(wrongPlaces(edit)).toEqual([]);
    },
    3_600_000,
  );
});
