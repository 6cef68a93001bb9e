import { expect, test } from 'vitest';
import { loadEndpoints } from '../../../../electron/exchange/endpoints.ts';
import { dummyOf, lacksApiKey } from '../../../../electron/exchange/resign/dummy.ts';
import { token as clientToken, DummyClient, requestOf } from '../../../bench/resign/client.ts';
import { recoveryOf, token } from './talk.ts';

test.each([
  ['kraken', 'privatePostBalance', 'base64'],
  ['coinbase', 'v3PrivateGetBrokerageAccounts', 'an EC key'],
  ['coinbaseexchange', 'privateGetAccounts', 'base64'],
  ['gemini', 'privatePostV1Balances', 'a key of one account'],
  ['lbank', 'spotPrivatePostUserInfo', 'a short secret'],
  ['backpack', 'privateGetApiV1Capital', 'ed25519 in base64'],
  ['modetrade', 'v1PrivateGetClientHolding', 'ed25519 in base58'],
  ['woofipro', 'v1PrivateGetClientHolding', 'ed25519 in base58'],
  ['revolutx', 'privateGet10Balances', 'ed25519 in PEM'],
  ['blockchaincom', 'privateGetAccounts', 'the token as the secret'],
  ['mudrex', 'privateGetFuturesFunds', 'the token as the secret'],
  ['cryptomus', 'privateGetV2UserApiExchangeAccountBalance', 'the token as the user id'],
])("ccxt's %s signs with the dummy it is given (%s: %s), and the token is found", async (exchange, id) => {
  const endpoint = (await loadEndpoints(exchange)).byId(id);
  if (endpoint === undefined) throw new Error(`${exchange} has no ${id}`);
  const client = await DummyClient.open(exchange, 'running');
  const signed = client.sign(endpoint, {});
  if (signed === undefined) throw new Error(`${exchange} does not sign ${id}`);
  expect((await recoveryOf(exchange)).tokenIn(requestOf(signed))).toBe(clientToken);
});

test('a dummy is the same every time, so that what a bot was told stays true', () => {
  for (const exchange of ['kraken', 'coinbase', 'gemini', 'lbank'])
    expect(dummyOf(exchange, token)).toEqual(dummyOf(exchange, token));
});

test('only an exchange that knows neither key nor secret nor user id has no place for a token', () => {
  expect(lacksApiKey({ apiKey: true, secret: true })).toBe(false);
  expect(lacksApiKey({ secret: true, uid: true })).toBe(false);
  expect(lacksApiKey({ apiKey: false, secret: false, privateKey: true, walletAddress: true })).toBe(true);
});
