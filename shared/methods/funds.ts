// A row is a method of ccxt 4.5.84's base class and its arguments, in ccxt's order and by ccxt's names.

/**
 * Moves money between own accounts, borrows or repays it.
 * A new deposit address moves none, but it is a write on the funding side that no trading bot needs.
 */
export const fundTransfers = {
  transfer: 'code amount fromAccount toAccount params',
  borrowMargin: 'code amount symbol params',
  borrowCrossMargin: 'code amount params',
  borrowIsolatedMargin: 'symbol code amount params',
  repayMargin: 'code amount symbol params',
  repayCrossMargin: 'code amount params',
  repayIsolatedMargin: 'symbol code amount params',
  addMargin: 'symbol amount params',
  reduceMargin: 'symbol amount params',
  setMargin: 'symbol amount params',
  createDepositAddress: 'code params',
} as const;

/** Lets money leave. A subaccount is a place that the grant never saw, so making one counts as much. */
export const fundWithdrawals = {
  withdraw: 'code amount address tag params',
  createSubAccount: 'name params',
} as const;
