import type Big from 'big.js';
import { assetOf } from '../market/markets.ts';
import type { Call, MethodTable } from '../method.ts';
import { type Params, readAmount, readWhole } from '../params.ts';
import { invalidArguments, Refusal } from '../refusal.ts';
import { type Route, statusOf, type Transfer } from './funding.ts';

/** Private methods of deposits and withdrawals; they answer like Kraken's, and move nothing. Source: docs.kraken.com/api-reference/funding */
export const fundingMethods: MethodTable = [
  ['DepositMethods', { needs: ['query-funds', 'add-funds'], points: 1, run: depositMethods }],
  ['DepositAddresses', { needs: ['add-funds'], points: 1, run: depositAddresses }],
  [
    'DepositStatus',
    { needs: ['query-funds', 'add-funds'], points: 1, run: (call) => list(call, 'deposit', 'deposit') },
  ],
  ['WithdrawMethods', { needs: ['query-funds', 'withdraw-funds'], points: 1, run: withdrawMethods }],
  ['WithdrawAddresses', { needs: ['query-funds', 'withdraw-funds'], points: 1, run: withdrawAddresses }],
  ['WithdrawInfo', { needs: ['query-funds', 'withdraw-funds'], points: 1, run: withdrawInfo }],
  ['Withdraw', { needs: ['withdraw-funds'], points: 1, run: withdraw }],
  [
    'WithdrawStatus',
    { needs: ['query-funds', 'withdraw-funds'], points: 1, run: (call) => list(call, 'withdrawal', 'withdrawals') },
  ],
  ['WithdrawCancel', { needs: ['withdraw-funds'], points: 1, run: withdrawCancel }],
  ['WalletTransfer', { needs: ['withdraw-funds'], points: 1, run: walletTransfer }],
];

const pageSize = 50;

function depositMethods({ exchange, params }: Call): object {
  return routesOf(exchange.funding.routes, params, true).map(({ method, minimum, asset }) => ({
    method,
    limit: false,
    fee: '0.0000000000',
    'gen-address': true,
    minimum: minimum.toFixed(asset.decimals),
  }));
}

function depositAddresses({ exchange, params }: Call): object {
  const { funding } = exchange;
  const [route] = routesOf(funding.routes, params, true);
  if (route === undefined || params.get('method') !== route.method) throw new Refusal('EFunding:No funding method');
  const isNew = /^(true|1)$/i.test(params.get('new') ?? '');
  if (isNew && !funding.addAddress()) throw new Refusal('EFunding:Too many addresses');
  const addresses = [...funding.addressesOf(route)].reverse();
  return addresses.map((address, index) => ({ address, expiretm: '0', new: isNew && index === 0 }));
}

function withdrawMethods({ exchange, params }: Call): object {
  return routesOf(exchange.funding.routes, params, false).map(({ asset, method, network, minimum }) => ({
    asset: asset.altname,
    method,
    network,
    minimum: minimum.toFixed(asset.decimals),
  }));
}

function withdrawAddresses({ exchange, params }: Call): object {
  const { funding } = exchange;
  return routesOf(funding.routes, params, false).map((route) => ({
    address: `${funding.storedName(route)}-wallet`,
    asset: route.asset.altname,
    method: route.method,
    key: funding.storedName(route),
    verified: true,
  }));
}

function withdrawInfo(call: Call): object {
  const { route, amount } = readWithdrawal(call);
  const { asset, fee } = route;
  const { account } = call.exchange.book;
  const text = (value: Big): string => value.toFixed(asset.decimals);
  const limit = account.balance(asset).minus(account.held(asset));
  return { method: route.method, limit: text(limit), amount: text(amount.minus(fee)), fee: text(fee) };
}

function withdraw(call: Call): object {
  const { route, amount } = readWithdrawal(call);
  return { refid: call.exchange.funding.withdraw(route, amount, call.nowMs).refid };
}

