import { assets, pairs } from '../market/markets.ts';
import type { Message } from './channel.ts';
import { assetName, exact, symbolOf } from './wire.ts';

/** The channel `instrument`: what is traded here; it never changes. Source: docs.kraken.com/api/docs/websocket-v2/instrument */
export function instruments(): Message {
  const data = {
    assets: assets.map(({ altname, decimals, displayDecimals }) => ({
      id: assetName(altname),
      status: 'enabled',
      precision: decimals,
      precision_display: displayDecimals,
      borrowable: false,
      collateral_value: exact('0.0'),
      margin_rate: exact('0.0'),
    })),
    pairs: pairs.map((pair) => ({
      symbol: symbolOf(pair),
      base: assetName(pair.base.altname),
      quote: assetName(pair.quote.altname),
      status: 'online',
      qty_precision: pair.lotDecimals,
      qty_increment: exact((10 ** -pair.lotDecimals).toFixed(pair.lotDecimals)),
      price_precision: pair.priceDecimals,
      price_increment: exact((10 ** -pair.priceDecimals).toFixed(pair.priceDecimals)),
      cost_precision: pair.costDecimals,
      cost_min: exact(pair.costMin),
      qty_min: exact(pair.orderMin),
      marginable: false,
      has_index: true,
    })),
  };
  return { channel: 'instrument', type: 'snapshot', data };
}
