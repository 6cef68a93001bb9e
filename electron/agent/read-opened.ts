import type { CodeSchedule } from '../../shared/model.ts';
import type { Clock } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import type { State } from '../state/store.ts';
import type { Vault } from '../vault/vault.ts';
import { Approvals } from './approvals.ts';
import { applyNarrowings } from './bots.ts';
import { DeadManSwitch } from './dead-man.ts';
import { credentialId, Inventory } from './inventory.ts';
import { KeyStore } from './key-store.ts';
import type { Opened } from './opened.ts';
import { Sessions } from './sessions.ts';
import { unlessSealed } from './unless-sealed.ts';
import type { Venues } from './venues.ts';

export interface OpenedDeps {
  readonly vault: Vault;
  /** Nobody knows what these bots may do now: each waits until its owner resumes it. */
  readonly pauseAll: boolean;
  readonly state: State;
  readonly venues: Venues;
  readonly clock: Clock;
  readonly random: Random;
  /** Is told after a key changed by itself, or a question came or went. */
  readonly changed: (kind: 'keys' | 'approvals') => void;
  readonly report: (fault: unknown) => void;
}

/** Reads an open vault, with what was paused and revoked while it was sealed. Throws: what the vault throws. */
export async function readOpened(deps: OpenedDeps): Promise<Opened> {
  const { vault, state, venues, clock, random, changed, report } = deps;
  const inventory = Inventory.read(vault);
  if (deps.pauseAll) for (const { id, paused } of inventory.bots()) if (!paused) state.pause(id);
  await applyNarrowings({ vault, inventory }, state);
  if (!vault.isReadOnly) await forgetOrphans(vault, inventory).catch(report);
  const keyStore = new KeyStore(vault, inventory);
  const learned = (id: string, codes: CodeSchedule) =>
    void keyStore.change(id, { codes }).then(() => changed('keys'), unlessSealed(vault, report));
  const sessions = new Sessions({ vault, inventory, state, venues, clock, learned, report });
  const approvals = new Approvals({ clock, random, changed: () => changed('approvals') });
  return { vault, inventory, keyStore, sessions, approvals, deadMan: new DeadManSwitch() };
}

/** A rotation that was cut off leaves secrets behind that no key has. */
async function forgetOrphans(vault: Vault, inventory: Inventory): Promise<void> {
  const used = new Set(inventory.keys().map(credentialId));
  const orphans = vault.list().filter(({ id, type }) => type === 'credential' && !used.has(id));
  if (orphans.length > 0)
    await vault.commit(
      orphans.map(({ id }) => ({ remove: id })),
      { both: true },
    );
}
