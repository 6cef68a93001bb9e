/** What the vault keeps for the call log: its keys, one an epoch, and whether a check of it failed. */
import { z } from 'zod';
import { type Clock, isoTime } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import { Secret } from '../base/secret.ts';
import type { LogCheck } from '../calllog/verify/verdict.ts';
import { LogHead } from '../vault/anchor.ts';
import type { Vault } from '../vault/vault.ts';

const keyBytes = 32;

const LogRecord = z.strictObject({
  /** Newest first; former ones prove what they closed. */
  keys: z.array(z.strictObject({ epoch: z.number().int().positive(), key: z.base64() })).min(1),
  /** A check that failed and that the owner has not accepted. */
  trouble: z
    .strictObject({
      result: z.enum(['altered', 'gap', 'truncated', 'unchecked']),
      /** Does it look like another vault's? */
      isForeign: z.boolean().default(false),
      at: z.number().int().nullable(),
      time: z.string(),
    })
    .nullable(),
});
export type LogRecord = z.infer<typeof LogRecord>;
export type LogTrouble = NonNullable<LogRecord['trouble']>;

const recordId = 'log';
const headId = 'log.head';

const readJson = (vault: Vault, id: string): unknown =>
  vault.list().some((record) => record.id === id)
    ? vault.useRecord(id, (plain) => JSON.parse(plain.toString('utf8')))
    : undefined;

/** Undefined where the vault has none yet. */
export function readLogRecord(vault: Vault): LogRecord | undefined {
  const value = readJson(vault, recordId);
  return value === undefined ? undefined : LogRecord.parse(value);
}

export async function writeLogRecord(vault: Vault, record: LogRecord): Promise<void> {
  const payload = Buffer.from(JSON.stringify(record), 'utf8');
  try {
    await vault.commit([{ put: { id: recordId, type: 'log', schema: 1, payload } }], { both: true });
  } finally {
    payload.fill(0);
  }
}

/** The record with a new key in force; the former ones stay. */
export function withNewEpoch(record: LogRecord | undefined, random: Random): LogRecord {
  const [last] = record?.keys ?? [];
  const key = { epoch: (last?.epoch ?? 0) + 1, key: random(keyBytes).toString('base64') };
  return { keys: [key, ...(record?.keys ?? [])], trouble: record?.trouble ?? null };
}

/** What keeps bots from trading; undefined where nothing does. What can't be checked does where it looks like another vault's. */
export function troubleIn({ result, at, isForeign }: LogCheck, clock: Pick<Clock, 'now'>): LogTrouble | undefined {
  if (result === 'intact' || result === 'sealed' || (result === 'unchecked' && !isForeign)) return undefined;
  return { result, at, isForeign, time: isoTime(clock.now()) };
}

/** The keys as the log takes them; the caller wipes them. */
export function keysIn({ keys }: LogRecord) {
  const [current, ...former] = keys.map(({ epoch, key }) => ({ epoch, key: new Secret(Buffer.from(key, 'base64')) }));
  if (current === undefined) throw new Error('a log record without a key');
  return { ...current, former };
}

/** Where the log stood when the vault last noted it. */
export const readLogHead = (vault: Vault): LogHead | undefined => LogHead.safeParse(readJson(vault, headId)).data;

export async function writeLogHead(vault: Vault, head: LogHead | undefined): Promise<void> {
  const payload = Buffer.from(JSON.stringify(head ?? null), 'utf8');
  const isThere = vault.list().some(({ id }) => id === headId);
  if (head !== undefined) await vault.commit([{ put: { id: headId, type: 'log-head', schema: 1, payload } }]);
  else if (isThere) await vault.commit([{ remove: headId }]);
}
