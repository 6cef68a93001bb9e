import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import { Bot, Key } from '../../shared/model.ts';
import type { Change, Vault } from '../vault/vault.ts';

/** The secret half of a key, as it stands in the vault's `credential` records; ccxt's names for the credentials. */
export const Credential = z.strictObject({
  credentials: z.record(z.string(), z.string()),
  second: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('none') }),
    /** base64 of the seed's bytes. */
    z.strictObject({ kind: z.literal('totp'), seed: z.string() }),
    z.strictObject({ kind: z.literal('password'), password: z.string() }),
  ]),
});
export type Credential = z.infer<typeof Credential>;

/** The record of a key's secrets. */
export const credentialId = ({ id, credential }: Pick<Key, 'id' | 'credential'>): string =>
  credential ?? id.replace(/^key_/, 'cred_');

/** The newest schema of each type of record that this version reads. */
export const schemas: Readonly<Record<string, number>> = {
  key: 1,
  bot: 1,
  credential: 1,
  nonces: 1,
  log: 1,
  'log-head': 1,
};

const encode = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value), 'utf8');
const decode = (plain: Buffer): unknown => JSON.parse(plain.toString('utf8'));

export const putKey = (key: Key): Change => ({ put: { id: key.id, type: 'key', schema: 1, payload: encode(key) } });
export const putBot = (bot: Bot): Change => ({ put: { id: bot.id, type: 'bot', schema: 1, payload: encode(bot) } });
export const putCredential = (id: string, credential: Credential): Change => ({
  put: { id, type: 'credential', schema: 1, payload: encode(credential) },
});

/** Lends a key's credential for one callback; its text must not be kept. */
export const useCredential = <T>(
  vault: Vault,
  key: Pick<Key, 'id' | 'credential'>,
  callback: (credential: Credential) => T,
): T => vault.useRecord(credentialId(key), (plain) => callback(Credential.parse(decode(plain))));

/** The keys and bots of an open vault, without secrets. */
export class Inventory {
  readonly #keys = new Map<string, Key>();
  readonly #keysByLabel = new Map<string, Key>();
  readonly #bots = new Map<string, Bot>();
  readonly #botsByName = new Map<string, Bot>();
  readonly #botsByHash = new Map<string, Bot>();

  #narrowed: () => void = () => {};

  /** Tells of every change that may take something away, at once and before anybody is answered. Takes: the only one told. */
  onNarrowed(told: () => void): void {
    this.#narrowed = told;
  }

  static read(vault: Vault): Inventory {
    const inventory = new Inventory();
    for (const { id, type } of vault.list()) {
      if (type === 'key') inventory.setKey(vault.useRecord(id, (plain) => Key.parse(decode(plain))));
      if (type === 'bot') inventory.setBot(vault.useRecord(id, (plain) => Bot.parse(decode(plain))));
    }
    return inventory;
  }

  keys(): Key[] {
    return [...this.#keys.values()].sort((a, b) => a.label.localeCompare(b.label, 'en'));
  }

  /** Where keys are used, each place once: ccxt's id of the exchange, and the keys' own origin or null. */
  places(): Pick<Key, 'exchange' | 'endpoint'>[] {
    const places = new Map<string, Pick<Key, 'exchange' | 'endpoint'>>();
    for (const { exchange, endpoint } of this.#keys.values())
      places.set(`${exchange} ${endpoint ?? ''}`, { exchange, endpoint });
    return [...places.values()];
  }

  bots(): Bot[] {
    return [...this.#bots.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'));
  }

  /** By id or label. */
  findKey(ref: string): Key | undefined {
    return this.#keys.get(ref) ?? this.#keysByLabel.get(ref);
  }

  /** Throws: KEY_UNKNOWN. */
  key(ref: string): Key {
    const key = this.findKey(ref);
    if (key === undefined) throw new AppError('KEY_UNKNOWN', { detail: `There is no key "${ref}".` });
    return key;
  }

  findBot(ref: string): Bot | undefined {
    return this.#bots.get(ref) ?? this.#botsByName.get(ref);
  }

  /** By id or name. Throws: INPUT_INVALID. */
  bot(ref: string): Bot {
    const bot = this.findBot(ref);
    if (bot === undefined)
      throw new AppError('INPUT_INVALID', { detail: `There is no bot "${ref}". "keybearer bot list" shows them.` });
    return bot;
  }

  botOfHash(tokenHash: string): Bot | undefined {
    return this.#botsByHash.get(tokenHash);
  }

  setKey(key: Key): void {
    this.#forgetKey(key.id);
    this.#keys.set(key.id, key);
    this.#keysByLabel.set(key.label, key);
  }

  removeKey(id: string): void {
    this.#forgetKey(id);
    this.#narrowed();
  }

  #forgetKey(id: string): void {
    const key = this.#keys.get(id);
    if (key === undefined) return;
    this.#keys.delete(id);
    this.#keysByLabel.delete(key.label);
  }

  setBot(bot: Bot): void {
    this.#forgetBot(bot.id);
    this.#bots.set(bot.id, bot);
    this.#botsByName.set(bot.name, bot);
    this.#botsByHash.set(bot.tokenHash, bot);
    this.#narrowed();
  }

  removeBot(id: string): void {
    this.#forgetBot(id);
    this.#narrowed();
  }

  #forgetBot(id: string): void {
    const bot = this.#bots.get(id);
    if (bot === undefined) return;
    this.#bots.delete(id);
    this.#botsByName.delete(bot.name);
    this.#botsByHash.delete(bot.tokenHash);
  }

  /** The names of the bots that have a grant on a key. */
  botsOf(keyId: string): string[] {
    return this.bots()
      .filter((bot) => bot.grants.some((grant) => grant.key === keyId))
      .map((bot) => bot.name);
  }
}
