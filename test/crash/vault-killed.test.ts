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
import { createVault, openVault, type Vault, type VaultDeps } from '../../electron/vault/vault.ts';
import { MemoryFs } from '../fakes/memory-fs.ts';
import { byPassphrase, byRecovery, codeOf, contentsOf, depsOn, openOn, pathA, put } from '../unit/vault/helpers.ts';
import { counterAfter, kindOf, passphraseAfter } from './vault-steps.ts';

const kills = Number(process.env['PROVE_KILLS'] ?? 6);
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

interface Killed {
  /** The last step that was acknowledged. */
  readonly step: number;
  /** The recovery key of the last rotation that was. */
  readonly recoveryKey: string | undefined;
}

/** Lets a process take steps and kills it at some moment. */
async function killAmid(done: number): Promise<Killed> {
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
  const lines = out
    .slice(0, out.lastIndexOf('\n'))
    .split('\n')
    .map((line) => line.split(' '));
  return {
    step: Number(lines.at(-1)?.[0]),
    recoveryKey: lines.findLast(([, key]) => key !== undefined && key !== '')?.[1],
  };
}

/**
 * Which step does the vault stand at: the one that was acknowledged, or the next? Exactly one of the passphrases of the two
 * opens it, and of a rotation its new recovery key tells.
 */
async function stepFound({ step, recoveryKey: last = recoveryKey }: Killed): Promise<{ found: number; vault: Vault }> {
  for (const found of [step, step + 1]) {
    const unlock = () => byPassphrase(passphraseAfter(found));
    const code = await codeOf(() => openVault(deps, unlock()));
    if (code !== undefined) {
      expect(code).toBe('PASSPHRASE_WRONG');
      continue;
    }
    const vault = await openVault(deps, unlock());
    if (contentsOf(vault)['counter'] !== counterAfter(found)) continue;
    const isRotated = (vault.pendingRecoveryKey() ?? recoveryKey) !== last;
    if (isRotated) expect(kindOf(step + 1)).toBe('rotation');
    return { found: isRotated ? step + 1 : found, vault };
  }
  return expect.fail(`the vault stands neither at step ${step} nor at the next`);
}

/** A process that is killed tears no file: both are whole before anything mends them. */
async function checkFiles(step: number): Promise<void> {
  for (const name of names) {
    const bytes = readFileSync(join(dir, name));
    expect(parse(bytes).kind).toBe('vault');
    const alone = () => MemoryFs.of([[pathA, bytes]]);
    const counters: (string | undefined)[] = [];
    for (const passphrase of new Set([step, step + 1].map(passphraseAfter)))
      if ((await codeOf(() => openOn(alone(), byPassphrase(passphrase)))) === undefined)
        counters.push(contentsOf(await openOn(alone(), byPassphrase(passphrase)))['counter']);
    expect(counters).toHaveLength(1);
    if (kindOf(step) !== 'save') expect([counterAfter(step), counterAfter(step + 1)]).toContain(counters[0]);
  }
}

test(`${kills} SIGKILLs amid saves, changes of the passphrase and rotations lose nothing that was acknowledged`, async () => {
  let done = 0;
  const sum = { ahead: 0, amid: 0, rotations: 0 };
  for (let kill = 0; kill < kills; kill += 1) {
    const killed = await killAmid(done);
    expect(killed.step).toBeGreaterThan(done);
    sum.amid += readdirSync(dir).some((name) => name.endsWith('.tmp')) ? 1 : 0;
    await checkFiles(killed.step);
    const { found, vault } = await stepFound(killed);
    // The file that a rotation didn't reach is the only one that is made again.
    const isMidRotation = found > killed.step ? kindOf(found) === 'rotation' : kindOf(found + 1) === 'rotation';
    if (!isMidRotation) expect(vault.warnings).toEqual([]);
    expect(readdirSync(dir).filter((name) => name.includes('corrupt'))).toEqual([]);
    const next = vault.pendingRecoveryKey() ?? recoveryKey;
    if (next !== recoveryKey)
      expect(await codeOf(() => openVault(deps, byRecovery(recoveryKey)))).toBe('PASSPHRASE_WRONG');
    expect(contentsOf(await openVault(deps, byRecovery(next)))).toEqual(contentsOf(vault));
    for (let step = done + 1; step <= found; step += 1) sum.rotations += kindOf(step) === 'rotation' ? 1 : 0;
    sum.ahead += found - killed.step;
    done = found;
    recoveryKey = next;
  }
  process.stdout.write(
    `kills: ${kills} SIGKILLs over ${done} steps, ${sum.rotations} of them rotations; 0 acknowledged lost, ${sum.amid} left a half-written file, ${sum.ahead} found one step ahead\n`,
  );
}, 3_600_000);
