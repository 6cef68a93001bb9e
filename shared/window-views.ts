/** What the window and main hand each other beyond what the terminal knows: schemas and types, without the calls. */
import { z } from 'zod';
import { MeView } from './bot-api.ts';
import { KeyInput, LogQuery } from './control-views.ts';
import { CallRecord, Time } from './model.ts';

export const KeychainView = z.object({
  /** Does the system's keychain hold a key of this vault? */
  on: z.boolean(),
  /** Is the keychain of this system fit to guard a vault? */
  fit: z.boolean(),
  /** One sentence where it is not, or where it no longer opens the vault. */
  why: z.string().nullable(),
});
export type KeychainView = z.infer<typeof KeychainView>;

/** How far long work has come. `all` is null where nobody knows. */
export const WorkProgress = z.object({
  work: z.enum(['export', 'cancel-all']),
  done: z.number().int(),
  all: z.number().int().nullable(),
});
export type WorkProgress = z.infer<typeof WorkProgress>;

/** A key while it is typed in, as far as it is: what `keys.check` looks at. */
export const KeyDraftInput = z
  .strictObject({ label: z.string().max(200), endpoint: z.string().max(2048), setUpKey: z.string().max(2048) })
  .extend(KeyInput.pick({ apiKey: true, secret: true }).shape)
  .partial()
  .extend({ exchange: KeyInput.shape.exchange });
export type KeyDraftInput = z.infer<typeof KeyDraftInput>;

/** `wrong` is refused or useless as it stands; `doubt` may be meant so. */
export const KeyFinding = z.object({ field: z.string(), level: z.enum(['wrong', 'doubt']), text: z.string() });
export type KeyFinding = z.infer<typeof KeyFinding>;

/** What a bot has used of its limits, as `GET /v1/me` tells the bot itself, and when it called last. */
export const BotUsage = z.object({ asked: Time, lastCall: Time.nullable(), grants: MeView.shape.grants });
export type BotUsage = z.infer<typeof BotUsage>;
/** Why a call's order can't be tried again as a dry run. */
export const NoDryRun = z.enum(['exchange', 'no-order', 'several', 'incomplete', 'key-gone']);
export type NoDryRun = z.infer<typeof NoDryRun>;

/** A call in full. `request` is what was asked for; `requests` what was sent and came back; all of it redacted. */
export const CallShownView = z.object({
  call: CallRecord,
  request: z.unknown(),
  requests: z.array(z.object({ n: z.number().int(), request: z.unknown(), response: z.unknown() })),
  /** Null where it can. */
  noDryRun: NoDryRun.nullable(),
});
export type CallShownView = z.infer<typeof CallShownView>;

/** `words` is the exchange's own description of the order, or its refusal; `call` stands in the log for the dry run. */
export const DryRunView = z.object({ ok: z.boolean(), words: z.string(), call: z.string() });
export type DryRunView = z.infer<typeof DryRunView>;

/** What of the log goes into a file; amounts and prices are masked unless they are asked for. */
export const CallExport = z.strictObject({
  format: z.enum(['har', 'csv', 'jsonl']),
  query: LogQuery.omit({ limit: true, before: true }).default({}),
  amounts: z.boolean().default(false),
});
export type CallExport = z.infer<typeof CallExport>;
/** How the app behaves on this computer. Nothing of it widens what bots can reach. */
export const Preferences = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']),
  language: z.enum(['en']),
  /** Closing the window leaves the agent at work, in the tray. */
  runInBackground: z.boolean(),
  openAtLogin: z.boolean(),
  /** May the system show what the owner should know? */
  notifications: z.boolean(),
  /** May it ask by itself, once a day, whether there is a newer version? */
  lookForUpdates: z.boolean(),
});
export type Preferences = z.infer<typeof Preferences>;

/** How long a passphrase would stand against guessing, as far as a program can tell. */
export const PassphraseStrength = z.object({
  /** 0 (guessed at once) to 4 (strong). */
  score: z.int().min(0).max(4),
  /** In words, for somebody who has the vault's file. */
  crackTime: z.string(),
  warning: z.string().nullable(),
  advice: z.array(z.string()),
});
export type PassphraseStrength = z.infer<typeof PassphraseStrength>;

export const AboutView = z.object({
  version: z.string(),
  /** What it is made of, by name. */
  parts: z.array(z.object({ name: z.string(), version: z.string() })),
  system: z.string(),
  dataDir: z.string(),
  /** Where bots, the terminal and, where it is on, HTTP clients reach the agent. */
  socket: z.string().nullable(),
  control: z.string().nullable(),
  http: z.string().nullable(),
});
export type AboutView = z.infer<typeof AboutView>;

export const UpdateView = z.object({
  version: z.string(),
  /** Does this build know a place of updates? */
  isOn: z.boolean(),
  /** Does it look by itself? The user may have turned that off. */
  looksByItself: z.boolean(),
  /** When the place was last asked with success; null before the first time. */
  lookedAt: Time.nullable(),
  /** The newer version; null where there is none. */
  found: z.string().nullable(),
  /** Is it installed at the user's yes? Where not, a page is opened. */
  canInstall: z.boolean(),
  /** What is being fetched, in whole percent; null while nothing is. */
  fetching: z.object({ percent: z.int().min(0).max(100) }).nullable(),
  /** What went wrong last, in one sentence. */
  fault: z.string().nullable(),
});
export type UpdateView = z.infer<typeof UpdateView>;
