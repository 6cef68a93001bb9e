import { loadExchangeClass } from './ccxt.ts';
import { hostsOf } from './endpoint-override.ts';

/** Is this one of the hosts that the exchange's REST or WebSocket calls go to, as ccxt lists them, its test site included? */
export async function isHostOfExchange(exchange: string, origin: string): Promise<boolean> {
  const Exchange = await loadExchangeClass(exchange);
  // Other addresses stand there, too: ccxt keeps the exchanges' logos on a site where anybody may publish.
  const { urls, hostname } = new Exchange({});
  return hostsOf([urls.api, urls.test], hostname).includes(new URL(origin).host);
}
