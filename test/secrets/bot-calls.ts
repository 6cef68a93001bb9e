/** What bots ask and get: calls that end well, refusals with secrets in their words, and secrets that bots send themselves. */
import { request } from 'node:http';
import { type KeyFile, secretsOf } from './cast.ts';
import type { Recorder } from './recorder.ts';
import { type Planted, textOf } from './scan.ts';

export interface Bots {
  readonly recorder: Recorder;
  readonly socket: string;
  /** The keys whose exchange echoes. */
  readonly echoing: readonly KeyFile[];
  readonly counts: { ok: number; failed: number };
}

interface Asked {
  readonly path: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const order = ['BTC/USD', 'limit', 'buy', 0.001, 1000] as const;

export async function makeCalls(bots: Bots, token: string, planted: readonly Planted[]): Promise<void> {
  const call = (key: string, method: string, args: readonly unknown[] = [], headers: Record<string, string> = {}) =>
    ask(bots, token, {
      path: `/v1/keys/${encodeURIComponent(key)}/call`,
      body: JSON.stringify({ method, args }),
      headers,
    });
  await call('practice-unlimited', 'fetchBalance');
  await call('practice-password', 'createOrder', order);
  await call('practice-unlimited', 'createOrder', [...order, { clientOrderId: token, token }]);
  const secret = textOf(planted, 'API secret of practice-unlimited');
  const own = { apiKey: textOf(planted, 'API key of practice-unlimited'), secret, [secret]: secret };
  await call('practice-unlimited', 'createOrder', [...order, own]);
  await call('practice-unlimited', token);
  await call(token, 'fetchBalance');
  await call('practice-unlimited', 'createOrder', order, { 'idempotency-key': token });
  for (const { label } of bots.echoing)
    for (const args of [[], order, []]) await call(label, args.length === 0 ? 'fetchBalance' : 'createOrder', args);
  for (const path of ['/v1/me', '/v1/keys', '/v1/calls', '/v1/openapi.json']) await ask(bots, token, { path });
}

/** Keeps the answer as the bot gets it: status, headers, body. */
export function ask({ recorder, socket, echoing, counts }: Bots, token: string, asked: Asked): Promise<void> {
  const { path, body, headers = {} } = asked;
  return new Promise((resolve, reject) => {
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const options = {
      ...{ socketPath: socket, path, method: body === undefined ? 'GET' : 'POST' },
      headers: { authorization: `Bearer ${token}`, ...type, ...headers },
    };
    const sent = request(options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => {
        const isOk = response.statusCode === 200;
        counts[isOk ? 'ok' : 'failed'] += 1;
        // What an exchange gives as data is the bot's: it is passed on as it came, and stands nowhere else.
        const given = isOk ? echoing.filter(({ label }) => path.includes(`/${label}/`)).flatMap(secretsOf) : [];
        const answer = `${response.rawHeaders.join('\n')}\n${text}`;
        recorder.keep(
          `the answer to a bot's ${path.slice(0, 30)}`,
          answer,
          given.map(({ name }) => name),
        );
        resolve();
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
