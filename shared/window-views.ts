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
