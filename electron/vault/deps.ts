/** What the vault takes from outside. */
import type { Clock } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import type { VaultFs } from './fs.ts';
import type { Kdf, KdfParams } from './kdf.ts';
import type { Schemas } from './newer.ts';

/** From one schema of a type of record to the next. */
export interface Migration {
  readonly type: string;
  readonly from: number;
  /** Pure. Takes: the payload, which is wiped afterwards, as is the payload that it gives. */
  migrate(plain: Buffer): Buffer;
}

export interface VaultDeps {
  /** The data directory; it exists and is private. */
  readonly dir: string;
  readonly fs: VaultFs;
  readonly clock: Clock;
  readonly random: Random;
  readonly kdf: Kdf;
  /** The cost for a new vault and for a rotation, measured where left out; a passphrase change keeps the present one. */
  readonly kdfParams?: KdfParams;
  /** The newest schema of each type of record that the caller can read; one of a later schema makes the vault read-only. */
  readonly schemas?: Schemas;
  /** Run on records of earlier schemas when a vault is opened or restored, until none fits. */
  readonly migrations?: readonly Migration[];
  /** Told of the generation after each save that stands in every file that it should. It must not throw. */
  readonly onSaved?: (generation: number) => void;
}
