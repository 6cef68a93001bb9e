import { abilitiesOf } from './abilities.ts';
import type { ExchangeClient } from './client.ts';
import type { Gate } from './private-request.ts';

/** A connection over which things are watched, kept as long as anybody watches one. */
export interface KeptClient {
  /** What is new of a thing, as ccxt gives it, once there is something; asked for again for what comes next. */
  watch(method: string, args: readonly unknown[], gate: Gate): Promise<unknown>;
  /** Tells the exchange that a thing is watched no longer, where ccxt can. */
  unwatch(method: string, args: readonly unknown[], gate: Gate): Promise<void>;
  /** Ends its sockets at once and forgets its credentials. */
  end(): void;
}

/** Takes: a client that was opened with `streams`. */
export const keep = (client: ExchangeClient): KeptClient => ({
  watch: (method, args, gate) => client.call(method, args, gate),
  async unwatch(method, args, gate) {
    const name = `un${method.slice(0, 1).toUpperCase()}${method.slice(1)}`;
    const { methods } = await abilitiesOf(client.id);
    if (methods.includes(name)) await client.call(name, args, gate);
  },
  end: () => client.close(),
});
