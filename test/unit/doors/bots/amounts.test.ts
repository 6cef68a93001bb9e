import { describe, expect, test } from 'vitest';
import { parseStrictJson } from '../../../../electron/base/strict-json.ts';
import { checkAmounts } from '../../../../electron/doors/bots/amounts.ts';
import { AppError } from '../../../../shared/errors.ts';

const outcome = (method: string, json: string): unknown => {
  try {
    const args = parseStrictJson(json);
    return Array.isArray(args) ? checkAmounts(method, args) : undefined;
  } catch (fault) {
    return fault instanceof AppError ? fault.code : fault;
  }
};
const amounts = (written: string) => outcome('createOrder', `["BTC/USD","limit","buy",${written},50000]`);

describe('the amount of an order', () => {
  test.each([
    '0.01',
    '1e-8',
    '0',
    '"0.01"',
    '"00012345678901234567"',
    '"1.123456789012345678"',
    '99999999999999999999',
    '0.123456789012345678',
  ])('%s is taken', (written) => {
    expect(amounts(written)).toBeInstanceOf(Array);
  });

  test.each([
    '-1',
    '"-1"',
    '"1e3"',
    '"+1"',
    '"+5%"',
    '"#10"',
    '"1."',
    '".5"',
    '" 1"',
    '"1\\n"',
    '""',
    '"NaN"',
    '"0x10"',
    'true',
    '{}',
    '[1]',
    'null',
    '1e20',
    '1e400',
    '1e-19',
    '0.1234567890123456789',
    '123456789012345678901',
  ])('%s is refused', (written) => expect(amounts(written)).toBe('BODY_INVALID'));

  test('one that is left out is refused', () => {
    expect(outcome('createOrder', '["BTC/USD","limit","buy"]')).toBe('BODY_INVALID');
    expect(outcome('withdraw', '["BTC"]')).toBe('BODY_INVALID');
  });

  test('an exponent reaches the agent written out', () => {
    expect(outcome('createOrder', '["BTC/USD","limit","buy",1e-8,5e4]')).toEqual([
      'BTC/USD',
      'limit',
      'buy',
      '0.00000001',
      50000,
    ]);
  });
});

describe('where amounts and prices stand', () => {
  test('a price may be null or left out', () => {
    for (const rest of ['', ',null', ',null,{}'])
      expect(outcome('createOrder', `["BTC/USD","market","buy",1${rest}]`)).toBeInstanceOf(Array);
    expect(outcome('createOrder', '["BTC/USD","limit","buy",1,"+5%"]')).toBe('BODY_INVALID');
  });

  test('an edit may leave the amount out', () => {
    expect(outcome('editOrder', '["O1","BTC/USD","limit","buy",null,5]')).toBeInstanceOf(Array);
    expect(outcome('editOrder', '["O1","BTC/USD","limit","buy",true,5]')).toBe('BODY_INVALID');
  });

  test('each method is checked at its own places', () => {
    expect(outcome('createLimitBuyOrder', '["BTC/USD","1e3",5]')).toBe('BODY_INVALID');
    expect(outcome('createTriggerOrder', '["BTC/USD","limit","buy",1,5,"x"]')).toBe('BODY_INVALID');
    expect(outcome('createMarketBuyOrderWithCost', '["BTC/USD",-1]')).toBe('BODY_INVALID');
    expect(outcome('withdraw', '["BTC",true,"address"]')).toBe('BODY_INVALID');
    expect(outcome('createOrderWithTakeProfitAndStopLoss', '["BTC/USD","limit","buy",1,5,"-1",4]')).toBe(
      'BODY_INVALID',
    );
  });

  test('a list of orders is checked order by order', () => {
    const list = (orders: string) => outcome('createOrders', `[${orders}]`);
    expect(
      list(
        '[{"symbol":"BTC/USD","type":"limit","side":"buy","amount":"1","price":2},{"symbol":"BTC/USD","amount":1e-8}]',
      ),
    ).toBeInstanceOf(Array);
    expect(list('[{"amount":1},{"amount":"1e3"}]')).toBe('BODY_INVALID');
    expect(list('[{"amount":1,"price":-1}]')).toBe('BODY_INVALID');
    expect(list('[{"price":1}]')).toBe('BODY_INVALID');
    for (const orders of ['', 'null', '{}', '"x"', '[1]', '[null]', '[[]]']) expect(list(orders)).toBe('BODY_INVALID');
    expect(outcome('editOrders', '[[{"id":"O1","price":"2"}]]')).toBeInstanceOf(Array);
  });

  test('parameters, other methods and implicit ones are left alone', () => {
    expect(outcome('createOrder', '["BTC/USD","limit","buy",1,null,{"price":"+5%"}]')).toBeInstanceOf(Array);
    expect(outcome('fetchBalance', '[{"amount":"x"}]')).toBeInstanceOf(Array);
    expect(outcome('privatePostAddOrder', '[{"volume":"1e3"}]')).toBeInstanceOf(Array);
    expect(outcome('constructor', '[true,true,true,true]')).toBeInstanceOf(Array);
  });
});
