/**
 * The window's contract: every call the page may make, every push it may get. Secrets go in. Out come, once and on
 * request: a new recovery key, a new bot's token, and a one-time code.
 */
import { z } from 'zod';
import { type ControlName, controlApi } from './control-api.ts';
import { ApprovalFor, ApprovalView, ExplainView, LogQuery, StatusView } from './control-views.ts';
import type { Problem } from './errors.ts';
import { CallRecord, Time, VaultStatus } from './model.ts';
import { Settings, settingNames } from './settings.ts';
import {
  AboutView,
  BotUsage,
  CallExport,
  CallShownView,
  DryRunView,
  KeychainView,
  KeyDraftInput,
  KeyFinding,
  PassphraseStrength,
  Preferences,
  UpdateView,
  WorkProgress,
} from './window-views.ts';

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
  z.object({ kind: z.literal('preferences') }),
  /** A passphrase was wrong, or right again: how long the next try waits has changed. */
  z.object({ kind: z.literal('wait') }),
  /** The call log was checked, put aside or pruned. */
  z.object({ kind: z.literal('log') }),
  z.object({ kind: z.literal('updates') }),
  z.object({ kind: z.literal('progress'), progress: WorkProgress }),
  /** A menu, the tray or a notification asks for a page, by its address: `#/calls`. */
  z.object({ kind: z.literal('go'), to: z.string().max(200) }),
]);
export type WindowPush = z.infer<typeof WindowPush>;

interface WindowRow {
  readonly params: z.ZodType;
  readonly result: z.ZodType;
  /** The pushes after which an earlier result is out of date; absent where the call does something. */
  readonly changedBy?: readonly WindowPush['kind'][];
  /** Where pushes can come by the hundred: it is asked again at most this often, in milliseconds. */
  readonly paceMs?: number;
  /** May it be asked while the window is locked? Where this is left out it may not. */
  readonly whileLocked?: true;
}

const none = z.strictObject({});
const passphrase = z.string().min(1).max(1024);
const vault = z.object({ vault: VaultStatus });
/** `recovery` says that `passphrase` holds the recovery key. */
const unlock = z.strictObject({ passphrase, recovery: z.boolean().default(false) });

/** As the terminal asks it. */
const asTerminal = <N extends ControlName>(name: N) => ({
  params: controlApi[name].params as (typeof controlApi)[N]['params'],
  result: controlApi[name].result as (typeof controlApi)[N]['result'],
});

