import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { endpointTables } from '../../../../electron/exchange/endpoint-tables/index.ts';
import { type BotSetup, tokenMark } from '../../../../shared/connect/bot-setup.ts';
import { programOf, programs, tokenPlaceholder, ways } from '../../../../shared/connect/programs.ts';
import { fakeSetup } from '../../../fakes/bot-setup.ts';

const http = 'http://127.0.0.1:8700';
const token = `kb_${'t'.repeat(43)}`;
const setups = (await Promise.all(Object.keys(endpointTables).map((key) => fakeSetup({ key }, http)))).filter(
  ({ refused }) => refused === null,
);
const kraken = await fakeSetup({ key: 'kraken-main' }, http);

/** What a bot must be told, whatever it is written in. */
function configOf(setup: BotSetup, way: 'proxyUrl' | 'urls'): Record<string, unknown> {
  const credentials = setup.credentials.map(({ name, value }) => [name, value.replace(tokenMark, token)]);
  return { ...Object.fromEntries(credentials), ...(way === 'urls' ? { urls: { api: setup.urls } } : {}) };
}

const textOf = (id: string, setup: BotSetup, way: 'proxyUrl' | 'urls'): string =>
  programOf(id)?.text?.(setup, way) ?? '';

describe('Python', () => {
  /** Runs each text with a ccxt that keeps what it is configured with. */
  const keeper = `
import json, sys, types
kept = []
class Exchange:
    def __init__(self, config): kept.append([type(self).__name__, config])
    def fetch_balance(self): return ''
class Ccxt(types.ModuleType):
    def __getattr__(self, name): return type(name, (Exchange,), {})
sys.modules['ccxt'] = Ccxt('ccxt')
asked, sys.stdout = json.load(sys.stdin), sys.stderr
for text in asked: exec(compile(text, 'snippet.py', 'exec'), {})
sys.stdout = sys.__stdout__
print(json.dumps(kept))
`;
  const run = (texts: readonly string[]): [string, unknown][] =>
    JSON.parse(
      execFileSync('python3', ['-c', keeper], {
        input: JSON.stringify(texts),
        env: { ...process.env, KEYBEARER_TOKEN: token },
        stdio: ['pipe', 'pipe', 'ignore'],
      }).toString(),
    );

  test('compiles for every exchange, and configures ccxt as it must be', () => {
    expect(setups.length).toBeGreaterThan(90);
    const byUrls = run(setups.map((setup) => textOf('python', setup, 'urls')));
    expect(byUrls).toEqual(setups.map((setup) => [setup.exchange, configOf(setup, 'urls')]));
    const byProxy = run(setups.map((setup) => textOf('python', setup, 'proxyUrl')));
    // Without an origin of its own ccxt for Python draws one, which the agent takes for a web page's.
    const more = (setup: BotSetup) => ({ proxyUrl: setup.proxyUrl, origin: '*' });
    expect(byProxy).toEqual(
      setups.map((setup) => [setup.exchange, { ...configOf(setup, 'proxyUrl'), ...more(setup) }]),
    );
  });
});

describe('freqtrade', () => {
  test.each(setups.map((setup) => [setup.exchange, setup] as const))('%s: config.json is JSON', (exchange, setup) => {
    for (const way of ways) {
      const read = JSON.parse(textOf('freqtrade', setup, way));
      expect(read.exchange.name).toBe(exchange);
      const { name: _name, ccxt_config, ...fields } = read.exchange;
      expect(JSON.stringify(fields).split(tokenPlaceholder)).toHaveLength(2);
      // It prints this part into its log.
      expect(JSON.stringify(ccxt_config)).not.toContain(tokenPlaceholder);
      expect(ccxt_config).toMatchObject(way === 'urls' ? { urls: { api: setup.urls } } : { proxyUrl: setup.proxyUrl });
    }
  });
});

test.each(programs.flatMap(({ id, text }) => (text === undefined ? [] : [id])))(
  '%s gets all credentials, no token, and addresses of the agent alone',
  (id) => {
    for (const setup of setups)
      for (const way of ways) {
        const text = textOf(id, setup, way);
        expect(text).not.toContain(tokenMark);
        expect(text).not.toMatch(/kb_[A-Za-z0-9_-]{43}/);
        for (const [address] of text.matchAll(/https?:\/\/[^\s'"]+/g))
          expect(address.startsWith(`${http}/v1/resign/${setup.key}/`), address).toBe(true);
        for (const { value } of setup.credentials)
          if (!value.includes(tokenMark)) expect(text).toContain(JSON.stringify(value).slice(1, -1));
      }
  },
);

test('C# is told the proxy by its property: its constructor reads none', () => {
  expect(textOf('csharp', kraken, 'proxyUrl')).toContain(`});\nexchange.proxyUrl = "${kraken.proxyUrl}";\n`);
  expect(textOf('csharp', kraken, 'urls')).not.toContain('proxyUrl');
});

test('PHP does not take a dollar for a variable', () => {
  const dollar: BotSetup = { ...kraken, credentials: [{ name: 'secret', value: 'a$b\n' }] };
  expect(textOf('php', dollar, 'proxyUrl')).toContain('\'secret\' => "a\\$b\\n",');
});

test('gemini’s key is the token behind its own word, in every language', () => {
  const gemini = setups.find(({ exchange }) => exchange === 'gemini') ?? kraken;
  const after = ['javascript', 'python', 'php', 'csharp'].map((id) => textOf(id, gemini, 'proxyUrl'));
  expect(after[0]).toContain("apiKey: 'account-' + process.env.KEYBEARER_TOKEN,");
  expect(after[1]).toContain('"apiKey": "account-" + os.environ["KEYBEARER_TOKEN"],');
  expect(after[2]).toContain("'apiKey' => 'account-' . getenv('KEYBEARER_TOKEN'),");
  expect(after[3]).toContain('{ "apiKey", "account-" + Environment.GetEnvironmentVariable("KEYBEARER_TOKEN") },');
});

test('a program that can’t be pointed at the agent says so', () => {
  const without = programs.filter(({ text }) => text === undefined);
  expect(without.map(({ id }) => id)).toEqual(['hummingbot']);
  for (const { notes } of without) expect(notes.length).toBeGreaterThan(0);
});
