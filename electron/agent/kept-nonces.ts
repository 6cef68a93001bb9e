/** The nonces' marks inside the vault, so that a copy of it knows on another machine how far each key has come. */
import { z } from 'zod';
import type { State } from '../state/store.ts';
import type { Vault } from '../vault/vault.ts';

const recordId = 'nonces';
const Marks = z.record(z.string(), z.string().regex(/^\d{1,40}$/));
type Marks = z.infer<typeof Marks>;

/** Before a copy is made. Gives: ends when they stand in the vault. Throws: what the vault throws. */
export async function keepNonces(vault: Vault, state: State, keyIds: readonly string[]): Promise<void> {
  const marks: Marks = {};
  for (const keyId of keyIds.toSorted()) {
    const high = state.nonces.high(keyId);
    if (high !== undefined) marks[keyId] = String(high);
  }
  const text = JSON.stringify(marks);
  if (text === JSON.stringify(readMarks(vault))) return;
  const payload = Buffer.from(text, 'utf8');
  await vault.commit([{ put: { id: recordId, type: 'nonces', schema: 1, payload } }]);
}

/** Raises the marks of state.sqlite to those of the vault. Throws: DISK_FULL, RECORD_FAILED. */
export function recallNonces(vault: Vault, state: State): void {
  for (const [keyId, high] of Object.entries(readMarks(vault))) state.nonces.reserve(keyId, BigInt(high));
}

function readMarks(vault: Vault): Marks {
  if (!vault.list().some(({ id }) => id === recordId)) return {};
  return vault.useRecord(recordId, (plain) => Marks.parse(JSON.parse(plain.toString('utf8'))));
}
