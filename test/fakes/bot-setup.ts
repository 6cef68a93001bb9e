/** How bots are set up for the fake agent's keys: `kraken-main`, or an exchange named as its key. */
import { clientSetupOf } from '../../electron/exchange/resign/client-setup.ts';
import { type BotSetup, type BotSetupQuery, tokenMark } from '../../shared/connect/bot-setup.ts';

export async function fakeSetup({ key, bot }: BotSetupQuery, http: string | null): Promise<BotSetup> {
  const exchange = key === 'kraken-main' ? 'kraken' : key;
  const base = http === null ? null : `${http}/v1/resign/${key}/`;
  const setup = await clientSetupOf({ exchange, base, token: tokenMark });
  return {
    ...{ key, exchange, http, refused: setup.refused, proxyUrl: setup.proxyUrl, urls: setup.urls },
    ...{ addresses: [...setup.addresses], credentials: [...setup.credentials] },
    warnings: bot === undefined ? [] : [`${bot} may not come in over TCP.`],
  };
}
