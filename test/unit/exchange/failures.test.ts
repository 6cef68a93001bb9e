import ccxt from 'ccxt';
import { describe, expect, it } from 'vitest';
import { isCredentialRefusal, isNeverConnected, nameFailure } from '../../../electron/exchange/failures.ts';
import { AppError, errors } from '../../../shared/errors.ts';
import type { Permission } from '../../../shared/permissions.ts';

const url = 'https://api.kraken.com/0/private/AddOrder';
const kraken = (words: string) => `kraken ${JSON.stringify({ error: [words] })}`;
const named = (fault: unknown, needs: Permission = 'account.read', handedOver = true) => {
  const error = nameFailure(fault, { needs, handedOver });
  return { code: error.code, sent: error.sent, retryable: error.retryable };
};
const coded = (fields: object, message = 'fault') => Object.assign(new Error(message), fields);

describe("Kraken's words", () => {
  it.each([
    ['EAPI:Invalid signature', 'AuthenticationError', 'SIGNATURE_REJECTED'],
    ['EAPI:Invalid key', 'AuthenticationError', 'KEY_REJECTED'],
    ['EAPI:Invalid nonce', 'InvalidNonce', 'NONCE_REJECTED'],
    ['EAPI:Bad request', 'BadRequest', 'KEY_REJECTED'],
    ['EAPI:Rate limit exceeded', 'RateLimitExceeded', 'RATE_LIMITED'],
    ['EOrder:Rate limit exceeded', 'RateLimitExceeded', 'RATE_LIMITED'],
    ['EGeneral:Too many requests', 'DDoSProtection', 'RATE_LIMITED'],
    ['EService:Throttled: 1700000000', 'ExchangeError', 'RATE_LIMITED'],
    ['EGeneral:Temporary lockout', 'DDoSProtection', 'EXCHANGE_LOCKED_OUT'],
    ['EGeneral:Permission denied', 'PermissionDenied', 'EXCHANGE_PERMISSION_DENIED'],
    ['EAPI:Feature disabled', 'ExchangeError', 'EXCHANGE_PERMISSION_DENIED'],
    ['EService:Market in cancel_only mode', 'OnMaintenance', 'EXCHANGE_UNAVAILABLE'],
    ['EOrder:Insufficient funds', 'InsufficientFunds', 'EXCHANGE_REFUSED'],
    ['EOrder:Unknown order', 'OrderNotFound', 'EXCHANGE_REFUSED'],
    ['EGeneral:Invalid arguments:volume', 'InvalidOrder', 'EXCHANGE_REFUSED'],
    ['EService:Deadline elapsed', 'ExchangeError', 'EXCHANGE_REFUSED'],
  ] as const)('%s means %s, and nothing was done', (words, kind, code) => {
    const fault = new ccxt[kind](kraken(words));
    for (const needs of ['account.read', 'orders.create', 'orders.cancel'] as const) {
      expect(named(fault, needs), needs).toMatchObject({ code, sent: 'no' });
    }
    const error = nameFailure(fault, { needs: 'orders.create', handedOver: true });
    expect(error.details).toMatchObject({ ccxt: kind, exchange: words });
    expect(error.details.retryAfterMs !== undefined).toBe(code === 'RATE_LIMITED');
  });

  it.each([
    'EGeneral:Internal error',
    'EGeneral:Internal error:7',
    'EService:Timeout',
    'EService:Unavailable',
    'EService:Busy',
  ])('%s leaves it open whether an order stands', (words) => {
    const fault = new ccxt.ExchangeError(kraken(words));
    expect(named(fault, 'orders.create')).toEqual({ code: 'OUTCOME_UNKNOWN', sent: 'unknown', retryable: false });
    expect(named(fault, 'orders.cancel')).toEqual({
      code: 'EXCHANGE_UNAVAILABLE',
      sent: 'unknown',
      retryable: false,
    });
    expect(named(fault, 'account.read')).toEqual({ code: 'EXCHANGE_UNAVAILABLE', sent: 'no', retryable: true });
  });
});

