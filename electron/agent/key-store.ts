import type { Key } from '../../shared/model.ts';
import type { Vault } from '../vault/vault.ts';
import { type Inventory, putKey } from './inventory.ts';

/** Changes what is said of a key, in the vault and in the inventory; one change after the other, so that none is lost. */
export class KeyStore {
  readonly #vault: Vault;
  readonly #inventory: Inventory;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(vault: Vault, inventory: Inventory) {
    this.#vault = vault;
    this.#inventory = inventory;
  }

  /** Throws: KEY_UNKNOWN, and what the vault throws; then nothing is changed. */
  change(id: string, changes: Partial<Omit<Key, 'id' | 'label'>>): Promise<Key> {
    const changed = this.#turn.then(async () => {
      const key = { ...this.#inventory.key(id), ...changes };
      await this.#vault.commit([putKey(key)]);
      this.#inventory.setKey(key);
      return key;
    });
    this.#turn = changed.catch(() => undefined);
    return changed;
  }
}
