import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answer, pageOrigin, type Sender } from '../../../../electron/doors/window/listen.ts';
import { AppError } from '../../../../shared/errors.ts';
import { type FakeLog, fakeLog, fakeLogService } from '../../../fakes/log-service.ts';
import { fakeAgent, rightPassphrase } from './fake-agent.ts';
import { type OpenDoor, openDoor, type Saving } from './open-door.ts';

const page: Sender = { senderFrame: { url: `${pageOrigin}/index.html`, parent: null } };
let dir: string;
let log: FakeLog;
let open: OpenDoor;
let saving: Saving;
const ask = (name: string, params: unknown = {}) => answer(page, open.door, name, params);

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'keybearer-export-'));
  log = fakeLog();
  saving = { path: join(dir, 'calls.jsonl'), asked: [] };
  const fake = fakeAgent();
  fake.vault = 'open';
  const callLog = fakeLogService(log, { owner: () => ({ calls: [], vaultStatus: 'open' }), check: () => {} });
  Object.assign(fake.agent, { callLog });
  open = openDoor(fake, null, saving);
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('an export of the window', () => {
  it('writes every piece into the file that was named, for its owner alone, and tells how far it is', async () => {
    const answered = await ask('calls.export', { format: 'jsonl' });
    expect(answered).toEqual({ ok: true, value: { path: saving.path, calls: 2 } });
    expect(readFileSync(saving.path ?? '', 'utf8')).toBe('{"n":1}\n{"n":2}\n');
    expect(statSync(saving.path ?? '').mode & 0o777).toBe(0o600);
    expect(open.told.filter((kind) => kind === 'progress')).toHaveLength(2);
    expect(saving.asked).toEqual(['keybearer-calls.jsonl']);
  });

  it('masks amounts unless they are asked for', async () => {
    await ask('calls.export', { format: 'jsonl', query: { bot: 'grid-1' } });
    await ask('calls.export', { format: 'jsonl', amounts: true });
    expect(log.exported.map(({ amounts }) => amounts)).toEqual([false, true]);
    expect(log.exported[0]?.query).toEqual({ bot: 'grid-1' });
  });

  it('leaves the old file as it was, and nothing half written, where it fails', async () => {
    writeFileSync(saving.path ?? '', 'old');
    log.pieces = ['{"n":1}\n', new AppError('RECORD_FAILED')];
    expect(await ask('calls.export', { format: 'jsonl' })).toMatchObject({ error: { code: 'RECORD_FAILED' } });
    expect(readFileSync(saving.path ?? '', 'utf8')).toBe('old');
    expect(readdirSync(dir)).toEqual(['calls.jsonl']);
  });

  it('writes nothing where the dialog was closed', async () => {
    saving.path = null;
    expect(await ask('calls.export', { format: 'har' })).toEqual({ ok: true, value: null });
    expect(await ask('calls.bundle.save')).toEqual({ ok: true, value: null });
    expect(readdirSync(dir)).toEqual([]);
  });

  it('takes no path from the page', async () => {
    const asked = await ask('calls.export', { format: 'har', path: join(dir, 'x') });
    expect(asked).toMatchObject({ error: { code: 'INPUT_INVALID' } });
  });

  it('says what to do where nothing can be written', async () => {
    saving.path = join(dir, 'none', 'calls.har');
    expect(await ask('calls.export', { format: 'har' })).toMatchObject({ error: { code: 'INPUT_INVALID' } });
  });
});

it('the support bundle is saved as it is read', async () => {
  expect(await ask('calls.bundle.save')).toEqual({ ok: true, value: { path: saving.path } });
  expect(JSON.parse(readFileSync(saving.path ?? '', 'utf8'))).toEqual(log.bundle);
});

it('a dry run takes the passphrase', async () => {
  expect(await ask('calls.dry-run', { ask: { id: 'call_1' } })).toMatchObject({ error: { code: 'INPUT_INVALID' } });
  expect(await ask('calls.dry-run', { passphrase: 'guess', ask: { id: 'call_1' } })).toMatchObject({
    error: { code: 'PASSPHRASE_WRONG' },
  });
  expect(log.dryRuns).toEqual([]);
  expect(await ask('calls.dry-run', { passphrase: rightPassphrase, ask: { id: 'call_1' } })).toMatchObject({
    ok: true,
  });
  expect(log.dryRuns).toEqual(['call_1']);
});
