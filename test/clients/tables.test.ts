import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { clientTables } from '../../build/scripts/client-tables.ts';
import { errors as known } from '../../clients/typescript/src/tables.ts';
import { errors } from '../../shared/errors.ts';
import { botErrorCodes } from '../../shared/openapi.ts';

const files = await clientTables();

test.each(files.map(([path, text]) => [path.split('/clients/')[1], path, text]))(
  'clients/%s is what shared/ and ccxt say: else run npm run build:client-tables',
  (_, path, text) => {
    expect(readFileSync(path ?? '', 'utf8')).toBe(text);
  },
);

test('the SDKs know every code that a bot can meet', () => {
  expect(botErrorCodes.filter((code) => !Object.hasOwn(known, code))).toEqual([]);
  for (const [code, [sent, retryable, status]] of Object.entries(known)) {
    expect(errors[code as keyof typeof errors]).toMatchObject({ sent, retryable, status });
  }
});
