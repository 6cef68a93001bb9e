/** Files that open the fake agent's vault, or don't. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { rightPassphrase, rightRecovery } from '../../fakes/agent.ts';

const dir = mkdtempSync(join(tmpdir(), 'kb-cli-'));
const file = (name: string, text: string) => {
  writeFileSync(join(dir, name), text, { mode: 0o600 });
  return join(dir, name);
};

/** A systemd credentials directory. */
export const credentials = join(dir, 'credentials');
mkdirSync(credentials);
file('credentials/passphrase', rightPassphrase);

export const files = {
  right: file('right', `${rightPassphrase}\n`),
  wrong: file('wrong', 'something else\n'),
  recovery: file('recovery', `${rightRecovery}\r\n`),
  absent: join(dir, 'absent'),
};

afterAll(() => rmSync(dir, { recursive: true, force: true }));

export const keyJson = {
  label: 'kraken-main',
  exchange: 'kraken',
  apiKey: 'PLANTED-KEY',
  secret: 'PLANTED-SECRET',
  twoFactor: { kind: 'none' },
};
export const botJson = { name: 'grid-1', grants: [{ key: 'kraken-main', preset: 'trade', symbols: ['BTC/USD'] }] };
export const input = (value: unknown) => JSON.stringify(value);
export const errorOf = (err: string) => /^error ([A-Z_]+): /m.exec(err)?.[1];
