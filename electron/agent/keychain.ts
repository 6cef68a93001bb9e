import { AppError, asAppError } from '../../shared/errors.ts';
import type { Clock } from '../base/clock.ts';
import { oneByOne } from '../base/one-by-one.ts';
import type { Random } from '../base/random.ts';
import { Secret } from '../base/secret.ts';
import type { Vault, Unlock as VaultUnlock } from '../vault/vault.ts';
import {
  type KeychainBlob,
  type KeychainFile,
  type KeychainPlace,
  readBlob,
  readKeychainFile,
  removeKeychainFile,
  writeBlob,
  writeKeychainFile,
} from './keychain-file.ts';
import type { Keychain, KeychainService, Unlock } from './ports.ts';

export interface KeychainDeps extends KeychainPlace {
  readonly clock: Clock;
  readonly random: Random;
  /** Undefined where there is no desktop: then all of it is off. */
  readonly keychain?: Keychain;
  /** The vault while it is open. */
  readonly vault: () =>
    | Pick<Vault, 'vaultId' | 'generation' | 'isReadOnly' | 'hasSlot' | 'setKeychainSlot' | 'dropKeychainSlot'>
    | undefined;
  /** Opens the vault; no passphrase was tried, so nothing waits and nothing is counted. Throws: what `openVault` throws. */
  readonly unseal: (unlock: VaultUnlock) => Promise<unknown>;
  readonly report: (fault: unknown) => void;
}

const slotKeyBytes = 32;
/** How long closing waits for what was noted. */
const patienceMs = 400;
const noDesktop = 'Only the desktop app uses the keychain.';
const otherVault = 'The key in the keychain does not open this vault.';

/** The keychain's slot of the vault and the file that goes with it. One change goes after the other. */
export class KeychainUnlock implements KeychainService {
  readonly #deps: KeychainDeps;
  readonly #inTurn = oneByOne();
  #seen: { readonly vaultId: string; readonly generation: number } | undefined;
  /** What `note` was told and nothing has begun to write. */
  #wanted: number | undefined;
  #lastSaid = '';

  constructor(deps: KeychainDeps) {
    this.#deps = deps;
  }

