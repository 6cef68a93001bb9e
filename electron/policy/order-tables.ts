/**
 * Where the order endpoints of ten exchanges keep what an order says, as ccxt 4.5.84 writes it.
 * Source: each exchange's API reference of the endpoint, by the names of its parameters.
 */

type Params = Readonly<Record<string, unknown>>;

/** The names of an endpoint's parameters. */
export interface OrderRow {
  readonly kind: 'create' | 'edit' | 'cancel';
  readonly symbol?: string;
  readonly side?: string;
  readonly type?: string;
  readonly amount?: string;
  readonly price?: string;
  /** The price at which a stop wakes up. */
  readonly trigger?: string;
  readonly clientId?: string;
  /** The order or orders that it points at. */
  readonly id?: string;
  /** Parameters that change neither market, side, amount nor price. */
  readonly plain?: readonly string[];
  /** The orders of a batch; undefined where they can't be read. */
  readonly each?: (params: Params) => readonly Params[] | undefined;
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
      trigger: 'stopPrice',
      plain: ['timeInForce', 'newOrderRespType', 'recvWindow'],
    },
    privateDeleteOrder: { kind: 'cancel', symbol: 'symbol', id: 'orderId', plain: ['recvWindow'] },
  },
  bybit: {
    privatePostV5OrderCreate: { kind: 'create', ...namesOfBybit() },
    privatePostV5OrderCreateBatch: { kind: 'create', ...namesOfBybit(), each: listIn('request') },
    privatePostV5OrderAmend: {
      ...{ kind: 'edit', symbol: 'symbol', id: 'orderId', amount: 'qty', price: 'price', trigger: 'triggerPrice' },
      plain: ['category', 'triggerBy'],
    },
    privatePostV5OrderCancelBatch: {
      ...{ kind: 'cancel', symbol: 'symbol', id: 'orderId', each: listIn('request') },
      plain: ['category'],
    },
    privatePostV5OrderCancel: { kind: 'cancel', symbol: 'symbol', id: 'orderId', plain: ['category', 'orderFilter'] },
  },
  okx: {
    privatePostTradeOrder: { kind: 'create', ...namesOfOkx() },
    // ccxt places one order as a list of one.
    privatePostTradeBatchOrders: { kind: 'create', ...namesOfOkx(), each: asList },
    privatePostTradeOrderAlgo: {
      kind: 'create',
      ...{ ...namesOfOkx(), price: 'orderPx', trigger: 'triggerPx', clientId: 'algoClOrdId', prepare: atMarket },
    },
    privatePostTradeAmendOrder: { kind: 'edit', symbol: 'instId', id: 'ordId', amount: 'newSz', price: 'newPx' },
    privatePostTradeCancelBatchOrders: { kind: 'cancel', symbol: 'instId', id: 'ordId', each: asList },
    privatePostTradeCancelOrder: { kind: 'cancel', symbol: 'instId', id: 'ordId' },
  },
  coinbase: {
    v3PrivatePostBrokerageOrders: {
      kind: 'create',
      ...names('product_id', 'base_size', 'limit_price', 'client_order_id'),
      trigger: 'stop_price',
      plain: ['post_only', 'stop_direction'],
      prepare: unfold,
    },
    v3PrivatePostBrokerageOrdersEdit: { kind: 'edit', id: 'order_id', amount: 'size', price: 'price' },
    v3PrivatePostBrokerageOrdersBatchCancel: { kind: 'cancel', id: 'order_ids' },
  },
  bitfinex: {
    privatePostAuthWOrderSubmit: {
      kind: 'create',
      ...names('symbol', 'amount', 'price', 'cid'),
      // A stop limit order has its trigger as price and its limit here.
      trigger: 'price_aux_limit',
      prepare: unsign,
    },
    privatePostAuthWOrderCancel: { kind: 'cancel', id: 'id' },
    privatePostAuthWOrderCancelMulti: { kind: 'cancel', id: 'id' },
  },
  kucoin: {
    privatePostOrders: { kind: 'create', ...names('symbol', 'size', 'price', 'clientOid'), plain: ['timeInForce'] },
    privatePostHfOrders: { kind: 'create', ...names('symbol', 'size', 'price', 'clientOid'), plain: ['timeInForce'] },
    privatePostHfOrdersMulti: {
      ...{ kind: 'create', ...names('symbol', 'size', 'price', 'clientOid'), each: listIn('orderList') },
      plain: ['timeInForce'],
    },
    privatePostStopOrder: {
      kind: 'create',
      ...names('symbol', 'size', 'price', 'clientOid'),
      trigger: 'stopPrice',
      plain: ['timeInForce', 'stop'],
    },
    privatePostHfOrdersAlter: { kind: 'edit', symbol: 'symbol', id: 'orderId', amount: 'newSize', price: 'newPrice' },
    privateDeleteOrdersOrderId: { kind: 'cancel', id: 'orderId' },
    privateDeleteHfOrdersOrderId: { kind: 'cancel', symbol: 'symbol', id: 'orderId' },
  },
  gate: {
    privateSpotPostOrders: { kind: 'create', ...namesOfGate() },
    privateSpotPostBatchOrders: { kind: 'create', ...namesOfGate(), each: asList },
    privateSpotPostPriceOrders: {
      kind: 'create',
      ...{ ...namesOfGate(), trigger: 'trigger_price', prepare: unfoldTrigger },
      plain: ['time_in_force', 'account', 'rule', 'expiration'],
    },
    privateSpotPatchOrdersOrderId: {
      ...{ kind: 'edit', symbol: 'currency_pair', id: 'order_id', amount: 'amount', price: 'price' },
      plain: ['account'],
    },
    privateSpotPostCancelBatchOrders: { kind: 'cancel', symbol: 'currency_pair', id: 'id', each: asList },
    privateSpotDeleteOrdersOrderId: { kind: 'cancel', symbol: 'currency_pair', id: 'order_id', plain: ['account'] },
  },
  htx: {
    spotPrivatePostV1OrderOrdersPlace: {
      kind: 'create',
      ...names('symbol', 'amount', 'price', 'client-order-id'),
      trigger: 'stop-price',
      plain: ['account-id', 'source', 'operator'],
      prepare: splitType,
    },
    spotPrivatePostV1OrderOrdersOrderIdSubmitcancel: { kind: 'cancel', symbol: 'symbol', id: 'order-id' },
  },
  bitstamp: {
    privatePostBuyPair: rowOfBitstamp('buy'),
    privatePostSellPair: rowOfBitstamp('sell'),
    privatePostReplaceOrder: { kind: 'edit', id: 'id', amount: 'amount', price: 'price' },
    privatePostCancelOrder: { kind: 'cancel', id: 'id' },
  },
  gemini: {
    privatePostV1OrderNew: {
      ...{ kind: 'create', ...names('symbol', 'amount', 'price', 'client_order_id'), trigger: 'stop_price' },
    },
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

function namesOfBybit(): Omit<OrderRow, 'kind'> {
  return {
    ...{ ...names('symbol', 'qty', 'price', 'orderLinkId'), type: 'orderType', trigger: 'triggerPrice' },
    plain: ['category', 'timeInForce', 'isLeverage', 'triggerDirection', 'triggerBy', 'orderFilter'],
  };
}

function namesOfGate(): Omit<OrderRow, 'kind'> {
  return { ...names('currency_pair', 'amount', 'price', 'text'), plain: ['time_in_force', 'account'] };
}

/** The orders of a request that is a list, whose places ccxt makes names. */
function asList(params: Params): readonly Params[] | undefined {
  const orders = Object.values(params).filter(isParams);
  return orders.length > 0 && orders.length === Object.keys(params).length ? orders : undefined;
}

/** The orders of a list among the parameters; what stands beside it is each order's. */
function listIn(name: string): (params: Params) => readonly Params[] | undefined {
  return ({ [name]: list, ...rest }) => {
    const orders: readonly unknown[] = Array.isArray(list) ? list : [];
    const read = orders.filter(isParams);
    return read.length > 0 && read.length === orders.length ? read.map((order) => ({ ...rest, ...order })) : undefined;
  };
}

/** OKX's word for the market's price is -1. */
function atMarket({ orderPx, ...rest }: Params): Params {
  return orderPx === '-1' ? rest : { ...rest, orderPx };
}

/** Gate keeps when an order wakes up apart from what it then is. */
function unfoldTrigger({ trigger, put, market, ...rest }: Params): Params {
  if (!isParams(trigger) || !isParams(put)) return { ...rest, trigger, put };
  const { price, ...terms } = trigger;
  return { ...rest, ...terms, ...put, currency_pair: market, trigger_price: price };
}

/** Coinbase names the kind of order by the field that holds its terms. */
function unfold({ order_configuration: configuration, ...rest }: Params): Params {
  const [[name = '', terms] = [], ...more] = isParams(configuration) ? Object.entries(configuration) : [];
  if (!isParams(terms) || more.length > 0 || !/^(limit_limit|market_market|stop_limit_stop_limit)_/.test(name))
    return { ...rest, [name]: terms };
  return { ...rest, ...terms, type: name.startsWith('stop') ? 'stop-limit' : name.split('_')[0] };
}

/** Bitfinex sells by a negative amount, and puts `t` before the name of a market. */
function unsign(params: Params): Params {
  const amount = String(params['amount'] ?? '');
  const type = params['type'] === 'EXCHANGE LIMIT' ? 'limit' : params['type'];
  return { ...params, type, side: amount.startsWith('-') ? 'sell' : 'buy', amount: amount.replace(/^-/, '') };
}

/** HTX says side and type in one word: `buy-limit`. */
function splitType(params: Params): Params {
  const [, side, type] = /^(buy|sell)-(limit|market|stop-limit)$/.exec(String(params['type'])) ?? [];
  return side === undefined ? params : { ...params, side, type };
}

export const isParams = (value: unknown): value is Params =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
