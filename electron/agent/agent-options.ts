import type { Clock } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import type { VaultDeps } from '../vault/vault.ts';

export interface AgentOptions {
  /** Made with 0700 where it is missing. The caller holds its lock. */
  readonly dataDir: string;
  readonly clock?: Clock;
  readonly random?: Random;
  /** Replaces how the vault reaches its disk and stretches passphrases, for tests and for the desktop's bundle. */
  readonly vaultDeps?: Partial<VaultDeps>;
  /** Told of what went wrong where work goes on all the same; by default it is written to standard error. */
  readonly report?: (fault: unknown) => void;
}
