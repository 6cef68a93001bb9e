/** What a client of the bots' door may take up. Source: design/bot-api.md, On TCP. */
export interface DoorLimits {
  readonly connections: number;
  /** Requests in flight of one bot. */
  readonly inFlightPerBot: number;
  /** Requests sent ahead on one connection. */
  readonly inFlightPerConnection: number;
  /** For all headers, counted from the connection or from the request's first byte. */
  readonly headersMs: number;
  /** For headers and body. */
  readonly requestMs: number;
  /** How long a kept connection may idle. */
  readonly keepAliveMs: number;
  /** The most that a wrong token waits for its answer. */
  readonly wrongTokenMs: number;
  /** How long a refused request may go on sending, so that its client reads the answer instead of a reset. */
  readonly drainMs: number;
  /** How long a connection that could not be read may take to fetch its answer. */
  readonly lingerMs: number;
  /** How long requests in flight may take to end when the door closes: longer than an exchange may take to answer. */
  readonly closeMs: number;
}

export const defaultLimits: DoorLimits = {
  connections: 2_048,
  inFlightPerBot: 512,
  inFlightPerConnection: 1_024,
  headersMs: 2_000,
  requestMs: 10_000,
  keepAliveMs: 72_000,
  wrongTokenMs: 250,
  drainMs: 1_000,
  lingerMs: 200,
  closeMs: 20_000,
};
