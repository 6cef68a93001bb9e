/** The window's contract: every call the page may make, every push it may get. Secrets go in; none comes out but a new recovery key, once. */
import { z } from 'zod';
import { BotListItem, KeyDetail, KeyInput, KeyListItem, LogQuery, StatusView } from './control-views.ts';
import type { Problem } from './errors.ts';
import { CallRecord, VaultStatus } from './model.ts';

/** The one channel of the preload, both ways. */
export const windowChannel = 'keybearer';

/** Something changed. `keys`, `bots` and `approvals` say only that; who shows them asks again. */
export const WindowPush = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('call'), call: CallRecord }),
  z.object({ kind: z.literal('vault'), vault: VaultStatus }),
  z.object({ kind: z.literal('keys') }),
  z.object({ kind: z.literal('bots') }),
  z.object({ kind: z.literal('approvals') }),
]);
export type WindowPush = z.infer<typeof WindowPush>;

interface WindowRow {
  readonly params: z.ZodType;
  readonly result: z.ZodType;
  /** The pushes after which an earlier result is out of date; absent where the call does something. */
  readonly changedBy?: readonly WindowPush['kind'][];
}

const none = z.strictObject({});
const passphrase = z.string().min(1).max(1024);
const vault = z.object({ vault: VaultStatus });

export const windowApi = {
  'app.status': { params: none, result: StatusView, changedBy: ['vault', 'keys', 'bots'] },
  /** Makes the vault and opens it. The recovery key is given once, here. */
  'vault.create': { params: z.strictObject({ passphrase }), result: z.object({ recoveryKey: z.string() }) },
  /** `recovery` says that `passphrase` holds the recovery key. */
  'vault.unseal': { params: z.strictObject({ passphrase, recovery: z.boolean().default(false) }), result: vault },
  'vault.seal': { params: none, result: vault },
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
  'window.protect': { params: z.strictObject({ isOn: z.boolean() }), result: none },
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
