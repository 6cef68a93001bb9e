import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { canonicalJson } from '../base/canonical-json.ts';
import type { Secret } from '../base/secret.ts';
import { databaseFault } from '../base/sqlite.ts';

const table = `
  CREATE TABLE IF NOT EXISTS answers(
    bot_id TEXT NOT NULL, key_id TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL, call_id TEXT NOT NULL,
    at INTEGER NOT NULL, answer BLOB, PRIMARY KEY (bot_id, key_id, name)
  ) STRICT, WITHOUT ROWID;
`;

/** How long an answer is kept. Source: design/bot-api.md, "Idempotency". */
export const keptMs = 24 * 3_600_000;

/** A request that a bot gave a name. */
export interface NamedRequest {
  readonly botId: string;
  readonly keyId: string;
  /** The bot's `Idempotency-Key`; only its hash is kept. */
  readonly name: string;
}

export interface KeptAnswer {
  /** SHA-256 of the request, hex. */
  readonly body: string;
  readonly callId: string;
  /** When it began, in Unix milliseconds. */
  readonly at: number;
  /** What was answered; undefined where the request began and nobody knows how it ended, null where it was tampered with. */
  readonly answer: unknown;
}

export type NewAnswer = Pick<KeptAnswer, 'body' | 'callId'>;

/** Answers to requests that bots named, so that a repeat gets the first answer; sealed, since they tell of an account. */
export class Answers {
  readonly #db: DatabaseSync;
  readonly #path: string;
  readonly #now: () => number;
  readonly #key: () => Secret;

  /** Takes: key = the vault's subkey of this file. Throws: VAULT_SEALED while there is none. */
  constructor(db: DatabaseSync, path: string, now: () => number, key: () => Secret) {
    this.#db = db;
    this.#path = path;
    this.#now = now;
    this.#key = key;
    db.exec(table);
  }

  /** What is kept under a name; undefined where there is nothing, or it is older than a day. */
  find(request: NamedRequest): KeptAnswer | undefined {
    return this.#do(() => {
      const row = this.#db
        .prepare(
          'SELECT body, call_id, at, answer FROM answers WHERE bot_id = ? AND key_id = ? AND name = ? AND at > ?',
        )
        .get(...idsOf(request), this.#now() - keptMs);
      if (row === undefined) return undefined;
      const kept = { body: String(row['body']), callId: String(row['call_id']), at: Number(row['at']) };
      const sealed = row['answer'];
      return { ...kept, answer: sealed instanceof Uint8Array ? this.#open(request, kept, sealed) : undefined };
    });
  }

  /** Before anything is sent. Throws: DISK_FULL, RECORD_FAILED. */
  begin(request: NamedRequest, { body, callId }: NewAnswer): void {
    this.#do(() => {
      this.#db.prepare('DELETE FROM answers WHERE at <= ?').run(this.#now() - keptMs);
      this.#db
        .prepare('INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?, NULL)')
        .run(...idsOf(request), body, callId, this.#now());
    });
  }

  /** Takes: kept.answer = what JSON can hold. */
  end(request: NamedRequest, kept: Omit<KeptAnswer, 'at'>): void {
    const sealed = this.#seal(request, kept);
    this.#do(() =>
      this.#db
        .prepare('UPDATE answers SET answer = ? WHERE bot_id = ? AND key_id = ? AND name = ?')
        .run(sealed, ...idsOf(request)),
    );
  }

  /** A request that did nothing may be made again under its name. */
  forget(request: NamedRequest): void {
    this.#do(() =>
      this.#db.prepare('DELETE FROM answers WHERE bot_id = ? AND key_id = ? AND name = ?').run(...idsOf(request)),
    );
  }

  /** Seals what the old key sealed under the new one; runs in its caller's transaction. What was tampered with stays so. */
  rekey(old: Secret, fresh: Secret): void {
    const rows = this.#db.prepare('SELECT bot_id, key_id, name, body, call_id, answer FROM answers').all();
    const update = this.#db.prepare('UPDATE answers SET answer = ? WHERE bot_id = ? AND key_id = ? AND name = ?');
    for (const row of rows) {
      const ids = [String(row['bot_id']), String(row['key_id']), String(row['name'])] as const;
      const aad = aadOf(ids, { body: String(row['body']), callId: String(row['call_id']) });
      const plain = row['answer'] instanceof Uint8Array ? openUnder(old, aad, row['answer']) : undefined;
      if (plain !== undefined) update.run(sealUnder(fresh, aad, plain), ...ids);
    }
  }

  #seal(request: NamedRequest, kept: Omit<KeptAnswer, 'at'>): Uint8Array {
    const plain = Buffer.from(JSON.stringify(kept.answer ?? null), 'utf8');
    return sealUnder(this.#key(), aadOf(idsOf(request), kept), plain);
  }

  /** Null where it was changed: then nobody knows how the request ended, and nothing beside it is believed. */
  #open(request: NamedRequest, kept: NewAnswer, sealed: Uint8Array): unknown {
    const plain = openUnder(this.#key(), aadOf(idsOf(request), kept), sealed);
    return plain === undefined ? null : JSON.parse(plain.toString('utf8'));
  }

  #do<T>(work: () => T): T {
    try {
      return work();
    } catch (fault) {
      throw databaseFault(fault, this.#path);
    }
  }
}

type Ids = readonly [botId: string, keyId: string, nameHash: string];

const idsOf = ({ botId, keyId, name }: NamedRequest): Ids => [botId, keyId, sha256(name)];

const aadOf = (ids: Ids, { body, callId }: NewAnswer): Buffer =>
  Buffer.from(canonicalJson({ table: 'answers', ids: [...ids], body, callId }), 'utf8');

function sealUnder(key: Secret, aad: Buffer, plain: Buffer): Uint8Array {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', ownKey(key), nonce, { authTagLength: 16 });
  cipher.setAAD(aad);
  const data = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), data]);
}

function openUnder(key: Secret, aad: Buffer, sealed: Uint8Array): Buffer | undefined {
  const bytes = Buffer.from(sealed);
  try {
    const decipher = createDecipheriv('aes-256-gcm', ownKey(key), bytes.subarray(0, 12), { authTagLength: 16 });
    decipher.setAAD(aad);
    decipher.setAuthTag(bytes.subarray(12, 28));
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]);
  } catch {
    return undefined;
  }
}

/** A key for this table alone. Source: RFC 5869 section 2.3, one block. */
const ownKey = (key: Secret): Buffer =>
  key.use((bytes) => createHmac('sha256', bytes).update('answers').update('\u0001').digest());

export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
