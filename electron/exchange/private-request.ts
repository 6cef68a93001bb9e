import type { Endpoint } from './endpoints.ts';
import type { Transmission } from './transmission.ts';

/** A private request as ccxt is about to sign it, without anything that the agent adds. */
export interface PrivateRequest {
  readonly endpoint: Endpoint;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Signs with these final parameters, adds the headers and sends; gives the exchange's parsed answer. */
export type Transmit = (
  params: Readonly<Record<string, unknown>>,
  transmission: Transmission,
  headers?: Readonly<Record<string, string>>,
) => Promise<unknown>;

/** Decides on a private request and sends it by `transmit`, or throws. There is no other way to the exchange. */
export type Gate = (request: PrivateRequest, transmit: Transmit) => Promise<unknown>;
