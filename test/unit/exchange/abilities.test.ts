import { expect, it } from 'vitest';
import { abilitiesOf } from '../../../electron/exchange/abilities.ts';

it("knows of Kraken what ccxt's tables say, streams included, and nothing that only the base class refuses", async () => {
  const { name, has, methods, timeframes, precisionMode } = await abilitiesOf('kraken');
  expect({ name, precisionMode }).toEqual({ name: 'Kraken', precisionMode: 4 });
  expect(timeframes).toMatchObject({ '1m': 1, '1d': 1440 });
  expect(has).toMatchObject({ fetchBalance: true, watchOrders: true, fetchFundingRate: false });
  expect(methods).toEqual(expect.arrayContaining(['fetchBalance', 'createOrder', 'watchOrders', 'watchTicker']));
  // ccxt says no, or only its base class has a method of that name; orders over sockets are in no route.
  for (const absent of ['fetchFundingRate', 'unWatchTicker', 'createOrderWs']) expect(methods).not.toContain(absent);
});

it('an exchange without streams has the rest', async () => {
  const { methods } = await abilitiesOf('bitflyer');
  expect(methods).toContain('fetchBalance');
  expect(methods.filter((name) => name.startsWith('watch'))).toEqual([]);
});

it('an exchange that there is not is refused', async () => {
  await expect(abilitiesOf('nowhere')).rejects.toMatchObject({ code: 'INPUT_INVALID' });
});
