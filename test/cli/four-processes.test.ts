import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Folder, makeFolder, root } from './processes.ts';

const processes = 4;
const calls = process.env['PROVE_RUNS'] === undefined ? 50 : 1000;

interface PracticeKey {
  readonly label: string;
  readonly apiKey: string;
  readonly secret: string;
  readonly endpoint: string;
  readonly twoFactor: { readonly secret: string };
}

let folder: Folder;
beforeEach(() => {
  folder = makeFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

/** Runs the bots side by side. Gives: how often each outcome came, over all of them. */
async function race(...args: readonly string[]): Promise<Record<string, number>> {
  const bots = Array.from({ length: processes }, async () => {
    const child = spawn(process.execPath, [join(root, 'test/cli/one-of-four.ts'), ...args, String(calls)], {
      ...{ cwd: root, stdio: ['ignore', 'pipe', 'inherit'] as const },
    });
    let out = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    await once(child, 'close');
    return JSON.parse(out) as Record<string, number>;
  });
  const sum: Record<string, number> = {};
  for (const counts of await Promise.all(bots))
    for (const [outcome, count] of Object.entries(counts)) sum[outcome] = (sum[outcome] ?? 0) + count;
  return sum;
}

it('four processes on one key: with ccxt alone nonces collide, through the agent none does', async () => {
  await folder.makeVault();
  const practice = await folder.serve(['practice', '--json']);
  const agent = await folder.serve(['agent', '--data', folder.dataDir, '--passphrase-file', folder.passphraseFile]);
  const keys = practice.ready['keys'] as PracticeKey[];
  const key = keys.find(({ label }) => label === 'practice-unlimited');
  if (key === undefined) throw new Error('no such key');
  await folder.json(['key', 'add'], key);
  const grants = [{ key: 'practice-unlimited', preset: 'watch', symbols: 'any' }];
  const { token } = await folder.json<{ token: string }>(['bot', 'add'], { name: 'bot', grants });
  const alone = await race('direct', key.endpoint, key.apiKey, key.secret, key.twoFactor.secret);
  const carried = await race('agent', String(agent.ready['socket']), token, '', '');
  process.stdout.write(
    `four processes on one key: ccxt alone ${JSON.stringify(alone)}, through the agent ${JSON.stringify(carried)}\n`,
  );
  expect(carried).toEqual({ ok: processes * calls });
  expect(alone['InvalidNonce']).toBeGreaterThan(0);
}, 120_000);
