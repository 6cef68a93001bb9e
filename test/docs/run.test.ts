/** Every command of every page is run, in the page's order, in an empty home, against the practice exchange. See README.md. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Practice, startPractice } from '../../electron/practice/server.ts';
import { pageHost } from './host.ts';
import { type Block, blocksOf, fits, isCommands, noteOf, pages, textOf, typedIn } from './pages.ts';
import { openStage, type Stage } from './stage.ts';

let practice: Practice;
beforeAll(async () => {
  practice = await startPractice({ port: 0, now: Date.now });
});
afterAll(() => practice.close());

const withCommands = pages.filter((page) => blocksOf(textOf(page)).some(isCommands));
const notRun = pages.flatMap((page) =>
  blocksOf(textOf(page)).flatMap((block) =>
    isCommands(block) && noteOf(block, 'not run') !== undefined ? [[page, block] as const] : [],
  ),
);

describe.skipIf(process.platform === 'win32')('what a page has people type works', () => {
  test.each(withCommands)('%s', async (page) => {
    await using stage = await openStage(pageHost(practice), practice);
    for (const block of blocksOf(textOf(page))) await play(page, block, stage);
  });
});

/** Reasons stand in the pages; here they are seen together, so that nobody hides a command behind one. */
test('what no page runs', () => {
  expect(notRun.map(([page, block]) => `${page}: ${noteOf(block, 'not run')}`)).toMatchInlineSnapshot(`
    [
      "README.md: it fetches packages first, and the demo takes a quarter of a minute, which is more than all pages together",
      "README.md: these are the tests themselves, and a window that stays open",
      "docs/contributing.md: it fetches packages and runs all tests, which takes minutes",
      "docs/headless.md: it would turn a service on, on whatever machine runs the tests",
    ]
  `);
});

async function play(page: string, block: Block, stage: Stage): Promise<void> {
  const where = `${page}:${block.at}`;
  for (const one of block.notes) if (one.startsWith('hidden: ')) await must(stage, one.slice('hidden: '.length), where);
  const file = noteOf(block, 'file');
  if (file !== undefined) return save(stage.home, file, block);
  if (!isCommands(block) || noteOf(block, 'not run') !== undefined) return;
  if (block.language !== 'console') return must(stage, block.lines.join('\n'), where);
  const exits = noteOf(block, 'exits');
  for (const { command, shown } of typedIn(block)) {
    const { printed, failed } = await stage.run(command);
    if (!fits(shown, printed)) expect(`$ ${command}\n${printed}`, where).toBe(`$ ${command}\n${shown.join('\n')}\n`);
    const isRefused = shown.some((line) => line.startsWith('error ')) || exits !== undefined;
    expect(failed !== '', `${where}: ${command} fails`).toBe(isRefused);
  }
}

async function must(stage: Stage, lines: string, where: string): Promise<void> {
  const { printed, failed } = await stage.run(lines);
  expect(failed, `${where}\n${printed}`).toBe('');
}

/** `key.json as practice-totp`: what the page can't know comes from a key of the practice exchange. */
function save(home: string, note: string, { lines }: Block): void {
  const [, name = '', from] = /^(\S+?)(?: as (\S+))?$/.exec(note) ?? [];
  const text = lines.join('\n');
  const key = practice.keys.find(({ label }) => label === from);
  if (from !== undefined && key === undefined) throw new Error(`the practice exchange has no key ${from}`);
  const json = () => ({ ...JSON.parse(text), apiKey: key?.apiKey, secret: key?.secret, endpoint: key?.endpoint });
  writeFileSync(join(home, name), key === undefined ? `${text}\n` : JSON.stringify(json()), { mode: 0o600 });
}
