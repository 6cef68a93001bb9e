/** The window's contract: every call the page may make, every push it may get. Secrets go in; none comes out but a new recovery key, once. */
import { z } from 'zod';
import { BotListItem, KeyDetail, KeyInput, KeyListItem, LogQuery, StatusView } from './control-views.ts';
import type { Problem } from './errors.ts';
import { CallRecord, VaultStatus } from './model.ts';
import { Settings } from './settings.ts';

/** The one channel of the preload, both ways. */
export const windowChannel = 'keybearer';

/** Something changed. Most kinds say only that; who shows it asks again. */
export const WindowPush = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('call'), call: CallRecord }),
  z.object({ kind: z.literal('vault'), vault: VaultStatus }),
  z.object({ kind: z.literal('keys') }),
  z.object({ kind: z.literal('bots') }),
  z.object({ kind: z.literal('approvals') }),
  /** The window was locked or unlocked. */
  z.object({ kind: z.literal('lock') }),
  z.object({ kind: z.literal('keychain') }),
  z.object({ kind: z.literal('settings') }),
]);
export type WindowPush = z.infer<typeof WindowPush>;

interface WindowRow {
  readonly params: z.ZodType;
  readonly result: z.ZodType;
  /** The pushes after which an earlier result is out of date; absent where the call does something. */
  readonly changedBy?: readonly WindowPush['kind'][];
  /** May it be asked while the window is locked? Where this is left out it may not. */
  readonly whileLocked?: true;
}

const none = z.strictObject({});
const passphrase = z.string().min(1).max(1024);
const vault = z.object({ vault: VaultStatus });
/** `recovery` says that `passphrase` holds the recovery key. */
const unlock = z.strictObject({ passphrase, recovery: z.boolean().default(false) });

export const KeychainView = z.object({
  /** Does the system's keychain hold a key of this vault? */
  on: z.boolean(),
  /** Is the keychain of this system fit to guard a vault? */
  fit: z.boolean(),
  /** One sentence where it is not, or where it no longer opens the vault. */
  why: z.string().nullable(),
});
export type KeychainView = z.infer<typeof KeychainView>;

export const windowApi = {
  /** Which page there is to show. `note` says why the keychain did not open the vault at the start. */
  'window.state': {
    params: none,
    result: z.object({ vault: VaultStatus, isLocked: z.boolean(), note: z.string().nullable() }),
    changedBy: ['vault', 'lock', 'keychain'],
    whileLocked: true,
  },
  /** Hides everything until the passphrase is typed. Bots go on; sealing is another thing. */
  'window.lock': { params: none, result: none, whileLocked: true },
  /** Opens the vault too where it is sealed. */
  'window.unlock': { params: unlock, result: vault, whileLocked: true },
  /** While the window is locked it names no key and no bot. */
  'app.status': { params: none, result: StatusView, changedBy: ['vault', 'keys', 'bots', 'lock'], whileLocked: true },
  /** Makes the vault and opens it. The recovery key is given once, here. */
  'vault.create': { params: z.strictObject({ passphrase }), result: z.object({ recoveryKey: z.string() }) },
  'vault.unseal': { params: unlock, result: vault },
  'vault.seal': { params: none, result: vault, whileLocked: true },
  /** May open a dialog of the system where the keychain itself is locked, so it is asked only where it is shown. */
  'vault.keychain': { params: none, result: KeychainView, changedBy: ['keychain', 'vault'] },
  /** Turning it on widens who can open the vault, so it takes the passphrase; turning it off takes none. */
  'vault.keychain.set': {
    params: z.strictObject({ isOn: z.boolean(), passphrase: passphrase.optional() }),
    result: KeychainView,
  },
  'settings.list': { params: none, result: Settings, changedBy: ['settings'] },
  /** Those of locking and sealing; as in the terminal, each change takes the passphrase. */
  'settings.set': {
    params: z.strictObject({
      name: z.enum(['lock.afterIdleMinutes', 'seal.afterIdleHours']),
      value: z.number().nullable(),
      passphrase,
    }),
    result: Settings,
  },
  'keys.list': { params: none, result: z.array(KeyListItem), changedBy: ['keys', 'bots', 'vault'] },
  'keys.show': {
    params: z.strictObject({ key: z.string().max(100) }),
    result: KeyDetail,
    changedBy: ['keys', 'bots', 'vault'],
  },
  /** Widens what bots can reach, so it asks for the passphrase each time, as the terminal does. */
  'keys.add': {
    params: z.strictObject({ passphrase, key: KeyInput }),
    result: z.object({ id: z.string(), label: z.string() }),
  },
  'bots.list': { params: none, result: z.array(BotListItem), changedBy: ['bots', 'keys', 'vault'] },
  /** Newest first. A `call` push is put into the list by its id. */
  'calls.list': { params: LogQuery, result: z.array(CallRecord), changedBy: ['vault'] },
  /** Keeps the window out of screenshots while it shows what nobody else may see. */
  'window.protect': { params: z.strictObject({ isOn: z.boolean() }), result: none, whileLocked: true },
} as const satisfies Record<string, WindowRow>;

export type WindowCall = keyof typeof windowApi;
export type WindowParams<N extends WindowCall> = z.input<(typeof windowApi)[N]['params']>;
export type WindowResult<N extends WindowCall> = z.output<(typeof windowApi)[N]['result']>;

/** An error thrown through Electron's IPC loses all but its message, so it travels as a value. */
export type WindowAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: Problem };

/** What the preload puts on `window.keybearer`. `on` gives back what ends it. */
export interface WindowBridge {
  call(name: string, params: unknown): Promise<WindowAnswer<unknown>>;
  on(listener: (push: unknown) => void): () => void;
}
