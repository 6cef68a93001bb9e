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
