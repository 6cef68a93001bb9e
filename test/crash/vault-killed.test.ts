/** A process is killed amid its saves; what it acknowledged is there, whatever else. `npm run prove:vault` kills 500 times. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Secret } from '../../electron/base/secret.ts';
import { parse } from '../../electron/vault/envelope.ts';
import { nodeFs } from '../../electron/vault/node-fs.ts';
import { createVault, openVault, type Unlock, type VaultDeps } from '../../electron/vault/vault.ts';
import { MemoryFs } from '../fakes/memory-fs.ts';
import { byPassphrase, byRecovery, codeOf, contentsOf, depsOn, openOn, pathA, put } from '../unit/vault/helpers.ts';
import { counterAfter, isInBoth, passphraseAfter } from './vault-steps.ts';

const kills = Number(process.env['PROVE_KILLS'] ?? 15);
const longestMs = 120;
const names = ['vault-a.json', 'vault-b.json'];
const stepper = fileURLToPath(new URL('./step-until-killed.ts', import.meta.url));

let dir: string;
let deps: VaultDeps;
let recoveryKey: string;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'keybearer-kill-'));
  deps = { ...depsOn(MemoryFs.of([])), fs: nodeFs, dir };
  const made = await createVault(deps, Secret.ofText(passphraseAfter(0)));
  recoveryKey = made.recoveryKey;
  await made.vault.commit([put('counter', '0')]);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Lets a process take steps and kills it at some moment. Gives: the last step that it acknowledged. */
async function killAmid(done: number): Promise<number> {
  const child = spawn(process.execPath, [stepper, dir, String(done)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  await once(child.stdout, 'data');
  await new Promise((resolve) => setTimeout(resolve, Math.random() * longestMs));
  const closed = once(child, 'close');
  child.kill('SIGKILL');
  await closed;
  expect(child.signalCode).toBe('SIGKILL');
  // A line that was cut off wasn't said.
  return Number(out.slice(0, out.lastIndexOf('\n')).split('\n').at(-1));
}

const counterBy = async (unlock: Unlock): Promise<string | undefined> =>
  contentsOf(await openVault(deps, unlock))['counter'];

/** Which step does the vault stand at? Exactly one of the two passphrases that it may have opens it. */
async function stepFound(acknowledged: number): Promise<number> {
  const fitting: number[] = [];
  for (const step of [acknowledged, acknowledged + 1]) {
    const code = await codeOf(() => openVault(deps, byPassphrase(passphraseAfter(step))));
    if (code !== undefined) expect(code).toBe('PASSPHRASE_WRONG');
    else if ((await counterBy(byPassphrase(passphraseAfter(step)))) === counterAfter(step)) fitting.push(step);
  }
  expect([fitting.length, acknowledged]).toEqual([1, acknowledged]);
  return fitting[0] ?? acknowledged;
}

test(`${kills} SIGKILLs amid saves and changes of the passphrase lose nothing that was acknowledged`, async () => {
  let done = 0;
  let ahead = 0;
  let amid = 0;
  let steps = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    const acknowledged = await killAmid(done);
    expect(acknowledged).toBeGreaterThan(done);
    amid += readdirSync(dir).some((name) => name.endsWith('.tmp')) ? 1 : 0;
    // A process that is killed tears no file: both are whole before anything mends them.
    for (const name of names) {
      const bytes = readFileSync(join(dir, name));
      expect(parse(bytes).kind).toBe('vault');
      const counter = contentsOf(await openOn(MemoryFs.of([[pathA, bytes]]), byRecovery(recoveryKey)))['counter'];
      if (isInBoth(acknowledged))
        expect([counterAfter(acknowledged), counterAfter(acknowledged + 1)]).toContain(counter);
    }
    const found = await stepFound(acknowledged);
    const vault = await openVault(deps, byRecovery(recoveryKey));
    expect([vault.warnings, contentsOf(vault)['counter']]).toEqual([[], counterAfter(found)]);
    expect(readdirSync(dir).filter((name) => name.includes('corrupt'))).toEqual([]);
    ahead += found - acknowledged;
    steps += found - done;
    done = found;
  }
  process.stdout.write(
    `kills: ${kills} SIGKILLs over ${steps} saves; 0 acknowledged lost, ${amid} left a half-written file, ${ahead} found one step ahead\n`,
  );
}, 3_600_000);
