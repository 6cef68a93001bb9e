import { expect, test } from 'vitest';
import { isSigned, readSecret, signatureOf } from '../../../electron/practice/signature.ts';
import vector from '../../vectors/kraken-api-sign.json' with { type: 'json' };

const secret = readSecret(vector.secret);
const body = Buffer.from(vector.body);

test("the practice exchange computes Kraken's published example of API-Sign", () => {
  expect(signatureOf(vector.path, vector.nonce, body, secret)).toBe(vector.apiSign);
});

test('to the practice exchange a signature fits only its own path, nonce, body and secret', () => {
  expect(isSigned(vector.apiSign, vector.path, vector.nonce, body, secret)).toBe(true);
  expect(isSigned(vector.apiSign, '/0/private/CancelOrder', vector.nonce, body, secret)).toBe(false);
  expect(isSigned(vector.apiSign, vector.path, '1616492376595', body, secret)).toBe(false);
  expect(isSigned(vector.apiSign, vector.path, vector.nonce, Buffer.from(`${vector.body}0`), secret)).toBe(false);
  expect(isSigned(vector.apiSign, vector.path, vector.nonce, body, readSecret('AAAA'))).toBe(false);
  expect(isSigned('', vector.path, vector.nonce, body, secret)).toBe(false);
});
