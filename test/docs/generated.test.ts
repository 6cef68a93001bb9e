/** A page that is made from the program says what the program does today. */
import { describe, expect, test } from 'vitest';
import { headings } from '../../build/scripts/docs/exchanges-page.ts';
import { generatedPages } from '../../build/scripts/docs/generated-pages.ts';
import { shapeOf } from '../../build/scripts/docs/schema-text.ts';
import { commands } from '../../electron/cli/catalogue.ts';
import { exchanges } from '../../renderer/strings/exchanges.ts';
import { botRoutes } from '../../shared/bot-api.ts';
import { errors } from '../../shared/errors.ts';
import { catalogue } from '../../shared/guidance/catalogue.ts';
import { causes } from '../../shared/guidance/causes.ts';
import { phrases } from '../../shared/guidance/in-window.ts';
import { textOf } from './pages.ts';

describe.each(generatedPages())('$path', ({ path, text }) => {
  test('is as it would be made now (else: npm run build:docs)', () => {
    expect(textOf(path)).toBe(text);
  });
});

test('every command, route, exchange, error and cause has its place', () => {
  const [cli = '', api = '', exchanges = '', troubles = ''] = generatedPages().map(({ text }) => text);
  for (const { words } of commands) expect(cli).toContain(`\n## ${words.join(' ')}\n`);
  for (const { path } of Object.values(botRoutes)) expect(api).toContain(path.replaceAll(/:(\w+)/g, '{$1}'));
  for (const { exchangeId } of catalogue.exchanges) expect(exchanges).toContain(`(\`${exchangeId}\`)`);
  for (const code of Object.keys(errors)) expect(troubles).toContain(`\n### ${code}\n`);
  // What no set-up brings about without knowing more is not among the causes of a key about which nothing is known.
  const conditional = ['code-used-up', 'unknown'];
  for (const [id, { text }] of Object.entries(causes))
    expect(troubles.includes(text), id).toBe(!conditional.includes(id));
});

test('what is to be done in the window is said in the words of the window', () => {
  const troubles = textOf('docs/troubleshooting.md');
  const inWindow = [...troubles.matchAll(/\*\*In the window\*\*: (.*?)(?: \*\*In the terminal|$)/gm)].map(
    ([, said = '']) => said,
  );
  expect(inWindow.length).toBeGreaterThan(Object.keys(errors).length);
  for (const said of inWindow) {
    expect(said).not.toContain('keybearer ');
    for (const [terminal] of phrases) expect(said).not.toContain(terminal);
  }
});

test('the exchanges are grouped as in the window', () => {
  const { none, ...others } = headings;
  const { 'no-code': noCode } = exchanges;
  expect(none).toBe(noCode);
  expect(exchanges).toMatchObject(others);
});

describe('a schema as text', () => {
  test.each([
    [{ type: 'string', minLength: 1, maxLength: 64 }, 'string /* 1 to 64 characters */'],
    [{ type: ['string', 'null'] }, 'string | null'],
    [{ type: 'array', items: { enum: ['a', 'b'] }, maxItems: 2 }, '("a" | "b")[] /* 2 at most */'],
    [
      { type: 'object', required: ['a'], properties: { a: {}, b: { const: 1, default: 1 } } },
      '{\n  a: unknown;\n  b?: 1; // 1 where left out\n}',
    ],
  ])('%j', (schema, text) => expect(shapeOf(schema)).toBe(text));

  test('of a form that it does not know is refused', () => {
    expect(() => shapeOf({ type: 'tuple' })).toThrow('a schema of type tuple');
    expect(() => shapeOf('x')).toThrow('not a schema');
  });
});
