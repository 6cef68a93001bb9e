import { request } from 'node:http';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { end, type Folder, makeFolder } from './processes.ts';

let folder: Folder;
beforeEach(() => {
  folder = makeFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

function call(socketPath: string, token: string, method: string, args: readonly unknown[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const sent = request(
      { socketPath, path: '/v1/keys/practice-unlimited/call', method: 'POST', headers },
      (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
      },
    );
    sent.on('error', reject);
    sent.end(JSON.stringify({ method, args }));
  });
}

it('an order in flight when the agent is told to end gets its answer first', async () => {
  await folder.makeVault();
  const practice = await folder.serve(['practice', '--json']);
  const agent = await folder.serve(['agent', '--data', folder.dataDir, '--passphrase-file', folder.passphraseFile]);
  const keys = practice.ready['keys'] as { label: string }[];
  await folder.json(
    ['key', 'add'],
    keys.find(({ label }) => label === 'practice-unlimited'),
  );
  const grants = [{ key: 'practice-unlimited', preset: 'trade', symbols: 'any' }];
  const { token } = await folder.json<{ token: string }>(['bot', 'add'], { name: 'grid-1', grants });
  const socket = String(agent.ready['socket']);
  expect(await call(socket, token, 'fetchBalance', [])).toBe(200);
  await fetch(`${String(practice.ready['admin'])}/practice/faults`, {
    method: 'POST',
    body: JSON.stringify({ next: 'late', count: 1 }),
    headers: { 'content-type': 'application/json' },
  });
  const order = call(socket, token, 'createOrder', ['BTC/USD', 'limit', 'buy', 0.01, 1000]);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const ended = end(agent.child, 'SIGTERM');
  await new Promise((resolve) => setTimeout(resolve, 100));
  agent.child.kill('SIGTERM');
  expect(await order).toBe(200);
  expect(await ended).toBe(0);
});
