/** The Python SDK: its own tests, and a real agent with the practice exchange as a bot's author meets them. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getPython } from '../../build/scripts/python.ts';
import type { Ended } from '../cli/processes.ts';
import { root } from '../cli/processes.ts';
import { runToEnd } from './bot-folder.ts';
import { type ClientStage, keyLabel, startClientStage } from './setup.ts';

const home = join(root, 'clients/python');
const env = { PYTHONPATH: join(home, 'src'), PYTHONDONTWRITEBYTECODE: '1' };
const python = (args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Ended> =>
  runToEnd('python3', args, home, { ...env, ...more });

beforeAll(getPython);

test("the SDK's own tests", async () => {
  const { code, err } = await python(['-W', 'error', '-m', 'unittest']);
  expect(err).toMatch(/^Ran \d{3} tests in /m);
  expect(code, err).toBe(0);
});

test('a wheel is built of all files, where a Python has setuptools and wheel', async ({ annotate }) => {
  const builder = ['python3', '/usr/bin/python3'].find(
    (one) => spawnSync(one, ['-c', 'import setuptools, wheel, pip']).status === 0,
  );
  if (builder === undefined) {
    await annotate('not shown: no Python here has pip, setuptools and wheel');
    return;
  }
  const out = mkdtempSync(join(tmpdir(), 'keybearer-wheel-'));
  try {
    const place = join(out, 'source');
    spawnSync('cp', ['-r', home, place]);
    const words = ['-m', 'pip', 'wheel', '--no-build-isolation', '--no-index', '--no-deps', '-w', out, place];
    const built = await runToEnd(builder, words, out, {});
    expect(built.code, built.err).toBe(0);
    const list = await python([
      '-c',
      `import glob, zipfile; print(*zipfile.ZipFile(*glob.glob("${out}/*.whl")).namelist())`,
    ]);
    expect(list.out).toContain('keybearer/py.typed');
    expect(list.out).toContain('keybearer/aio.py');
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
});

describe('a bot', () => {
  let stage: ClientStage;
  beforeAll(async () => {
    stage = await startClientStage({
      bots: {
        'over-tcp': { doors: ['http'] },
        'short-lived': {},
        limited: {
          grants: [
            {
              key: keyLabel,
              preset: 'trade',
              symbols: 'any',
              limits: { maxOrderNotional: { amount: '100', currency: 'USD' } },
            },
          ],
        },
      },
    });
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  const example = (name: string, args: readonly string[], bot?: string): Promise<Ended> => {
    const token = bot === undefined ? stage.token : (stage.bots[bot]?.token ?? '');
    return python([`examples/${name}.py`, keyLabel, ...args], { ...stage.env, KEYBEARER_TOKEN: token });
  };
  const script = async (text: string, more: Readonly<Record<string, string>> = {}): Promise<string> => {
    const { code, out, err } = await python(['-c', text], { ...stage.env, KEY: keyLabel, ...more });
    expect(code, err).toBe(0);
    return out;
  };

  test('grid_bot.py places its grid once, though it is started twice', async () => {
    const words = [
      'BTC/USD',
      '--around',
      '70000',
      '--apart',
      '20',
      '--amount',
      '0.001',
      '--steps',
      '2',
      '--name',
      'g',
      '--rounds',
      '1',
    ];
    const first = await example('grid_bot', words);
    expect(first.out, first.err).toMatch(/^buy 0\.001 at 56000: \S+\nbuy 0\.001 at 42000: \S+\nsell 0\.001 at 84000: /);
    expect(first.out).toMatch(/^4 open$/m);
    expect(await example('grid_bot', words)).toEqual(first);
  });

  test.each([[[]], [['--asyncio']]])('watcher.py prints events %j', async (words) => {
    const { code, out, err } = await example('watcher', ['watch_ticker', 'BTC/USD', '--events', '2', ...words]);
    expect(code, err).toBe(0);
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).symbol),
    ).toEqual(['BTC/USD', 'BTC/USD']);
  });

  test('rebalancer.py keeps to its own limit, and says where the agent keeps it to another', async () => {
    const told = await example('rebalancer', ['BTC/USD', '--most', '300']);
    expect(told.out, told.err).toMatch(/^sell 0\.00\d+ BTC at \S+: \S+\n$/);
    const refused = await example('rebalancer', ['BTC/USD', '--most', '300'], 'limited');
    expect(refused.out, refused.err).toMatch(/^not allowed: LIMIT_EXCEEDED: /);
  });

  test('error_handling.py tells what went wrong', async () => {
    const say = async (amount: string, name: string) =>
      (await example('error_handling', ['BTC/USD', 'buy', amount, '30000', name])).out.trim();
    expect(await say('0.001', 'e-1')).toMatch(/^placed /);
    expect(await say('1000', 'e-2')).toBe('not enough money');
    expect(await say('0.00000001', 'e-3')).toMatch(/^the exchange does not take this order/);
    expect(await say('0.002', 'e-1')).toMatch(/^nothing was sent, and trying again is no use: IDEMPOTENCY_MISMATCH/);
    const nobody = await python(['examples/error_handling.py', keyLabel, 'BTC/USD', 'buy', '1', '1', 'x'], {
      ...stage.env,
      KEYBEARER_DATA: join(stage.dataDir, 'nowhere'),
    });
    expect([nobody.code, nobody.err.trim()]).toEqual([1, 'Start the agent first.']);
  });

  test('calls by every name and either client give the same, and decimals keep their digits', async () => {
    const out = await script(`
import asyncio, json, os
from decimal import Decimal
import keybearer
key = os.environ["KEY"]
async def other():
    async with await keybearer.aio.connect(key) as exchange:
        await exchange.load_markets()
        return [await exchange.privatePostBalance(), exchange.symbols]
with keybearer.connect(key) as exchange:
    assert [exchange.private_post_balance(), exchange.symbols] == asyncio.run(other())
    order = exchange.create_order("BTC/USD", "limit", "buy", Decimal("0.01234567"), price="30000.1")
    assert (order["id"] in [one["id"] for one in exchange.fetch_open_orders(limit=500)]) is True
    call = next(one for one in exchange.calls(limit=5)["calls"] if one["method"] == "createOrder")
    exchange.cancel_order(order["id"])
    print(json.dumps([call["amount"], call["price"], exchange.id, exchange.has["fetchOHLCV"], exchange.me()["name"]]))
`);
    expect(JSON.parse(out)).toEqual(['0.01234567', '30000.1', 'kraken', true, 'grid-1']);
  });

  test('errors of the exchange, the token and the door have their classes and codes', async () => {
    const out = await script(
      `
import os
import keybearer
key, url = os.environ["KEY"], os.environ["URL"]
def told(work, *args, **named):
    try:
        work(*args, **named)
    except keybearer.KeybearerError as error:
        print(type(error).__name__, error.code, error.sent, error.call_id is not None)
exchange = keybearer.connect(key)
told(exchange.create_order, "BTC/USD", "limit", "buy", 1000, 50000)
told(exchange.fetch_ticker, "BTC/NOTHING")
told(exchange.withdraw, "BTC", 1, "bc1q")
told(exchange.no_such_method)
told(keybearer.connect(key, token="kb_" + "x" * 43).fetch_balance)
told(keybearer.connect("nobody").fetch_balance)
told(keybearer.connect(key, url=url).fetch_balance)
assert keybearer.connect(key, url=url, token=os.environ["TCP"]).fetch_balance()["total"]
`,
      { URL: stage.http, TCP: stage.bots['over-tcp']?.token ?? '' },
    );
    expect(out.trim().split('\n')).toEqual([
      'InsufficientFunds EXCHANGE_REFUSED no True',
      expect.stringMatching(/^BadSymbol \w+ no True$/),
      'PermissionDenied PERMISSION_DENIED no True',
      'NotSupported METHOD_UNKNOWN no True',
      'AuthenticationError TOKEN_UNKNOWN no False',
      'PermissionDenied KEY_UNKNOWN no False',
      expect.stringMatching(/^(AuthenticationError|PermissionDenied) \w+ no False$/),
    ]);
  });

  test('a bot that is revoked while it watches is told so', async () => {
    const watch = `
import os, sys
import keybearer
exchange = keybearer.connect(os.environ["KEY"])
try:
    for event in exchange.watch("watchTicker", "BTC/USD", on_gap=lambda gap: print(gap.code, flush=True)):
        print("event", flush=True)
except keybearer.KeybearerError as error:
    print(error.code, flush=True)
`;
    const short = stage.bots['short-lived'];
    const revoked = python(['-c', watch], { ...stage.env, KEY: keyLabel, KEYBEARER_TOKEN: short?.token ?? '' });
    await sleep(1500);
    await stage.folder.json(['bot', 'revoke', 'short-lived', '--yes']);
    expect((await revoked).out).toMatch(/^(event\n)+TOKEN_UNKNOWN\n$/);
  });

  test('a sealed vault and an agent that is away are waited for, where that was asked for', async () => {
    const connect = (options: string): Promise<string> =>
      script(`
import os
import keybearer
try:
    exchange = keybearer.connect(os.environ["KEY"]${options})
    print("USD" in exchange.fetch_balance()["total"])
except keybearer.KeybearerError as error:
    print(error.code)
`);
    await stage.folder.json(['seal']);
    expect(await connect('')).toBe('VAULT_SEALED\n');
    const patient = connect(', wait=True');
    await stage.folder.json(['unseal']);
    expect(await patient).toBe('True\n');
    await stage.endAgent();
    expect(await connect('')).toBe('AGENT_MISSING\n');
    const early = connect(', wait=True');
    await stage.startAgent();
    expect(await early).toBe('True\n');
  });

  test('an order is named, the agent is killed under a watching bot, and both go on', async () => {
    const bot = script(`
import os
import keybearer
exchange = keybearer.connect(os.environ["KEY"])
first = exchange.create_order("BTC/USD", "limit", "buy", "0.001", 30000, idempotency_key="k-1")["id"]
gaps = []
for event in exchange.watch("watchTicker", "BTC/USD", on_gap=gaps.append):
    if not gaps:
        open(os.environ["KEYBEARER_DATA"] + "/watching", "w").close()
    else:
        break
again = exchange.create_order("BTC/USD", "limit", "buy", "0.001", 30000, idempotency_key="k-1")["id"]
print(len(gaps), gaps[0].code, again == first)
`);
    while (!existsSync(join(stage.dataDir, 'watching'))) await sleep(20);
    await stage.endAgent();
    await stage.startAgent();
    expect(await bot).toBe('1 STREAM_GAP True\n');
  });
});
