/** The agent is killed in the middle of many orders: after the restart each of them is accounted for. */
import { request } from 'node:http';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CallRecord } from '../../shared/model.ts';
import { end, type Folder, makeFolder } from './processes.ts';

const orders = 200;
const bots = 8;
const key = 'practice-unlimited';

let folder: Folder;
beforeEach(() => {
  folder = makeFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

/** Gives: undefined where no answer came. */
function place(socketPath: string, token: string, n: number): Promise<Record<string, unknown> | undefined> {
  return new Promise((resolve) => {
    const headers = {
      ...{ authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      'idempotency-key': `order-${n}`,
    };
    const sent = request({ socketPath, path: `/v1/keys/${key}/call`, method: 'POST', headers }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('error', () => resolve(undefined));
      response.on('end', () => resolve(JSON.parse(text)));
    });
    sent.on('error', () => resolve(undefined));
    sent.end(JSON.stringify({ method: 'createOrder', args: ['BTC/USD', 'limit', 'buy', 0.001, 1000 + n] }));
  });
}

it(`${orders} orders and a SIGKILL`, async () => {
  await folder.makeVault();
  const practice = await folder.serve(['practice', '--json']);
  const start = () => folder.serve(['agent', '--data', folder.dataDir, '--passphrase-file', folder.passphraseFile]);
  const first = await start();
  const keys = practice.ready['keys'] as { label: string }[];
  await folder.json(
    ['key', 'add'],
    keys.find(({ label }) => label === key),
  );
  const grants = [{ key, preset: 'trade', symbols: 'any' }];
  const tokens: string[] = [];
  for (let n = 0; n < bots; n += 1)
    tokens.push((await folder.json<{ token: string }>(['bot', 'add'], { name: `bot-${n}`, grants })).token);
  const tokenOf = (n: number): string => tokens[n % bots] ?? '';

  const socket = String(first.ready['socket']);
  let answered = 0;
  const working = Array.from({ length: orders }, async (_, n) => {
    const answer = await place(socket, tokenOf(n), n);
    answered += answer?.['result'] === undefined ? 0 : 1;
    if (answered === orders / 2) await end(first.child, 'SIGKILL');
    return answer;
  });
  const answers = await Promise.all(working);
  expect(answered).toBeGreaterThanOrEqual(orders / 2);
  expect(answers.filter((answer) => answer === undefined).length).toBeGreaterThan(0);

  const second = await start();
  const records = async () =>
    (await folder.json<CallRecord[]>(['log', '--limit', '1000', '--json'])).filter(
      ({ method }) => method === 'createOrder',
    );
  // What was under way at the kill is looked up.
  await expect
    .poll(async () => (await records()).filter(({ status }) => status === 'interrupted' || status === 'unknown'), {
      ...{ timeout: 60_000, interval: 1000 },
    })
    .toEqual([]);
  const [placed, notPlaced] = ['ok', 'failed'].map((status) =>
    records().then((all) => all.filter((one) => one.status === status)),
  );
  const standing = async (): Promise<number[]> => {
    const answer = await callOpenOrders(String(second.ready['socket']), tokenOf(0));
    return answer.result.map(({ price }) => price);
  };
  const prices = (calls: readonly CallRecord[] | undefined): number[] =>
    (calls ?? []).map(({ price }) => Number(price)).toSorted((a, b) => a - b);
  expect((await standing()).toSorted((a, b) => a - b)).toEqual(prices(await placed));
  expect((await notPlaced)?.every(({ sent }) => sent === 'no')).toBe(true);
  // Each bot repeats what it got no answer to, under the same name: all stand, once.
  const again = await Promise.all(
    answers.map((answer, n) => (answer === undefined ? place(String(second.ready['socket']), tokenOf(n), n) : answer)),
  );
  expect(again.filter((answer) => answer?.['result'] === undefined)).toEqual([]);
  expect((await standing()).toSorted((a, b) => a - b)).toEqual(Array.from({ length: orders }, (_, n) => 1000 + n));
}, 180_000);

function callOpenOrders(socketPath: string, token: string): Promise<{ result: { price: number }[] }> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const sent = request({ socketPath, path: `/v1/keys/${key}/call`, method: 'POST', headers }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve(JSON.parse(text)));
    });
    sent.on('error', reject);
    sent.end(JSON.stringify({ method: 'fetchOpenOrders', args: [] }));
  });
}
