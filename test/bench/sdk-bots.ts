/** The bots that `bench:sdk` starts: each reads the balance once, says so, and waits to be ended. */
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../cli/processes.ts';
import type { BotFolder } from '../clients/bot-folder.ts';
import { type ClientStage, keyLabel } from '../clients/setup.ts';

export interface Bot {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const rest = `process.stdout.write(JSON.stringify(balance.total) + '\\n');
process.stdin.resume();
`;

export function scripts({ dir, node }: BotFolder, stage: ClientStage): Record<string, Bot> {
  const { apiKey, secret, endpoint } = stage.practiceKey('practice-none');
  const place = JSON.stringify({ public: endpoint, private: endpoint });
  const sdk = `import { connect } from 'keybearer-client';
const kraken = await connect('${keyLabel}');
const balance = await kraken.fetchBalance();
`;
  const alone = `import ccxt from 'ccxt';
const kraken = new ccxt.kraken({ apiKey: '${apiKey}', secret: '${secret}', enableRateLimit: false });
kraken.urls.api = { ...kraken.urls.api, ...${place} };
const balance = await kraken.fetchBalance();
`;
  writeFileSync(join(dir, 'sdk.mjs'), sdk + rest);
  writeFileSync(join(dir, 'alone.mjs'), alone + rest);
  return {
    'JavaScript, ccxt alone': { command: [node, 'alone.mjs'], env: {} },
    'JavaScript, SDK': { command: [node, 'sdk.mjs'], env: stage.env },
  };
}

/** Where there is a Python and the SDK for it. ccxt for Python is measured where it is installed. */
export function pythonBots(stage: ClientStage): Record<string, Bot> {
  const src = join(root, 'clients/python/src');
  const has = (code: string): boolean => spawnSync('python3', ['-c', code]).status === 0;
  if (!existsSync(join(src, 'keybearer/__init__.py')) || !has('import sys; assert sys.version_info >= (3, 9)'))
    return {};
  const last = 'print(json.dumps(balance["total"]), flush=True)\nsys.stdin.read()\n';
  const sdk = `import json, sys, keybearer\nkraken = keybearer.connect("${keyLabel}")\nbalance = kraken.fetch_balance()\n${last}`;
  const bots: Record<string, Bot> = {
    'Python, SDK': { command: ['python3', '-c', sdk], env: { ...stage.env, PYTHONPATH: src } },
  };
  if (!has('import ccxt')) return bots;
  const { apiKey, secret, endpoint } = stage.practiceKey('practice-none');
  const place = `kraken.urls["api"].update({"public": "${endpoint}", "private": "${endpoint}"})`;
  const alone = `import json, sys, ccxt\nkraken = ccxt.kraken({"apiKey": "${apiKey}", "secret": "${secret}", "enableRateLimit": False})\n${place}\nbalance = kraken.fetch_balance()\n${last}`;
  return { 'Python, ccxt alone': { command: ['python3', '-c', alone], env: {} }, ...bots };
}
