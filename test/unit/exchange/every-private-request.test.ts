import ccxt from 'ccxt';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { codeAt, readBase32, stepOf } from '../../../electron/practice/code.ts';
import { type Recorded, type Recorder, recordKraken } from '../../fakes/recording-kraken.ts';
import { type BotClient, openWorld, type World } from '../../fakes/world.ts';
import cases from '../../vectors/ccxt-static-requests-kraken.json' with { type: 'json' };

const labels = ['practice-totp', 'practice-password', 'practice-none'] as const;
type Label = (typeof labels)[number];

let world: World;
let recorders: Record<Label, Recorder>;
let bot: BotClient;

beforeAll(async () => {
  world = await openWorld();
  const record = async (label: Label): Promise<Recorder> => {
    const recorder = await recordKraken(world.practice.url, keyOf(label).secret);
    await world.addKey(label, { endpoint: recorder.url, tier: 'unlimited' });
    return recorder;
  };
  recorders = {
    'practice-totp': await record('practice-totp'),
    'practice-password': await record('practice-password'),
    'practice-none': await record('practice-none'),
  };
  const all = ['account.read', 'orders.read', 'orders.create', 'orders.cancel', 'stream', 'code', 'raw'];
  const may = [...all, 'funds.transfer', 'funds.withdraw'];
  bot = await world.addBot({ name: 'all', grants: labels.map((key) => ({ key, may, symbols: 'any', orders: 'any' })) });
});
beforeEach(() => {
  for (const recorder of Object.values(recorders)) recorder.answer(() => ({}));
});
afterAll(async () => {
  await Promise.all(Object.values(recorders).map((recorder) => recorder[Symbol.asyncDispose]()));
  await world[Symbol.asyncDispose]();
});

function keyOf(label: Label) {
  const key = world.practice.keys.find((one) => one.label === label);
  if (key === undefined) throw new Error(`no key ${label}`);
  return key;
}

/** The codes that are right at this moment: a step may end between sending and looking. */
function codesOf(label: Label): readonly unknown[] {
  const { twoFactor } = keyOf(label);
  if (twoFactor.kind === 'none') return [undefined];
  if (twoFactor.kind === 'password') return [twoFactor.password];
  const step = stepOf(Date.now());
  return [step, step - 1].map((at) => codeAt(readBase32(twoFactor.secret), at));
}

const field = ({ fields }: Recorded, name: string): unknown => fields.find(([given]) => given === name)?.[1];

const privatePaths = Object.keys(new ccxt.kraken().describe().api.private.post);
const methodOf = (path: string): string => `privatePost${path.replaceAll('/', '')}`;

describe.each(labels)('with %s', (label) => {
  it.each(privatePaths)('a request to %s is signed and carries the code of its key', async (path) => {
    const { status, answer } = await bot.call(label, methodOf(path), [{ asset: 'XBT' }]);
    expect(answer).toMatchObject({ result: { error: [], result: {} } });
    expect(status).toBe(200);
    const requests = recorders[label].take();
    expect(requests.map(({ method }) => method)).toEqual([path]);
    const [request] = requests;
    expect(request).toMatchObject({ isSigned: true, headers: { 'api-key': keyOf(label).apiKey } });
    expect(codesOf(label)).toContain(request === undefined ? 'none' : field(request, 'otp'));
    expect(request?.fields.filter(([name]) => name === 'otp')).toHaveLength(label === 'practice-none' ? 0 : 1);
  });

  it('nonces of consecutive requests grow', async () => {
    for (let at = 0; at < 5; at += 1) await bot.call(label, 'fetchBalance');
    const nonces = recorders[label].take().map((request) => Number(field(request, 'nonce')));
    expect(nonces).toHaveLength(5);
    expect(nonces).toEqual([...new Set(nonces)].sort((a, b) => a - b));
  });
});

it('the walk knows every private endpoint of the adapter', () => {
  expect(privatePaths.length).toBeGreaterThanOrEqual(46);
  expect(privatePaths).toEqual(
    expect.arrayContaining(['Balance', 'GetWebSocketsToken', 'WalletTransfer', 'Earn/Allocate']),
  );
});

it('public requests carry neither code nor key', async () => {
  for (const method of ['fetchTicker', 'fetchOrderBook', 'fetchTrades', 'fetchOHLCV']) {
    recorders['practice-totp'].takePublic();
    expect((await bot.call('practice-totp', method, ['BTC/USD'])).status).toBe(200);
    const [request] = recorders['practice-totp'].takePublic();
    expect(request?.query).toMatch(/^pair=(XBTUSD|XXBTZUSD)\b/);
    expect(request?.query).not.toMatch(/otp|nonce/);
    expect(request?.headers).not.toHaveProperty('api-key');
  }
  expect(recorders['practice-totp'].take()).toEqual([]);
});

// What ccxt 4.5.84 sends differs from the list, which is of another version: `differs` gives its own form.
interface Case {
  readonly description: string;
  readonly url: string;
  readonly input: readonly unknown[];
  readonly output?: string;
}
const differs: Readonly<Record<string, string>> = {
  // Its `start` is divided by 1000, as a time in milliseconds should be; the case's own is in seconds.
  'fetchDeposits: Fetch deposit ["USDT",1670935203]': 'asset=USDT&start=1670935.203',
  // It asks for one candle earlier.
  'fetchOHLCV: spot ohlcv with since ["BTC/USDT","1h",1716523348000]':
    'public/OHLC?pair=XBTUSDT&interval=60&since=1716519748',
};
const rows = Object.entries<readonly Case[]>(cases.methods).flatMap(([method, list]) =>
  list.map((one) => [`${method}: ${one.description} ${JSON.stringify(one.input)}`, method, one] as const),
);

describe("ccxt's own request cases", () => {
  it('are 35', () => expect(rows).toHaveLength(35));

  it.each(rows)('%s', async (name, method, { url, input, output }) => {
    const recorder = recorders['practice-totp'];
    recorder.take();
    recorder.takePublic();
    await bot.call('practice-totp', method, input);
    const path = url.replace('https://api.kraken.com/0/', '');
    if (output === undefined) {
      const asked = recorder
        .takePublic()
        .map((request) => `public/${request.method}${request.query === '' ? '' : '?'}${request.query}`);
      expect(asked).toContain(differs[name] ?? path);
      return;
    }
    const [request, ...more] = recorder.take();
    expect(more).toEqual([]);
    expect(`private/${request?.method}`).toBe(path);
    expect(codesOf('practice-totp')).toContain(request === undefined ? 'none' : field(request, 'otp'));
    const wanted = [...new URLSearchParams(differs[name] ?? output)].filter(([given]) => given !== 'nonce');
    const isOrder = path === 'private/AddOrder';
    const isAdded = (given: string): boolean =>
      ['nonce', 'otp', ...(isOrder ? ['cl_ord_id', 'deadline'] : [])].includes(given) &&
      !wanted.some(([own]) => own === given);
    expect(request?.fields.filter(([given]) => !isAdded(given))).toEqual(wanted);
    // An order can be found by its name, and has an end.
    if (isOrder) expect(request?.fields.map(([given]) => given)).toContain('deadline');
  });
});
