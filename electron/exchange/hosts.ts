import { loadExchangeClass } from './ccxt.ts';
import { hostsOf } from './endpoint-override.ts';

/** Is this one of the exchange's own REST or WebSocket hosts, as ccxt lists them? */
export async function isHostOfExchange(exchange: string, origin: string): Promise<boolean> {
  const Exchange = await loadExchangeClass(exchange);
  return hostsOf(new Exchange({}).urls).includes(new URL(origin).host);
}
