/** The log's thread on a disk of so many pages as the test says; tells how safely it commits. */
import { DatabaseSync } from 'node:sqlite';
import { workerData } from 'node:worker_threads';

const watched = new Int32Array(workerData.watched);
const { exec, prepare } = DatabaseSync.prototype;
DatabaseSync.prototype.exec = function (this: DatabaseSync, sql: string): void {
  if (sql.startsWith('BEGIN')) exec.call(this, `PRAGMA max_page_count = ${Atomics.load(watched, 0)}`);
  if (sql === 'COMMIT') raise(1, Number(prepare.call(this, 'PRAGMA synchronous').get()?.['synchronous']));
  exec.call(this, sql);
};
const raise = (at: number, value: number) => void Atomics.store(watched, at, Math.max(value, watched[at] ?? 0));
await import('../../../electron/calllog/log-worker.ts');
