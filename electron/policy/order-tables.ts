/**
 * Where the order endpoints of ten exchanges keep what an order says, as ccxt 4.5.84 writes it.
 * Source: each exchange's API reference of the endpoint, by the names of its parameters.
 */

type Params = Readonly<Record<string, unknown>>;

/** The names of an endpoint's parameters. */
export interface OrderRow {
  readonly kind: 'create' | 'cancel';
  readonly symbol?: string;
  readonly side?: string;
  readonly type?: string;
  readonly amount?: string;
  readonly price?: string;
  readonly clientId?: string;
  /** The order or orders that it points at. */
  readonly id?: string;
  /** Parameters that change neither market, side, amount nor price. */
  readonly plain?: readonly string[];
  /** Brings an endpoint's own form into names and values; what it doesn't know stays. */
  readonly prepare?: (params: Params) => Params;
}

const names = (symbol: string, amount: string, price: string, clientId: string): Omit<OrderRow, 'kind'> => ({
  ...{ symbol, side: 'side', type: 'type', amount, price, clientId },
});

/** By ccxt's id of an exchange, then by ccxt's implicit method. */
export const orderRows: Readonly<Record<string, Readonly<Record<string, OrderRow>>>> = {
  binance: {
    privatePostOrder: {
      kind: 'create',
      ...names('symbol', 'quantity', 'price', 'newClientOrderId'),
      plain: ['timeInForce', 'newOrderRespType', 'recvWindow'],
    },
    privateDeleteOrder: { kind: 'cancel', symbol: 'symbol', id: 'orderId', plain: ['recvWindow'] },
  },
  bybit: {
    privatePostV5OrderCreate: {
      kind: 'create',
      ...{ ...names('symbol', 'qty', 'price', 'orderLinkId'), type: 'orderType' },
      plain: ['category', 'timeInForce', 'isLeverage'],
    },
    privatePostV5OrderCancel: { kind: 'cancel', symbol: 'symbol', id: 'orderId', plain: ['category', 'orderFilter'] },
  },
  okx: {
    privatePostTradeOrder: { kind: 'create', ...namesOfOkx() },
    // ccxt places one order as a list of one.
    privatePostTradeBatchOrders: { kind: 'create', ...namesOfOkx(), prepare: onlyOne },
    privatePostTradeCancelOrder: { kind: 'cancel', symbol: 'instId', id: 'ordId' },
  },
  coinbase: {
    v3PrivatePostBrokerageOrders: {
      kind: 'create',
      ...names('product_id', 'base_size', 'limit_price', 'client_order_id'),
      plain: ['post_only'],
      prepare: unfold,
    },
    v3PrivatePostBrokerageOrdersBatchCancel: { kind: 'cancel', id: 'order_ids' },
  },
  bitfinex: {
    privatePostAuthWOrderSubmit: { kind: 'create', ...names('symbol', 'amount', 'price', 'cid'), prepare: unsign },
    privatePostAuthWOrderCancel: { kind: 'cancel', id: 'id' },
  },
  kucoin: {
    privatePostOrders: { kind: 'create', ...names('symbol', 'size', 'price', 'clientOid'), plain: ['timeInForce'] },
    privatePostHfOrders: { kind: 'create', ...names('symbol', 'size', 'price', 'clientOid'), plain: ['timeInForce'] },
    privateDeleteOrdersOrderId: { kind: 'cancel', id: 'orderId' },
    privateDeleteHfOrdersOrderId: { kind: 'cancel', symbol: 'symbol', id: 'orderId' },
  },
  gate: {
    privateSpotPostOrders: {
      kind: 'create',
      ...names('currency_pair', 'amount', 'price', 'text'),
      plain: ['time_in_force', 'account'],
    },
    privateSpotDeleteOrdersOrderId: { kind: 'cancel', symbol: 'currency_pair', id: 'order_id', plain: ['account'] },
  },
  htx: {
    spotPrivatePostV1OrderOrdersPlace: {
      kind: 'create',
      ...names('symbol', 'amount', 'price', 'client-order-id'),
      plain: ['account-id', 'source'],
      prepare: splitType,
    },
    spotPrivatePostV1OrderOrdersOrderIdSubmitcancel: { kind: 'cancel', symbol: 'symbol', id: 'order-id' },
  },
  bitstamp: {
    privatePostBuyPair: rowOfBitstamp('buy'),
    privatePostSellPair: rowOfBitstamp('sell'),
    privatePostCancelOrder: { kind: 'cancel', id: 'id' },
  },
  gemini: {
    privatePostV1OrderNew: { kind: 'create', ...names('symbol', 'amount', 'price', 'client_order_id') },
    privatePostV1OrderCancel: { kind: 'cancel', id: 'order_id' },
  },
};

function namesOfOkx(): Omit<OrderRow, 'kind'> {
  return { ...names('instId', 'sz', 'px', 'clOrdId'), type: 'ordType', plain: ['tdMode', 'tag'] };
}

function rowOfBitstamp(side: 'buy' | 'sell'): OrderRow {
  const prepare = (params: Params): Params => ({ ...params, side, type: 'limit' });
  return { kind: 'create', ...names('pair', 'amount', 'price', 'client_order_id'), prepare };
}

/** A list of one order as that order; of more, nothing can be read. */
function onlyOne(params: Params): Params {
  const orders = Object.values(params);
  const [order] = orders;
  return orders.length === 1 && isParams(order) ? order : { orders };
}

/** Coinbase names the kind of order by the field that holds its terms. */
function unfold({ order_configuration: configuration, ...rest }: Params): Params {
  const [[name = '', terms] = [], ...more] = isParams(configuration) ? Object.entries(configuration) : [];
  if (!isParams(terms) || more.length > 0 || !/^(limit_limit|market_market)_/.test(name))
    return { ...rest, [name]: terms };
  return { ...rest, ...terms, type: name.split('_')[0] };
}

/** Bitfinex sells by a negative amount, and puts `t` before the name of a market. */
function unsign(params: Params): Params {
  const amount = String(params['amount'] ?? '');
  const type = params['type'] === 'EXCHANGE LIMIT' ? 'limit' : params['type'];
  return { ...params, type, side: amount.startsWith('-') ? 'sell' : 'buy', amount: amount.replace(/^-/, '') };
}

/** HTX says side and type in one word: `buy-limit`. */
function splitType(params: Params): Params {
  const [, side, type] = /^(buy|sell)-(limit|market)$/.exec(String(params['type'])) ?? [];
  return side === undefined ? params : { ...params, side, type };
}

export const isParams = (value: unknown): value is Params =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
