import { join } from 'node:path';
import { loadNames, type Names, saveNames } from '../state/names.ts';
import type { Inventory } from './inventory.ts';

type NamedBot = Names['bots'][number];

/** names.json in memory: who is who while the vault is sealed. It never allows anything. */
export class NameBook {
  readonly #path: string;
  #names: Names | undefined;

  constructor(dataDir: string) {
    this.#path = join(dataDir, 'names.json');
    this.#names = loadNames(this.#path).names;
  }

  /** Whose names they are; undefined where there are none. */
  get vaultId(): string | undefined {
    return this.#names?.vaultId;
  }

  get keys(): Names['keys'] {
    return this.#names?.keys ?? [];
  }

  get bots(): Names['bots'] {
    return this.#names?.bots ?? [];
  }

  /** By id or name. */
  findBot(ref: string): NamedBot | undefined {
    return this.bots.find((bot) => bot.id === ref || bot.name === ref);
  }

  removeBot(id: string): void {
    if (this.#names !== undefined) this.#save({ ...this.#names, bots: this.bots.filter((bot) => bot.id !== id) });
  }

  /** Writes what the open vault holds. */
  write(vaultId: string, inventory: Inventory): void {
    this.#save({
      v: 1,
      vaultId,
      keys: inventory.keys().map(({ id, label }) => ({ id, label })),
      bots: inventory.bots().map(({ id, name, tokenHash }) => ({ id, name, tokenHash })),
    });
  }

  #save(names: Names): void {
    saveNames(this.#path, names);
    this.#names = names;
  }
}
