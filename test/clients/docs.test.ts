/** What the pages and the window show is run as it stands, beside the practice exchange. */

import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildClient } from '../../build/scripts/clients.ts';
import { snippets } from '../../renderer/connect/snippets.ts';
import { root } from '../cli/processes.ts';
import { type BotFolder, makeBotFolder, runToEnd } from './bot-folder.ts';
import { type ClientStage, keyLabel, startClientStage } from './setup.ts';

const gid = process.getgid?.() === 0 ? 4711 : (process.getgid?.() ?? 0);
let stage: ClientStage;
let bots: BotFolder;
beforeAll(async () => {
  [stage, bots] = await Promise.all([
    startClientStage({
      agent: ['--socket-group', String(gid)],
      bots: { contained: { doors: ['group'] }, 'over-tcp': { doors: ['http'] } },
    }),
    makeBotFolder(),
  ]);
});
afterAll(async () => {
  bots[Symbol.dispose]();
  await stage[Symbol.asyncDispose]();
});

const pageOf = (path: string): string => readFileSync(join(root, path), 'utf8').replaceAll('kraken-main', keyLabel);
const blocks = (path: string, language: string): string[] =>
  [...pageOf(path).matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, text = '']) => text);
const python = { PYTHONPATH: join(root, 'clients/python/src') };

test('docs/sdk.md, JavaScript', async () => {
  const [, after = '', calls = '', gap = ''] = blocks('docs/sdk.md', 'js');
  // The loop waits for a trade, so that one is made; leaving it ends the bot.
  const trade = `setTimeout(() => kraken.createOrder('BTC/USD', 'market', 'buy', 0.001), 500);\n`;
  const looped = calls
    .replace('for await', `${trade}for await`)
    .replace('console.log(trades)', '{ console.log(trades.length > 0); break; }');
  const { code, out, err } = await bots.run(
    'page.mjs',
    `${after}${looped}${gap}await orders.return();\nawait kraken.close();`,
    stage.env,
  );
  expect({ code, out, err }).toEqual({ code: 0, out: 'true\n', err: '' });
});

test('docs/sdk.md, Python', async () => {
  const [calls = '', gap = ''] = blocks('docs/sdk.md', 'python');
  const trade = `import threading\nthreading.Timer(0.5, lambda: kraken.create_order("BTC/USD", "market", "buy", 0.001)).start()\n`;
  const looped = calls
    .replace('for trades', `${trade}for trades`)
    .replace('print(trades)', 'print(len(trades) > 0)\n    break')
    .replace('grid-1-42', 'grid-1-43');
  const { code, out, err } = await runToEnd('python3', ['-c', looped + gap], bots.dir, { ...stage.env, ...python });
  expect({ code, out, err }).toEqual({ code: 0, out: 'True\n', err: '' });
});

test('the README of the SDK, and its types', async () => {
  const [first = ''] = blocks('clients/typescript/README.md', 'js');
  const { code, out } = await bots.run('readme.mjs', first, stage.env);
  expect(code).toBe(0);
  expect(out).toContain('USD');
  const [typed = ''] = blocks('clients/typescript/README.md', 'ts');
  // Beside the whole package, as it is built, and ccxt.
  const dir = join(bots.dir, 'typed');
  await buildClient(join(dir, 'node_modules/keybearer-client/dist'));
  writeFileSync(
    join(dir, 'node_modules/keybearer-client/package.json'),
    readFileSync(join(root, 'clients/typescript/package.json')),
  );
  for (const file of ['bot.mts', 'bot.cts']) {
    const text = `${file.endsWith('.cts') ? typed.replace(/const exchange = .*/s, (rest) => `(async () => {\n${rest}})();`) : typed}`;
    writeFileSync(
      join(dir, file),
      `${text}${file.endsWith('.mts') ? 'const id: string | undefined = order.id;\nvoid id;\n// @ts-expect-error an order has no such member\nvoid order.nonsense;\n' : ''}`,
    );
  }
  const options = [
    '--noEmit',
    '--strict',
    '--module',
    'nodenext',
    '--target',
    'es2022',
    '--types',
    '',
    '--skipLibCheck',
    'true',
  ];
  mkdirSync(join(dir, 'node_modules'), { recursive: true });
  spawnSync('ln', ['-s', join(root, 'node_modules/ccxt'), join(dir, 'node_modules/ccxt')]);
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const checked = spawnSync(process.execPath, [compiler, ...options, 'bot.mts', 'bot.cts'], {
    cwd: dir,
    encoding: 'utf8',
  });
  expect(checked.stdout).toBe('');
});

test.each(
  snippets
    .filter(({ id }) => id.startsWith('sdk-'))
    .flatMap((one) => [['socket', one] as const, ['http', one] as const]),
)('the window over the door %s', async (door, { runs, fits, text }) => {
  const place = { socket: stage.socket, http: stage.http, key: keyLabel, doors: [door] };
  expect(fits(place)).toBe(true);
  const token = door === 'http' ? (stage.bots['over-tcp']?.token ?? '') : stage.token;
  const [program = '', ...args] = runs;
  const file = program === 'node' ? bots.node : program;
  const { code, out, err } = await runToEnd(file, [...args, text(place)], bots.dir, {
    ...python,
    KEYBEARER_TOKEN: token,
  });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain('USD');
});

test('docs/container.md: a bot of another user, by its group', async () => {
  const socket = `${stage.dataDir}-group/agent.sock`;
  const env = {
    KEYBEARER_SOCKET: socket,
    KEYBEARER_TOKEN: stage.bots['contained']?.token ?? '',
    HOME: '/nowhere',
    KEYBEARER_DATA: '',
  };
  const text = `import { connect } from 'keybearer-client';
const exchange = await connect('${keyLabel}');
console.log(process.getuid(), Object.keys(await exchange.fetchBalance()).length > 0);
await exchange.close();`;
  writeFileSync(join(bots.dir, 'contained.mjs'), text);
  const own = await bots.run('contained.mjs', undefined, env);
  expect(own).toMatchObject({ code: 0, err: '', out: `${process.getuid?.()} true\n` });
  // Only root may become another user; elsewhere the agent's own user on the group's socket is what can be tried.
  if (process.getuid?.() !== 0) return;
  chmodSync(dirname(stage.dataDir), 0o711);
  chmodSync(bots.dir, 0o755);
  const as = (uid: number, group: number) =>
    spawnSync(bots.node, [join(bots.dir, 'contained.mjs')], { uid, gid: group, env, encoding: 'utf8', cwd: bots.dir });
  expect(as(4712, gid)).toMatchObject({ status: 0, stderr: '', stdout: '4712 true\n' });
  expect(as(4712, 4713).stderr).toContain('AGENT_MISSING');
  chmodSync(dirname(socket), 0o770);
  expect(as(4712, gid).stderr).toContain('could be replaced');
  chmodSync(dirname(socket), 0o710);
});
