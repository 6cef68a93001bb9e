import { format, inspect } from 'node:util';
import { expect, it } from 'vitest';
import { Secret } from '../../../electron/base/secret.ts';

it('a secret prints as [secret], however it is printed', () => {
  const secret = Secret.ofText('hunter2');
  const printed = [
    String(secret),
    `${secret}`,
    JSON.stringify({ secret }),
    inspect({ secret }),
    format('%s %o', secret, secret),
  ];
  for (const text of [...printed, inspect(secret, { showHidden: true, depth: 9 }), Object.keys(secret).join()]) {
    expect(text).not.toContain('hunter2');
  }
  expect(JSON.stringify({ secret })).toBe('{"secret":"[secret]"}');
});

it('a secret empties the bytes that it was made of, and lends its own', () => {
  const bytes = Buffer.from('hunter2');
  const secret = new Secret(bytes);
  expect([...bytes].every((byte) => byte === 0)).toBe(true);
  expect(secret.useText((text) => text)).toBe('hunter2');
});

it('a wiped secret holds nothing any more, and cannot be used', () => {
  const secret = Secret.ofText('hunter2');
  const lent = secret.use((bytes) => bytes);
  const copy = secret.copy();
  secret.wipe();
  secret.wipe();
  expect([...lent].every((byte) => byte === 0)).toBe(true);
  expect(secret.isWiped).toBe(true);
  expect(() => secret.use(() => 0)).toThrow();
  expect(copy.useText((text) => text)).toBe('hunter2');
});
