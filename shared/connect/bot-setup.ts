/** How a bot that can't be changed is set up: another address, the token in place of the API key, and dummies besides. */
import { z } from 'zod';

/** Stands for the bot's token wherever it belongs: the agent keeps only a hash of it, so it can't be shown again. */
export const tokenMark = '$KEYBEARER_TOKEN';

/** ccxt's `urls.api`: names and addresses, nested as ccxt nests them. */
export interface AddressTree {
  readonly [name: string]: string | AddressTree;
}
const AddressTree: z.ZodType<AddressTree> = z.record(z.string(), z.union([z.string(), z.lazy(() => AddressTree)]));

/** Why the requests of an exchange can't be signed anew. */
export const SetupRefusal = z.object({
  id: z.enum(['no-api-key', 'session', 'port']),
  text: z.string(),
  /** What works there all the same. */
  instead: z.string(),
});
export type SetupRefusal = z.infer<typeof SetupRefusal>;

export const BotSetup = z.object({
  key: z.string(),
  /** ccxt's id. */
  exchange: z.string(),
  /** Null where its requests can be signed anew. */
  refused: SetupRefusal.nullable(),
  /** Where the agent serves bots over TCP; null where it does not, and then there is no address below either. */
  http: z.string().nullable(),
  /** Stands before the exchange's whole address, as ccxt's `proxyUrl` does. */
  proxyUrl: z.string().nullable(),
  /** The exchange's addresses, and what to write in their place. */
  addresses: z.array(z.object({ exchange: z.string(), agent: z.string() })),
  /** ccxt's `urls.api` with each address replaced. */
  urls: AddressTree,
  /** ccxt's names. A value holds the token's mark, or is a dummy that signs nothing. */
  credentials: z.array(z.object({ name: z.string(), value: z.string() })),
  /** What keeps this bot from it as it stands, in sentences. */
  warnings: z.array(z.string()),
});
export type BotSetup = z.infer<typeof BotSetup>;

export const BotSetupQuery = z.strictObject({
  key: z.string().max(100),
  /** A bot, to be warned of what it lacks. */
  bot: z.string().max(100).optional(),
});
export type BotSetupQuery = z.infer<typeof BotSetupQuery>;

/** Is this credential the token's place? */
export const holdsMark = ({ value }: { readonly value: string }): boolean => value.includes(tokenMark);
