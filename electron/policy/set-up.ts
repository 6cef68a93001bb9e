import { methodOf } from '../../shared/methods.ts';

/**
 * Reads that an adapter of ccxt 4.5.84 makes of its own inside another call, to learn what kind of account it has. A
 * bot never sees their answers, so they go as the agent's own.
 */
const setUpReads: Readonly<Record<string, readonly string[]>> = {
  // isUnifiedEnabled
  bybit: ['privateGetV5UserQueryApi', 'privateGetV5AccountInfo'],
  // isUTAEnabled, loadMigrationStatus
  kucoin: ['utaPrivateGetAccountMode', 'privateGetHfAccountsOpened'],
  // loadUnifiedStatus
  gate: ['privateAccountGetDetail'],
  // loadAccounts: an order names the account that it is for.
  htx: ['spotPrivateGetV1AccountAccounts'],
};

/** Is this request of a unified method's own making? An implicit method is the bot's own, and gives it the answer. */
export const isSetUp = (exchange: string, endpointId: string, method: string): boolean =>
  methodOf(method) !== undefined &&
  Object.hasOwn(setUpReads, exchange) &&
  setUpReads[exchange]?.includes(endpointId) === true;
