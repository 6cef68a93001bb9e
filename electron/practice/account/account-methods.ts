import Big from 'big.js';
import { type Asset, assetOf, assets, pairOf } from '../market/markets.ts';
import type { Call, MethodTable } from '../method.ts';
import { readList } from '../params.ts';
import { Refusal } from '../refusal.ts';
import { tokenLifeSec } from '../socket/tokens.ts';

/** Private methods that read the account and the key. */
export const accountMethods: MethodTable = [
  ['Balance', { needs: ['query-funds'], points: 1, run: balance }],
  ['BalanceEx', { needs: ['query-funds'], points: 1, run: balanceEx }],
  ['TradeBalance', { needs: ['query-funds'], points: 1, run: tradeBalance }],
  ['TradeVolume', { needs: ['query-funds'], points: 1, run: tradeVolume }],
  ['OpenPositions', { needs: ['query-open-trades'], points: 1, run: openPositions }],
  ['GetApiKeyInfo', { needs: [], points: 1, run: keyInfo }],
  ['GetWebSocketsToken', { needs: ['create-ws-token'], points: 1, run: socketToken }],
];

const makerPercent = '0.2500';
const takerPercent = '0.4000';
const keyMadeSec = '1767225600';

function balance({ exchange }: Call): object {
  const write = (asset: Asset): string => exchange.book.account.balance(asset).toFixed(asset.decimals);
  return Object.fromEntries(assets.map((asset) => [asset.id, write(asset)]));
}

function balanceEx({ exchange }: Call): object {
  const { account } = exchange.book;
  const write = (asset: Asset): object => ({
    balance: account.balance(asset).toFixed(asset.decimals),
    hold_trade: account.held(asset).toFixed(asset.decimals),
  });
  return Object.fromEntries(assets.map((asset) => [asset.id, write(asset)]));
}

function tradeBalance({ exchange, params, nowMs }: Call): object {
  const wanted = assetOf(params.get('asset') ?? 'ZUSD');
  if (wanted === undefined) throw new Refusal('EQuery:Unknown asset');
  const nowSec = Math.floor(nowMs / 1000);
  const worth = (asset: Asset): Big => new Big(exchange.walk.usd(asset, nowSec)).div(exchange.walk.usd(wanted, nowSec));
  const equity = assets
    .reduce((sum, asset) => sum.plus(exchange.book.account.balance(asset).times(worth(asset))), new Big(0))
    .toFixed(4);
  return { eb: equity, tb: equity, m: '0.0000', n: '0.0000', c: '0.0000', v: '0.0000', e: equity, mf: equity };
}

function tradeVolume({ params }: Call): object {
  const asked = readList(params, 'pair').map((name) => {
    const pair = pairOf(name);
    if (pair === undefined) throw new Refusal('EQuery:Unknown asset pair');
    return pair.id;
  });
  const row = (fee: string): object => ({ fee, minfee: fee, maxfee: fee, nextfee: null, tiervolume: '0.0000' });
  const table = (fee: string): object => Object.fromEntries(asked.map((id) => [id, row(fee)]));
  return { currency: 'ZUSD', volume: '0.0000', fees: table(takerPercent), fees_maker: table(makerPercent) };
}

/** There is no margin here, so nothing is ever open. */
function openPositions({ params }: Call): object {
  return params.has('consolidation') ? [] : {};
}

/** Source: docs.kraken.com/api-reference/account-data/get-api-key-info, its example's names and forms. */
function keyInfo({ admission }: Call): object {
  const { key, lastNonce } = admission.state;
  return {
    apiKeyName: key.label,
    apiKey: key.apiKey,
    nonce: String(lastNonce),
    nonceWindow: 0,
    permissions: [...key.permissions],
    iban: 'AA00 PRAC TICE 0000',
    validUntil: String(key.validUntilSec),
    queryFrom: '0',
    queryTo: '0',
    createdTime: keyMadeSec,
    modifiedTime: keyMadeSec,
    ipAllowlist: [],
    // Of the call before this one, so that a use by somebody else can be seen.
    lastUsed: String(Math.floor(admission.usedBeforeMs / 1000)),
  };
}

function socketToken({ exchange, admission, nowMs }: Call): object {
  return { token: exchange.tokens.issue(admission.state, nowMs), expires: tokenLifeSec };
}
