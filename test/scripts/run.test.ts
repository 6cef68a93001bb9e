import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { play, readScript } from './conversation.ts';

const names = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.txt'));

describe.each(names)('%s', (name) => {
  const text = readFileSync(join(import.meta.dirname, name), 'utf8');
  const title =
    text
      .split('\n')
      .find((line) => line.startsWith('# '))
      ?.slice(2) ?? 'a script needs a title';

  it(title, async () => {
    const checked = await play(readScript(text));
    expect(checked.length).toBeGreaterThan(0);
    for (const { line, expected, got } of checked) expect(got, `${name}:${line.at}`).toBe(expected);
  });
});

it('a line that says nothing is refused with its number', () => {
  expect(() => readScript('# title\nnonsense')).toThrow('line 2');
});