  state() {
    return this.#inTurn(async () => {
      const { on, why } = await this.#own();
      const system = (await this.#deps.keychain?.state()) ?? { fit: false, why: noDesktop };
      return system.fit ? { on, fit: true, why } : { on, fit: false, why: system.why };
    });
  }

  turnOn(unlock: Unlock) {
    return this.#inTurn(async () => {
      const { random } = this.#deps;
      const vault = this.#deps.vault();
      if (vault === undefined) throw new AppError('VAULT_SEALED');
      const system = await this.#keychain().state();
      if (!system.fit) throw new AppError('INPUT_INVALID', { detail: system.why });
      const slotKey = new Secret(random(slotKeyBytes));
      try {
        const { vaultId, generation } = vault;
        // First what may be refused. A slot whose key nobody has opens nothing; a key without a slot neither.
        const file = await this.#sealed(vaultId, { slotKey, generation });
        await vault.setKeychainSlot(unlock, slotKey);
        await this.#write(file, generation).catch(async (fault: unknown) => {
          await vault.dropKeychainSlot().catch(this.#deps.report);
          throw fault;
        });
      } finally {
        slotKey.wipe();
      }
    });
  }

  turnOff() {
    return this.#inTurn(async () => {
      try {
        await this.#dropSlot();
      } finally {
        // Either alone is enough: a slot whose key nobody has opens nothing.
        await removeKeychainFile(this.#deps);
        this.#seen = undefined;
      }
    });
  }

  open() {
    return this.#inTurn(async () => {
      try {
        const file = await readKeychainFile(this.#deps);
        if (file === undefined) return { opened: false, why: null };
        await this.#openBy(file);
        return { opened: true, why: null };
      } catch (fault) {
        return { opened: false, why: whyOf(fault) };
      }
    });
  }

  note(generation: number): void {
    if (this.#deps.keychain === undefined) return;
    const isQueued = this.#wanted !== undefined;
    this.#wanted = generation;
    if (!isQueued) void this.#inTurn(() => this.#keepWanted()).catch((fault) => this.#report(fault));
  }

  lastSeen(vaultId: string): number | undefined {
    return this.#seen?.vaultId === vaultId ? this.#seen.generation : undefined;
  }

  async settled(): Promise<void> {
    const end = new AbortController();
    const ended = this.#inTurn(async () => end.abort());
    // A keychain that hangs must not keep the app from ending: an older generation in it only warns later.
    await Promise.race([ended, this.#deps.clock.sleep(patienceMs, end.signal)]);
  }

  async #openBy(file: KeychainFile): Promise<void> {
    const { slotKey, generation, isStale } = await this.#opened(file);
    try {
      // Before the vault opens, so that one that is older is noticed.
      this.#seen = { vaultId: file.vaultId, generation };
      await this.#deps.unseal({ kind: 'keychain', secret: slotKey });
      if (isStale) await this.#reseal(file.vaultId, { slotKey, generation });
    } finally {
      slotKey.wipe();
    }
  }

  /** A fault here must not be taken for one of opening: the vault is open. */
  async #reseal(vaultId: string, blob: KeychainBlob): Promise<void> {
    try {
      await this.#write(await this.#sealed(vaultId, blob), blob.generation);
    } catch (fault) {
      this.#report(fault);
    }
  }

  async #keepWanted(): Promise<void> {
    const generation = this.#wanted;
    this.#wanted = undefined;
    const file = await readKeychainFile(this.#deps);
    // It was turned off while the vault was sealed, or the file is lost: its slot must not stay.
    if (file === undefined) return this.#dropSlot();
    const vault = this.#deps.vault();
    // The vault's keys were rotated: the slot went, and its key is of no more use.
    if (vault?.vaultId === file.vaultId && !vault.hasSlot('keychain')) return removeKeychainFile(this.#deps);
    const blob = await this.#opened(file);
    try {
      if (generation !== undefined && (generation !== blob.generation || blob.isStale))
        await this.#write(await this.#sealed(file.vaultId, { ...blob, generation }), generation);
      this.#lastSaid = '';
    } finally {
      blob.slotKey.wipe();
    }
  }

  async #dropSlot(): Promise<void> {
    const vault = this.#deps.vault();
    if (vault?.hasSlot('keychain') && !vault.isReadOnly) await vault.dropKeychainSlot();
  }

  async #own(): Promise<{ on: boolean; why: string | null }> {
    try {
      const file = await readKeychainFile(this.#deps);
      const vault = this.#deps.vault();
      if (file === undefined) return { on: false, why: null };
      const isOurs = vault === undefined || (file.vaultId === vault.vaultId && vault.hasSlot('keychain'));
      return isOurs ? { on: true, why: null } : { on: false, why: otherVault };
    } catch (fault) {
      return { on: false, why: asAppError(fault).message };
    }
  }

  async #sealed(vaultId: string, blob: KeychainBlob): Promise<KeychainFile> {
    const plain = writeBlob(blob);
    try {
      const sealed = await this.#keychain().seal(plain);
      const { secret } = await this.#keychain().open(sealed);
      const isSame = secret.use((back) => plain.use((given) => back.equals(given)));
      secret.wipe();
      if (!isSame)
        throw new AppError('INPUT_INVALID', { detail: 'The keychain does not give back what it was given.' });
      return { v: 1, vaultId, ciphertext: Buffer.from(sealed).toString('base64') };
    } finally {
      plain.wipe();
    }
  }

  async #opened({ ciphertext }: KeychainFile): Promise<KeychainBlob & { readonly isStale: boolean }> {
    const { secret, isStale } = await this.#keychain().open(Buffer.from(ciphertext, 'base64'));
    try {
      return { ...readBlob(secret), isStale };
    } finally {
      secret.wipe();
    }
  }

  async #write(file: KeychainFile, generation: number): Promise<void> {
    await writeKeychainFile(this.#deps, file);
    this.#seen = { vaultId: file.vaultId, generation };
  }

  #keychain(): Keychain {
    const { keychain } = this.#deps;
    if (keychain === undefined) throw new AppError('INPUT_INVALID', { detail: noDesktop });
    return keychain;
  }

  /** Once for each thing that goes wrong: a keyring that is gone would else be said after every save. */
  #report(fault: unknown): void {
    const said = whyOf(fault);
    if (said !== this.#lastSaid) this.#deps.report(fault);
    this.#lastSaid = said;
  }
}

/** One sentence for the page that asks for the passphrase. */
function whyOf(fault: unknown): string {
  const error = asAppError(fault);
  return error.code === 'PASSPHRASE_WRONG' ? otherVault : error.message;
}
