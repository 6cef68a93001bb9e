/** What the window and main hand each other beyond what the terminal knows: schemas and types, without the calls. */
import { z } from 'zod';

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

/** How the app behaves on this computer. Nothing of it widens what bots can reach. */
export const Preferences = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']),
  language: z.enum(['en']),
  /** Closing the window leaves the agent at work, in the tray. */
  runInBackground: z.boolean(),
  openAtLogin: z.boolean(),
  /** May the system show what the owner should know? */
  notifications: z.boolean(),
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