describe("ccxt's classes, where the words are not known", () => {
  it.each([
    ['InvalidNonce', 'NONCE_REJECTED'],
    ['PermissionDenied', 'EXCHANGE_PERMISSION_DENIED'],
    ['AccountNotEnabled', 'EXCHANGE_PERMISSION_DENIED'],
    ['AccountSuspended', 'KEY_REJECTED'],
    ['AuthenticationError', 'KEY_REJECTED'],
    ['RateLimitExceeded', 'RATE_LIMITED'],
    ['DDoSProtection', 'RATE_LIMITED'],
    ['NotSupported', 'METHOD_UNKNOWN'],
    ['OnMaintenance', 'EXCHANGE_UNAVAILABLE'],
    ['ExchangeNotAvailable', 'EXCHANGE_UNAVAILABLE'],
    ['RequestTimeout', 'EXCHANGE_UNAVAILABLE'],
    ['NetworkError', 'EXCHANGE_UNAVAILABLE'],
    ['BadResponse', 'EXCHANGE_UNAVAILABLE'],
    ['NullResponse', 'EXCHANGE_UNAVAILABLE'],
    ['InvalidOrder', 'EXCHANGE_REFUSED'],
    ['BadSymbol', 'EXCHANGE_REFUSED'],
    ['ArgumentsRequired', 'EXCHANGE_REFUSED'],
    ['ExchangeError', 'EXCHANGE_REFUSED'],
  ] as const)('%s means %s', (kind, code) => {
    expect(named(new ccxt[kind]('other {"code":-1,"msg":"no"}')).code).toBe(code);
  });

  it('every class has a code that is no fault of ours', () => {
    for (const [name, Kind] of Object.entries(ccxt)) {
      if (typeof Kind !== 'function' || !(Kind.prototype instanceof ccxt.BaseError)) continue;
      for (const needs of ['market.read', 'orders.create', 'funds.withdraw', 'raw'] as const) {
        const { code } = named(new (Kind as typeof ccxt.BaseError)('x {"a":1}'), needs);
        expect(errors[code].status, name).not.toBe(500);
      }
    }
  });

  it.each([
    ['RequestTimeout', 'binance {"code":-1007,"msg":"Send status unknown; execution status unknown."}'],
    ['ExchangeNotAvailable', 'bybit {"retCode":10016,"retMsg":"server error"}'],
    [
      'ExchangeNotAvailable',
      `kraken POST ${url} 502 Bad Gateway <html>connect ECONNREFUSED 10.0.0.1 certificate</html>`,
    ],
    ['RequestTimeout', `kraken POST ${url} request timed out (10000 ms)`],
    ['NetworkError', `kraken POST ${url} fetch failed: other side closed`],
    [
      'NetworkError',
      `kraken POST ${url} redirect to https://x was not followed (HTTP 302, following redirects is disabled)`,
    ],
  ] as const)('%s leaves an order open: %s', (kind, message) => {
    const fault = new ccxt[kind](message);
    expect(named(fault, 'orders.create')).toEqual({ code: 'OUTCOME_UNKNOWN', sent: 'unknown', retryable: false });
    expect(named(fault, 'funds.withdraw').code).toBe('OUTCOME_UNKNOWN');
    expect(named(fault, 'orders.cancel')).toEqual({ code: 'EXCHANGE_UNAVAILABLE', sent: 'unknown', retryable: false });
    expect(named(fault, 'orders.read')).toEqual({ code: 'EXCHANGE_UNAVAILABLE', sent: 'no', retryable: true });
    expect(named(fault, 'orders.create', false)).toMatchObject({ code: 'EXCHANGE_UNAVAILABLE', sent: 'no' });
  });
});

