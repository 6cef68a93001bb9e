/** The log's keys: random, sealed in the vault, one an epoch. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { canonicalJson } from '../base/canonical-json.ts';
import { Secret } from '../base/secret.ts';

export interface EpochKey {
  readonly epoch: number;
  /** 32 random bytes. */
  readonly key: Secret;
}

/** What the vault lends while it is open: the key in force, and those before it, to check what they closed. */
export interface LogKeys extends EpochKey {
  readonly vaultId: string;
  readonly former: readonly EpochKey[];
}

/** The same as bytes, on their way to a thread; the newest first. */
export interface KeyBytes {
  readonly vaultId: string;
  readonly keys: readonly { readonly epoch: number; readonly bytes: Uint8Array<ArrayBuffer> }[];
}

export interface RingKey extends EpochKey {
  /** Names the key without telling anything of it. Two vaults, or a vault and its restored copy, may count epochs alike. */
  readonly id: string;
}

/** Copies of the keys, until they are wiped. */
export class KeyRing {
  readonly vaultId: string;
  readonly current: RingKey;
  readonly #keys: readonly RingKey[];

  /** Takes: keys that it owns from then on. */
  constructor(vaultId: string, current: EpochKey, former: readonly EpochKey[]) {
    this.vaultId = vaultId;
    this.current = named(current);
    this.#keys = [this.current, ...former.map(named)];
  }

  static of({ vaultId, epoch, key, former }: LogKeys): KeyRing {
    const copies = former.map((one) => ({ epoch: one.epoch, key: one.key.copy() }));
    return new KeyRing(vaultId, { epoch, key: key.copy() }, copies);
  }

  /** Takes: bytes, which are emptied. */
  static ofBytes({ vaultId, keys }: KeyBytes): KeyRing {
    const [current, ...former] = keys.map(({ epoch, bytes }) => ({ epoch, key: new Secret(bytes) }));
    if (current === undefined) throw new Error('a ring without a key');
    return new KeyRing(vaultId, current, former);
  }

  /** A copy with memory of its own, which can be moved to another thread. */
  toBytes(): KeyBytes {
    const keys = this.#keys.map(({ epoch, key }) => ({ epoch, bytes: key.use((bytes) => Uint8Array.from(bytes)) }));
    return { vaultId: this.vaultId, keys };
  }

  find(id: string): RingKey | undefined {
    return this.#keys.find((key) => key.id === id);
  }

  wipe(): void {
    for (const { key } of this.#keys) key.wipe();
  }
}

const named = ({ epoch, key }: EpochKey): RingKey => ({
  epoch,
  key,
  id: key.use((bytes) => createHmac('sha256', bytes).update('keybearer log key').digest('hex').slice(0, 16)),
});

/** HMAC-SHA-256 over canonical JSON. */
export const macOf = ({ key }: RingKey, value: Readonly<Record<string, unknown>>): Uint8Array =>
  key.use((bytes) => createHmac('sha256', bytes).update(canonicalJson(value), 'utf8').digest());

export const isMac = (column: unknown, mac: Uint8Array): boolean =>
  column instanceof Uint8Array && column.length === mac.length && timingSafeEqual(column, mac);
