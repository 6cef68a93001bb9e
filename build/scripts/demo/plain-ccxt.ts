import type { PracticeKey } from './stage.ts';

/** What the exchange says to ccxt alone, which knows nothing of a key's second factor. */
export async function placeWithoutCode(key: PracticeKey): Promise<string> {
  const { kraken } = (await import('ccxt')).default;
  const exchange = new kraken({ apiKey: key.apiKey, secret: key.secret, enableRateLimit: false });
  const api = exchange.urls['api'] as Record<string, string>;
  exchange.urls['api'] = { ...api, public: key.endpoint, private: key.endpoint };
  try {
    await exchange.createOrder('BTC/USD', 'limit', 'buy', 0.01, 1000);
    return 'accepted';
  } catch (fault) {
    return fault instanceof Error ? fault.message : String(fault);
  }
}
