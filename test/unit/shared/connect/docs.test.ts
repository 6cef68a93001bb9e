/** What docs/connect-a-bot.md shows is what the agent would. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { endpointTables } from '../../../../electron/exchange/endpoint-tables/index.ts';
import { programOf, programs } from '../../../../shared/connect/programs.ts';
import { fakeSetup } from '../../../fakes/bot-setup.ts';

const page = readFileSync(new URL('../../../../docs/connect-a-bot.md', import.meta.url), 'utf8');
const http = 'http://127.0.0.1:8700';
const kraken = await fakeSetup({ key: 'kraken-main' }, http);
const setups = await Promise.all(Object.keys(endpointTables).map((key) => fakeSetup({ key }, http)));

/** The first block of code below a heading. */
function blockBelow(heading: string): string | undefined {
  const [, below = ''] = page.split(`\n### ${heading}\n`);
  return below.split(/^```.*\n/m)[1];
}

test.each([
  ['ccxt for JavaScript', 'javascript'],
  ['ccxt for Python', 'python'],
  ['ccxt for PHP', 'php'],
  ['ccxt for C#', 'csharp'],
  ['freqtrade', 'freqtrade'],
])('the configuration below “%s”', (heading, id) => {
  expect(blockBelow(heading)).toBe(programOf(id)?.text?.(kraken, 'proxyUrl'));
});

test('--for is named with every program that has a configuration', () => {
  for (const { id, text } of programs) if (text !== undefined) expect(page).toContain(`\`${id}\``);
});

test('the members of the JSON are those of the contract', () => {
  const [, told = ''] = /^`\{ (key, exchange, .*) \}`,$/m.exec(page) ?? [];
  expect(told.replaceAll(/: \[\{.*?\}\]/g, '').split(', ')).toEqual(Object.keys(kraken).sort(byOrderIn(told)));
});

const byOrderIn = (text: string) => (a: string, b: string) => text.indexOf(a) - text.indexOf(b);

describe('the exchanges', () => {
  test('that are refused, and why', () => {
    const told = [...page.matchAll(/^\| (`[^|]+`) \| `([\w-]+)`: /gm)].flatMap(([, names = '', why]) =>
      names.split(', ').map((name) => [name.slice(1, -1), why]),
    );
    const refused = setups.flatMap(({ exchange, refused }) => (refused === null ? [] : [[exchange, refused.id]]));
    expect(told.sort()).toEqual(refused.sort());
  });

  test('and how many can be used', () => {
    const usable = setups.filter(({ refused }) => refused === null);
    expect(page).toContain(`${usable.length} of ccxt's ${setups.length} exchanges can be used like this.`);
  });

  test('whose token is not the API key', () => {
    const elsewhere = setups.flatMap(({ exchange, refused, credentials }) =>
      refused === null && credentials.every(({ name, value }) => name !== 'apiKey' || value !== '$KEYBEARER_TOKEN')
        ? [exchange]
        : [],
    );
    expect(elsewhere).toEqual(['blockchaincom', 'cryptomus', 'gemini', 'mudrex']);
    for (const exchange of elsewhere) expect(page).toMatch(new RegExp(`^\\| .*\`${exchange}\`.*token`, 'm'));
  });
});
