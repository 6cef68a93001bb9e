import type { EndpointGroups } from './endpoints.ts';

/**
 * What endpoints need that no unified method of ccxt calls, and where a unified method says too little. Read by
 * build/scripts/make-endpoints.ts; a row may name a new endpoint or make one stricter, never looser.
 */
export const additions: Readonly<Record<string, EndpointGroups>> = {
  kraken: {
    'private POST': {
      'market.read': ['Level3'],
      'account.read': [
        'Balance',
        'TradeBalance',
        'CreditLines',
        'GetApiKeyInfo',
        'ListWalletAccounts',
        'AddExport',
        'ExportStatus',
        'RetrieveExport',
        'WithdrawMethods',
        'WithdrawAddresses',
        'WithdrawInfo',
        'Earn/AllocateStatus',
        'Earn/DeallocateStatus',
        'Earn/Strategies',
        'Earn/Allocations',
      ],
      'orders.read': ['OrderAmends'],
      stream: ['GetWebSocketsToken'],
      'orders.create': ['EditOrder'],
      // Deletes a report that somebody else may have asked for.
      raw: ['RemoveExport'],
      'funds.transfer': ['Earn/Allocate', 'Earn/Deallocate'],
      'funds.withdraw': ['WithdrawCancel', 'CreateSubaccount', 'AccountTransfer'],
    },
  },
  // `email_dst` sends to another user: https://docs.bitfinex.com/reference/rest-auth-transfer (November 2025).
  bitfinex: { 'private POST': { 'funds.withdraw': ['auth/w/transfer'] } },
  // Pays another user of the exchange, which leaves the account like a withdrawal.
  deribit: { 'private GET': { 'funds.withdraw': ['submit_transfer_to_user'] } },
};
