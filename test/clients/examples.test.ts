/** Every example of the SDK and of curl, as it is, against the practice exchange. */
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../cli/processes.ts';
import { type BotFolder, makeBotFolder, runToEnd } from './bot-folder.ts';
import { type ClientStage, keyLabel, startClientStage } from './setup.ts';

const folder = join(root, 'clients/typescript/examples');
let stage: ClientStage;
let bots: BotFolder;
beforeAll(async () => {
  [stage, bots] = await Promise.all([startClientStage(), makeBotFolder()]);
  cpSync(folder, bots.dir, { recursive: true });
});
afterAll(async () => {
  bots[Symbol.dispose]();
  await stage[Symbol.asyncDispose]();
});

async function example(name: string, ...args: readonly string[]): Promise<string> {
  const { code, out, err } = await bots.run(name, undefined, stage.env, [keyLabel, ...args]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out;
}

const cases: Readonly<Record<string, () => Promise<void>>> = {
  'grid.mjs': async () => {
    const said = await example('grid.mjs', 'BTC/USD', '1');
    expect(said.match(/^(buy|sell) 0\.001 at [\d.]+: O/gm)?.length).toBeGreaterThanOrEqual(6);
    expect(said).toMatch(/^\d orders cancelled$/m);
  },
  'watcher.mjs': async () => {
    const said = await example('watcher.mjs', 'BTC/USD', '2');
    expect(said.match(/^BTC\/USD [\d.]+ \([\d.]+ to [\d.]+\)$/gm)).toHaveLength(2);
  },
  'rebalance.mjs': async () => {
    expect(await example('rebalance.mjs', 'BTC/USD', '50')).toMatch(/, worth 50\.00 USD\nplaced O/);
    expect(await example('rebalance.mjs', 'BTC/USD', '0.01')).toContain('nothing to do');
  },
  'errors.mjs': async () => {
    const said = await example('errors.mjs');
    expect(said).toMatch(/an order past the balance: EXCHANGE_REFUSED, sent: no, call call_/);
    expect(said).toContain('there is not enough money');
    for (const code of ['PERMISSION_DENIED', 'METHOD_UNKNOWN', 'INPUT_INVALID'])
      expect(said).toContain(`: ${code}, sent: no`);
    expect(said).toContain('placed once');
  },
};

test('every example has a case here', () => {
  expect(
    readdirSync(folder)
      .filter((name) => name.endsWith('.mjs'))
      .sort(),
  ).toEqual(Object.keys(cases).sort());
});

test.each(Object.entries(cases))('%s', (_, run) => run());

test('curl', async () => {
  const shell = async (script: string, ...args: readonly string[]) => {
    const { code, out, err } = await runToEnd('sh', [join(root, 'clients/curl', script), ...args], bots.dir, stage.env);
    return { code, answer: JSON.parse(out), err };
  };
  expect(await shell('me.sh')).toMatchObject({ code: 0, answer: { name: 'grid-1' } });
  expect(await shell('call.sh', keyLabel, 'fetchBalance')).toMatchObject({
    code: 0,
    answer: { result: { total: {} } },
  });
  const order = ['order.sh', keyLabel, 'BTC/USD', 'buy', '0.001', '1000', 'curl-1'] as const;
  const [first, second] = [await shell(...order), await shell(...order)];
  expect(first.answer.result.id).toMatch(/^O/);
  expect(second.answer).toEqual(first.answer);
  const refused = await shell('call.sh', keyLabel, 'withdraw', '["BTC", 1, "somewhere"]');
  expect(refused).toMatchObject({ code: 22, answer: { code: 'PERMISSION_DENIED' } });
});
