import type { Bot } from '../../shared/model.ts';

/** A request that a bot signed with its token as the API key, as it came. */
export interface ResignAsk {
  readonly method: string;
  /** The raw address of the request: `/v1/resign/{key}/api.kraken.com/0/private/Balance`. */
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
  /** `Keybearer-Deadline-Ms`. */
  readonly deadlineMs?: number | undefined;
}

/** The exchange's answer as it came. */
export interface ResignAnswer {
  readonly status: number;
  /** Those that matter to a client, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly callId: string;
}

/** Requests of bots that believe to speak to their exchange. Source: design/resign.md. */
export interface ResignService {
  /** The token in a request; undefined where there is none. Throws: RESIGN_REFUSED where there are several, or the address can't be read. */
  tokenIn(ask: ResignAsk): string | undefined;
  /**
   * Signs a bot's request anew with the key and sends it.
   * Throws: RESIGN_REFUSED with the reason as its cause, KEY_UNKNOWN, BOT_PAUSED and all that a call can meet.
   */
  send(bot: Bot, ask: ResignAsk): Promise<ResignAnswer>;
  /**
   * Reads what an exchange tells anybody, for a bot that sends no token with it; which key stands in the address makes no
   * difference. Throws: TOKEN_MISSING, RESIGN_REFUSED, RATE_LIMITED, VAULT_SEALED, EXCHANGE_UNAVAILABLE.
   */
  read(ask: ResignAsk): Promise<ResignAnswer>;
}
