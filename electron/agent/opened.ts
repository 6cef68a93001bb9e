import type { Vault } from '../vault/vault.ts';
import type { Approvals } from './approvals.ts';
import type { DeadManSwitch } from './dead-man.ts';
import type { Inventory } from './inventory.ts';
import type { KeyStore } from './key-store.ts';
import type { Sessions } from './sessions.ts';

/** What there is only while the vault is open; sealing drops all of it. */
export interface Opened {
  readonly vault: Vault;
  readonly inventory: Inventory;
  readonly keyStore: KeyStore;
  readonly sessions: Sessions;
  readonly approvals: Approvals;
  readonly deadMan: DeadManSwitch;
}