/** As the terminal asks it, and like there with the passphrase, since it widens what bots can reach. */
const widening = <N extends ControlName>(name: N) => ({
  params: z.strictObject({ passphrase, ask: controlApi[name].params as (typeof controlApi)[N]['params'] }),
  result: controlApi[name].result as (typeof controlApi)[N]['result'],
});

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
  /** Until when the next passphrase is not tried, after wrong ones; null where it is tried at once. */
  'window.wait': {
    params: none,
    result: z.object({ until: Time.nullable() }),
    changedBy: ['wait', 'vault'],
    whileLocked: true,
  },
  /** Opens a page of our sources in the system's browser, and no other. */
  'window.open': { params: z.strictObject({ url: z.string().max(2000) }), result: none },
  /** Keeps the window out of screenshots while it shows what nobody else may see. */
  'window.protect': { params: z.strictObject({ isOn: z.boolean() }), result: none, whileLocked: true },

  /** Puts a code or a new token into the clipboard, and clears that after 30 seconds unless something else is in it. */
  'window.copy': { params: z.strictObject({ text: z.string().min(1).max(4096) }), result: none },

  /** While the window is locked it names no key and no bot. */
  'app.status': {
    params: none,
    result: StatusView,
    changedBy: ['vault', 'keys', 'bots', 'lock', 'log'],
    whileLocked: true,
  },
  /** Takes away only, so that it never needs the passphrase. While the window is locked the answer names nobody. */
  'app.panic': { ...asTerminal('panic'), whileLocked: true },
  'app.explain': { params: asTerminal('explain').params, result: ExplainView },
  'app.about': { params: none, result: AboutView, changedBy: [] },
  'updates.show': { params: none, result: UpdateView, changedBy: ['updates'] },
  'updates.look': { params: none, result: UpdateView },
  /** Installs what was found, where its signature is checked; opens the page of downloads where not. */
  'updates.accept': { params: none, result: UpdateView },
  /** Ends the fetching; nothing of what came is kept. */
  'updates.cancel': { params: none, result: UpdateView },
  'settings.list': { params: none, result: Settings, changedBy: ['settings'] },
  /** As in the terminal, each change takes the passphrase. */
  'settings.set': {
    params: z.strictObject({ name: z.enum(settingNames), value: z.unknown(), passphrase }),
    result: Settings,
  },

  'preferences.list': { params: none, result: Preferences, changedBy: ['preferences'] },
  /** What is left out stays. */
  'preferences.set': { params: Preferences.partial(), result: Preferences },

  /** Makes the vault and opens it. The recovery key is given once, here. */
  'vault.create': { params: z.strictObject({ passphrase }), result: z.object({ recoveryKey: z.string() }) },
  /** Takes: file = a backup's bytes. Every bot comes back paused. */
  'vault.restore': {
    params: z.strictObject({
      file: z.base64().max(48 * 1024 * 1024),
      passphrase,
      recovery: z.boolean().default(false),
    }),
    result: z.object({ paused: z.array(z.string()) }),
  },
  'vault.unseal': { params: unlock, result: vault },
  'vault.seal': { params: none, result: vault, whileLocked: true },
  'vault.passphrase': { params: z.strictObject({ passphrase, next: passphrase }), result: none },
  /** Judged here, since the dictionaries stay out of the page. Asked while it is typed; nothing of it is kept. */
  'vault.strength': { params: z.strictObject({ passphrase }), result: PassphraseStrength },
  /** Main asks where to. Takes: copyPassphrase = the copy's own. Gives: null where no place was chosen. */
  'vault.backup': {
    params: z.strictObject({ passphrase, copyPassphrase: passphrase }),
    result: asTerminal('vault.backup').result.nullable(),
  },
  /** The window is held while the new recovery key is on it, as after `vault.create`. */
  'vault.rotate': { params: unlock.pick({ passphrase: true }), result: asTerminal('vault.rotate').result },
  'vault.recovery-kept': asTerminal('vault.recovery-kept'),
  /** May open a dialog of the system where the keychain itself is locked, so it is asked only where it is shown. */
  /** Tries at once what the start of the app tried. */
  'vault.keychain.try': { params: none, result: z.object({ opened: z.boolean(), why: z.string().nullable() }) },
  'vault.keychain': { params: none, result: KeychainView, changedBy: ['keychain', 'vault'] },
  /** Turning it on widens who can open the vault, so it takes the passphrase; turning it off takes none. */
  'vault.keychain.set': {
    params: z.strictObject({ isOn: z.boolean(), passphrase: passphrase.optional() }),
    result: KeychainView,
  },

  /** Starts the practice exchange and adds its keys. */
  'practice.start': {
    params: unlock.pick({ passphrase: true }),
    result: z.object({ url: z.string(), labels: z.array(z.string()) }),
  },

  'keys.list': { ...asTerminal('key.list'), changedBy: ['keys', 'bots', 'vault'] },
  'keys.show': { ...asTerminal('key.show'), changedBy: ['keys', 'bots', 'vault'] },
  /** Looks at a key while it is typed in; nothing of it is kept or sent. */
  'keys.check': { params: KeyDraftInput, result: z.array(KeyFinding) },
  'keys.add': widening('key.add'),
  'keys.test': widening('key.test'),
  'keys.rotate': widening('key.rotate'),
  'keys.use': widening('key.use'),
  'keys.codes': widening('key.codes'),
  'keys.dead-man': widening('key.dead-man'),
  'keys.remove': widening('key.remove'),
  'keys.code': widening('code.show'),
  'imports.read': widening('import.read'),
  'imports.code': widening('import.code'),
  'imports.keep': widening('import.keep'),

  'bots.list': { ...asTerminal('bot.list'), changedBy: ['bots', 'keys', 'vault'] },
  'bots.show': { ...asTerminal('bot.show'), changedBy: ['bots', 'keys', 'vault'] },
  'bots.setup': { ...asTerminal('bot.setup'), changedBy: ['bots', 'keys', 'vault'] },
  /** What is left of a bot's limits, and its last call. */
  'bots.usage': {
    params: asTerminal('bot.show').params,
    result: BotUsage,
    changedBy: ['call', 'bots', 'keys', 'vault'],
    paceMs: 2000,
  },
  /** The token is given once, here. */
  'bots.add': widening('bot.add'),
  'bots.grant': {
    params: z.strictObject({ passphrase, ask: controlApi['bot.grant'].params.omit({ isTrial: true }) }),
    result: controlApi['bot.grant'].result,
  },
  /** What would be. It changes nothing, so that it takes no passphrase. */
  'bots.grant.try': {
    params: controlApi['bot.grant'].params.omit({ isTrial: true }),
    result: controlApi['bot.grant'].result,
  },
  'bots.pause': asTerminal('bot.pause'),
  'bots.resume': widening('bot.resume'),
  'bots.revoke': asTerminal('bot.revoke'),
  'bots.rotate-token': widening('bot.rotate-token'),
  'pairs.show': widening('pair.show'),
  'pairs.approve': widening('pair.approve'),
  'approvals.list': { params: none, result: z.array(ApprovalView), changedBy: ['approvals', 'vault'] },
  /**
   * Once and 15 minutes need no passphrase here, where somebody looks at the question, but not within a second of it;
   * the wider answers need it.
   */
  'approvals.approve': {
    params: z.strictObject({ id: z.string().max(100), for: ApprovalFor, passphrase: passphrase.optional() }),
    result: asTerminal('approval.approve').result,
  },
  'approvals.deny': asTerminal('approval.deny'),

  /** Newest first. A `call` push is put into the list by its id. */
  'calls.list': { params: LogQuery, result: z.array(CallRecord), changedBy: ['vault', 'log'] },
  'calls.stats': { ...asTerminal('log.stats'), changedBy: ['vault', 'log'] },
  'calls.verify': asTerminal('log.verify'),
  'calls.bundle': asTerminal('log.bundle'),
  'calls.accept': widening('log.accept'),
  /** Changed by a `call` push of the same id alone. */
  'calls.show': {
    params: z.strictObject({ id: z.string().max(100) }),
    result: CallShownView,
    changedBy: ['vault', 'log'],
  },
  /** Sends the order of a call again with `validate`: the exchange checks it and places nothing. */
  'calls.dry-run': {
    params: z.strictObject({ passphrase, ask: z.strictObject({ id: z.string().max(100) }) }),
    result: DryRunView,
  },
  /** The user names the file in a dialog of the system. Null where that was closed. Pushes `progress`. */
  'calls.export': {
    params: CallExport,
    result: z.object({ path: z.string(), calls: z.number().int() }).nullable(),
  },
  'calls.bundle.save': { params: none, result: z.object({ path: z.string() }).nullable() },
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