function withdrawCancel({ exchange, params, nowMs }: Call): boolean {
  const asset = assetOf(params.get('asset') ?? '');
  const found = exchange.funding.transfers.find(
    ({ refid, kind }) => refid === params.get('refid') && kind === 'withdrawal',
  );
  if (found === undefined || found.route.asset !== asset) throw new Refusal('EFunding:Unknown reference id');
  if (statusOf(found, nowMs) !== 'Initial') return false;
  found.isCancelled = true;
  return true;
}

function walletTransfer({ exchange, params }: Call): object {
  const asset = assetOf(params.get('asset') ?? '');
  if (asset === undefined) throw new Refusal('EFunding:Unknown asset');
  const amount = readAmount(params, 'amount');
  if (params.get('from') !== 'Spot Wallet') throw invalidArguments('from');
  if (params.get('to') !== 'Futures Wallet') throw invalidArguments('to');
  exchange.book.account.need(asset, amount, 'EFunding:Insufficient funds');
  return { refid: exchange.funding.nextRefid() };
}

/** Checked as if it went out: a stored address, the minimum, and funds that are free. */
function readWithdrawal({ exchange, params }: Call): { readonly route: Route; readonly amount: Big } {
  const { funding, book } = exchange;
  const [route] = routesOf(funding.routes, params, true);
  if (route === undefined) throw new Refusal('EFunding:No funding method');
  if (params.get('key') !== funding.storedName(route)) throw new Refusal('EFunding:Unknown withdraw key');
  const amount = readAmount(params, 'amount');
  if (amount.lt(route.minimum)) throw new Refusal('EFunding:Invalid amount');
  book.account.need(route.asset, amount, 'EFunding:Insufficient funds');
  return { route, amount };
}

function list({ exchange, params, nowMs }: Call, kind: Transfer['kind'], name: string): object {
  const wanted = routesOf(exchange.funding.routes, params, false);
  const startMs = readSec(params, 'start') * 1000;
  const endMs = (readSec(params, 'end') || Number.MAX_SAFE_INTEGER) * 1000;
  const rows = [...exchange.funding.transfers]
    .reverse()
    .filter((transfer) => transfer.kind === kind && wanted.includes(transfer.route))
    .filter(({ timeMs }) => timeMs >= startMs && timeMs <= endMs);
  const limit = readWhole(params, 'limit', pageSize, 1, 500);
  const cursor = params.get('cursor') ?? 'false';
  if (cursor === 'false') return rows.slice(0, limit).map((transfer) => view(transfer, nowMs));
  const from = cursor === 'true' ? 0 : rows.findIndex(({ refid }) => refid === cursor);
  if (from < 0) throw invalidArguments('cursor');
  const next = rows[from + limit];
  return {
    [name]: rows.slice(from, from + limit).map((transfer) => view(transfer, nowMs)),
    ...(next === undefined ? {} : { next_cursor: next.refid }),
  };
}

function view(transfer: Transfer, nowMs: number): object {
  const { refid, kind, route, amount, timeMs, info, isCancelled } = transfer;
  const status = statusOf(transfer, nowMs);
  const fee = kind === 'deposit' ? '0' : route.fee.toFixed(route.asset.decimals);
  return {
    method: route.method,
    network: route.network,
    aclass: 'currency',
    asset: route.asset.id,
    refid,
    txid: status === 'Success' ? `practice-${refid}` : null,
    info,
    amount: amount.toFixed(route.asset.decimals),
    fee,
    time: Math.floor(timeMs / 1000),
    status,
    ...(isCancelled ? { 'status-prop': 'canceled' } : {}),
  };
}

/** The routes of the asset that is asked for; of all where none is, and none must be. */
function routesOf(routes: readonly Route[], params: Params, isNeeded: boolean): readonly Route[] {
  const name = params.get('asset') ?? '';
  if (name === '' && !isNeeded) return routes;
  if (name === '') throw invalidArguments('asset');
  const asset = assetOf(name);
  if (asset === undefined) throw new Refusal('EFunding:Unknown asset');
  return routes.filter((route) => route.asset === asset);
}

/** Unix seconds; 0 where it isn't there. */
function readSec(params: Params, name: string): number {
  const text = params.get(name) ?? '0';
  if (!/^\d{1,12}(\.\d{1,9})?$/.test(text)) throw invalidArguments(name);
  return Number(text);
}
