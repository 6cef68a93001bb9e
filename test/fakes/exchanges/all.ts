import { binance } from './binance.ts';
import { bitfinex } from './bitfinex.ts';
import { bitstamp } from './bitstamp.ts';
import { bybit } from './bybit.ts';
import { coinbase } from './coinbase.ts';
import type { FakeExchange } from './fake.ts';
import { gate } from './gate.ts';
import { gemini } from './gemini.ts';
import { htx } from './htx.ts';
import { kucoin } from './kucoin.ts';
import { okx } from './okx.ts';

/** The ten exchanges beside Kraken that the agent is tried on; each call opens one with an empty book. */
export const fakes: readonly (() => FakeExchange)[] = [
  ...[binance, bybit, okx, coinbase, bitfinex],
  ...[kucoin, gate, htx, bitstamp, gemini],
];
