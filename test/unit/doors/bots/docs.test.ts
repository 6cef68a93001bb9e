import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { defaultLimits } from '../../../../electron/doors/bots/limits.ts';
import { botRoutes, tokenPattern } from '../../../../shared/bot-api.ts';
import { errors, isErrorCode } from '../../../../shared/errors.ts';
import { botErrorCodes } from '../../../../shared/openapi.ts';
import { dangerous, permissions, presets } from '../../../../shared/permissions.ts';
import { call, open } from './talk.ts';

const page = readFileSync(new URL('../../../../docs/bot-api.md', import.meta.url), 'utf8');
const asks = {
  nothing: 'nothing',
  token: 'a token',
  call: 'by method and by what is sent',
  endpoint: 'by endpoint',
  code: '`code`',
  stream: '`stream`',
  'orders.cancel': '`orders.cancel`',
};

/** The lines below a table's head in the section of this title. */
function table(title: string): string[] {
  const section = page.split(/^## /m).find((text) => text.startsWith(`${title}\n`)) ?? '';
  return section
    .split('\n')
    .filter((text) => text.startsWith('|'))
    .slice(2);
}

test('the table of routes is the contract', () => {
  const rows = Object.values(botRoutes).map(
    ({ method, path, summary, needs }) =>
      `| \`${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}\` | ${asks[needs]} | ${summary} |`,
  );
  expect(table('Routes')).toEqual(rows);
});

test('the table of permissions is the contract', () => {
  const cell = (names: readonly string[], name: string) => (names.includes(name) ? 'yes' : 'no');
  const rows = permissions.map(
    (name) =>
      `| \`${name}\` | ${cell(presets.watch, name)} | ${cell(presets.trade, name)} | ${cell(dangerous, name)} |`,
  );
  expect(table('Permissions').map((row) => row.replace(/ [^|]+ \|$/, ''))).toEqual(rows);
});

test('the table of errors is the contract', () => {
  const rows = botErrorCodes.filter(isErrorCode).map((code) => {
    const { status, sent, retryable, text } = errors[code];
    return `| \`${code}\` | ${status} | ${sent === 'thrower' ? 'it says' : sent} | ${retryable ? 'yes' : 'no'} | ${text} |`;
  });
  expect(table('Errors')).toEqual(rows);
});

test('the examples are requests that the door takes', async () => {
  const opened = await open({ httpPort: undefined });
  const commands = [...page.matchAll(/--data '(\{[^']+\})'/g)].map(([, text = '']) => text);
  const inPage = [...page.matchAll(/```json\n(\{ "method"[^`]+)```/g)].map(([, text = '']) => text);
  expect([commands.length, inPage.length]).toEqual([1, 1]);
  for (const body of [...commands, ...inPage]) expect((await call(opened, body)).status).toBe(200);
});

test('the numbers it names are those that hold', () => {
  expect(page).toContain(`${defaultLimits.headersMs / 1000} s for its headers`);
  expect(page).toContain(`${defaultLimits.connections.toLocaleString('en')} connections`);
  expect(page).toContain(`${defaultLimits.inFlightPerBot} requests in flight`);
});

test('it shows no token', () => {
  for (const [word] of page.matchAll(/kb_[A-Za-z0-9_-]+/g)) expect(tokenPattern.test(word)).toBe(false);
});
