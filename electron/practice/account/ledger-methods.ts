import { type Asset, assetOf } from '../market/markets.ts';
import type { Call, MethodTable } from '../method.ts';
import { type Params, readFlag, readList, readWhole } from '../params.ts';
import { invalidArguments, Refusal } from '../refusal.ts';
import type { LedgerEntry } from './ledger.ts';

/** Private methods that read the ledger. Source: docs.kraken.com/api-reference/account-data, "Get Ledgers Info" and "Query Ledgers". */
export const ledgerMethods: MethodTable = [
  ['Ledgers', { needs: ['query-ledger'], points: 2, run: ledgers }],
  ['QueryLedgers', { needs: ['query-ledger'], points: 2, run: queryLedgers }],
];

const pageSize = 50;
const maxIds = 20;
const types: readonly string[] = [
  'all',
  'trade',
  'deposit',
  'withdrawal',
  'transfer',
  'margin',
  'rollover',
  'adjustment',
];

function ledgers({ exchange, params }: Call): object {
  const { entries } = exchange.book.account.ledger;
  const assets = readAssets(params);
  const type = params.get('type') ?? 'all';
  if (!types.includes(type)) throw invalidArguments('type');
  const startMs = readMoment(params, 'start', entries) ?? Number.NEGATIVE_INFINITY;
  const endMs = readMoment(params, 'end', entries) ?? Number.POSITIVE_INFINITY;
  const wanted = [...entries.values()]
    .reverse()
    .filter((entry) => assets.length === 0 || assets.includes(entry.asset))
    .filter((entry) => type === 'all' || entry.type === type)
    .filter(({ timeMs }) => timeMs > startMs && timeMs <= endMs);
  const offset = readWhole(params, 'ofs', 0, 0, Number.MAX_SAFE_INTEGER);
  const ledger = Object.fromEntries(wanted.slice(offset, offset + pageSize).map((entry) => [entry.id, view(entry)]));
  return readFlag(params, 'without_count') ? { ledger } : { ledger, count: wanted.length };
}

function queryLedgers({ exchange, params }: Call): object {
  const ids = readList(params, 'id');
  if (ids.length === 0 || ids.length > maxIds) throw invalidArguments('id');
  return Object.fromEntries(
    ids.map((id) => {
      const entry = exchange.book.account.ledger.entries.get(id);
      if (entry === undefined) throw new Refusal('EQuery:Unknown ledger');
      return [id, view(entry)];
    }),
  );
}

function view({ refid, timeMs, type, asset, amount, fee, balance }: LedgerEntry): object {
  return {
    refid,
    time: timeMs / 1000,
    type,
    subtype: '',
    aclass: 'currency',
    asset: asset.id,
    amount: amount.toFixed(asset.decimals),
    fee: fee.toFixed(asset.decimals),
    balance: balance.toFixed(asset.decimals),
  };
}

function readAssets(params: Params): readonly Asset[] {
  const names = readList(params, 'asset');
  return names[0] === 'all' ? [] : names.map(readAsset);
}

/** Throws: Refusal on an asset that isn't traded here. */
export function readAsset(name: string): Asset {
  const asset = assetOf(name);
  if (asset === undefined) throw new Refusal('EQuery:Unknown asset');
  return asset;
}

/** A time in Unix seconds, or that of an entry by its id. */
function readMoment(params: Params, name: string, entries: ReadonlyMap<string, LedgerEntry>): number | undefined {
  const text = params.get(name) ?? '';
  if (text === '') return undefined;
  if (/^\d{1,12}(\.\d{1,9})?$/.test(text)) return Number(text) * 1000;
  const entry = entries.get(text);
  if (entry === undefined) throw invalidArguments(name);
  return entry.timeMs;
}
