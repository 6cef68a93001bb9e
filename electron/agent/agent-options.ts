import type { Clock } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import type { VaultDeps } from '../vault/vault.ts';
import type { Keychain } from './ports.ts';

/** What the vault leans on; the keychain is there on the desktop alone. */
export type AgentDeps = VaultDeps & { readonly keychain?: Keychain };

export interface AgentOptions {
  /** Made with 0700 where it is missing. The caller holds its lock. */
  readonly dataDir: string;
  readonly clock?: Clock;
  readonly random?: Random;
  /** Replaces how the vault reaches its disk and stretches passphrases, for tests; gives the desktop's agent its keychain. */
  readonly vaultDeps?: Partial<AgentDeps>;
  /** Told of what went wrong where work goes on all the same; by default it is written to standard error. */
  readonly report?: (fault: unknown) => void;
}