describe('a connection that never was', () => {
  it.each([
    ['refused', coded({ code: 'ECONNREFUSED', syscall: 'connect' })],
    ['no such name', coded({ code: 'ENOTFOUND', syscall: 'getaddrinfo' })],
    ['no route', coded({ code: 'EHOSTUNREACH', syscall: 'connect' })],
    ['too slow', coded({ code: 'UND_ERR_CONNECT_TIMEOUT' })],
    ['another certificate', coded({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' })],
    ['an unknown certificate', coded({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' })],
    ['both addresses refused', new AggregateError([coded({ syscall: 'connect' }), coded({ syscall: 'connect' })])],
    ['inside another', new TypeError('fetch failed', { cause: coded({ syscall: 'connect' }) })],
    ["in ccxt's sentence", new ccxt.NetworkError(`kraken POST ${url} fetch failed: connect ECONNREFUSED 127.0.0.1:1`)],
  ])('sends no order: %s', (_, fault) => {
    expect(isNeverConnected(fault)).toBe(true);
    expect(named(fault, 'orders.create')).toEqual({ code: 'EXCHANGE_UNAVAILABLE', sent: 'no', retryable: true });
  });

  it.each([
    ['reset while reading', coded({ code: 'ECONNRESET', syscall: 'read' })],
    ['no route any more', coded({ code: 'EHOSTUNREACH', syscall: 'write' })],
    ['closed', coded({ code: 'UND_ERR_SOCKET' })],
    ['late', coded({ code: 'UND_ERR_BODY_TIMEOUT' })],
    ['one address of two', new AggregateError([coded({ syscall: 'connect' }), coded({ syscall: 'read' })])],
    ['aborted', new DOMException('aborted', 'AbortError')],
    ['a fault in reading the answer', new TypeError("Cannot read properties of undefined (reading 'x')")],
  ])('is not believed of a connection that broke: %s', (_, fault) => {
    expect(isNeverConnected(fault)).toBe(false);
    expect(named(fault, 'orders.create')).toEqual({ code: 'OUTCOME_UNKNOWN', sent: 'unknown', retryable: false });
    expect(named(fault, 'account.read')).toEqual({ code: 'EXCHANGE_UNAVAILABLE', sent: 'no', retryable: true });
  });
});

describe('faults of other kinds', () => {
  it('arguments that ccxt stumbles over before anything left are the fault of the bot', () => {
    for (const fault of [new TypeError('x.toUpperCase is not a function'), new RangeError('bad'), 'thrown text']) {
      expect(named(fault, 'orders.create', false)).toEqual({ code: 'BODY_INVALID', sent: 'no', retryable: false });
    }
  });

  it('an error of ours keeps its code', () => {
    for (const code of [
      'PERMISSION_DENIED',
      'CIRCUIT_OPEN',
      'VAULT_SEALED',
      'DEADLINE_PASSED',
      'RATE_LIMITED',
    ] as const) {
      expect(named(new AppError(code), 'orders.create').code).toBe(code);
    }
  });

  it('a web page instead of an answer leaves an order open, and a read not', () => {
    const fault = new AppError('EXCHANGE_UNAVAILABLE', { sent: 'unknown' });
    expect(named(fault, 'orders.create').code).toBe('OUTCOME_UNKNOWN');
    expect(named(fault, 'account.read')).toEqual({ code: 'EXCHANGE_UNAVAILABLE', sent: 'no', retryable: true });
  });

  it("the exchange's words are cut to 300 characters", () => {
    const error = nameFailure(new ccxt.ExchangeError(`x {"a":"${'b'.repeat(5000)}"}`), {
      needs: 'raw',
      handedOver: true,
    });
    expect(error.details.exchange).toHaveLength(300);
  });

  it('a sentence of ccxt with an address in it is not shown, since it may hold a signature', () => {
    const fault = new ccxt.ExchangeNotAvailable('binance GET https://api.binance.com/x?signature=abcdef 503 Down');
    const error = nameFailure(fault, { needs: 'account.read', handedOver: true });
    expect(JSON.stringify({ ...error.details, cause: undefined, message: error.message })).not.toContain('abcdef');
  });

  it('counts towards a lockout only what is about the credentials', () => {
    const counted = Object.keys(errors).filter((code) => isCredentialRefusal(code as keyof typeof errors));
    expect(counted.sort()).toEqual(['CODE_REJECTED', 'EXCHANGE_LOCKED_OUT', 'KEY_REJECTED', 'SIGNATURE_REJECTED']);
  });
});
