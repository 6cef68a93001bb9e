import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Figure } from './figures.ts';

const cli = fileURLToPath(new URL('../../electron/cli.ts', import.meta.url));

/** From starting the process to serving, sealed; and what it then holds in memory. */
export async function measureStart(rounds: number): Promise<Figure[]> {
  const dir = mkdtempSync(join(tmpdir(), 'keybearer-bench-'));
  const passphrase = join(dir, 'passphrase');
  writeFileSync(passphrase, 'correct horse battery staple', { mode: 0o600 });
  const data = ['--data', join(dir, 'data')];
  const started: number[] = [];
  const resident: number[] = [];
  try {
    await once(
      spawn(process.execPath, [cli, 'init', ...data, '--passphrase-file', passphrase], { stdio: 'ignore' }),
      'exit',
    );
    for (let round = 0; round < rounds; round += 1) {
      const from = performance.now();
      const agent = spawn(process.execPath, [cli, 'agent', ...data], { stdio: ['ignore', 'pipe', 'ignore'] });
      await once(createInterface({ input: agent.stdout }), 'line');
      started.push(performance.now() - from);
      resident.push(residentMb(agent.pid));
      agent.kill('SIGTERM');
      await once(agent, 'exit');
    }
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
  return [
    { what: 'agent from start to sealed and serving', values: started, unit: 'ms', goal: 'at most 350' },
    { what: 'agent sealed, resident', values: resident, unit: 'MB', goal: 'at most 90' },
  ];
}

/** Source: proc(5), VmRSS. */
function residentMb(pid: number | undefined): number {
  const kb = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1];
  return Number(kb) / 1024;
}
