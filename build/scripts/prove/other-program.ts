/** Another program, in Python from docs/vault-format.md alone, makes our vectors and opens a vault of ours. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Shown {
  readonly isRight: boolean;
  readonly line: string;
}

const root = fileURLToPath(new URL('../../..', import.meta.url));
const vectors = join(root, 'test/vectors');
const label = 'opened-by-another-program';
const notRun = 'not run: no python3 here has the modules cryptography and argon2';
const howTo = 'on Debian: apt-get install python3-cryptography python3-argon2';

/** Debian's own Python first, since its modules are not seen by others. */
const findPython = (): string | undefined =>
  ['/usr/bin/python3', 'python3'].find(
    (python) => spawnSync(python, ['-c', 'import cryptography, argon2'], { stdio: 'ignore' }).status === 0,
  );

export function showOtherProgram(): readonly Shown[] {
  const python = findPython();
  if (python === undefined) return [{ isRight: true, line: `another program: ${notRun}; ${howTo}` }];
  return [madeVectors(python), openedVault(python)];
}

function madeVectors(python: string): Shown {
  const { status, stdout, stderr } = run(python, [join(vectors, 'make-vault-v1.py'), '--check']);
  return { isRight: status === 0, line: `generator of the vectors: ${(status === 0 ? stdout : stderr).trim()}` };
}

/** A vault by the real commands, opened by passphrase and by recovery key, both files of it. */
function openedVault(python: string): Shown {
  const dir = mkdtempSync(join(tmpdir(), 'keybearer-prove-'));
  try {
    const passphrase = give(dir, 'passphrase', 'Z\u00fcrich \u2460 \ufb01nal words');
    const data = join(dir, 'data');
    const made = keybearer(['init', '--data', data, '--passphrase-file', passphrase]);
    const recovery = give(dir, 'recovery', String(made['recoveryKey']));
    keybearer(['key', 'add', '--data', data, '--passphrase-file', passphrase], {
      ...{ label, exchange: 'kraken', apiKey: 'not a real key', secret: 'bm90IGEgcmVhbCBzZWNyZXQ=' },
      twoFactor: { kind: 'none' },
    });
    for (const name of ['vault-a.json', 'vault-b.json'])
      for (const typed of [[passphrase], [recovery, '--recovery']])
        opened(python, [join(data, name), ...typed], made['vaultId']);
    const [both] = ['vault-a.json', 'vault-b.json']
      .map((name) => run(python, [join(vectors, 'open-vault.py'), join(data, name), passphrase]).stdout)
      .filter((out) => payloadsIn(out).some((text) => text.includes(label)));
    if (both === undefined) throw new Error('no file holds the key that was added');
    return {
      isRight: true,
      line: 'opened by another program: both files of a vault made by init and key add, by passphrase and recovery key',
    };
  } catch (fault) {
    return {
      isRight: false,
      line: `opened by another program: ${fault instanceof Error ? fault.message : String(fault)}`,
    };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function opened(python: string, args: readonly string[], vaultId: unknown): void {
  const { status, stdout, stderr } = run(python, [join(vectors, 'open-vault.py'), ...args]);
  if (status !== 0) throw new Error(stderr.trim());
  if (JSON.parse(stdout).vaultId !== vaultId) throw new Error('it opened another vault');
}

const payloadsIn = (out: string): string[] =>
  JSON.parse(out).records.map(({ payload }: { payload: string }) => Buffer.from(payload, 'base64').toString('utf8'));

function keybearer(args: readonly string[], input?: unknown): Record<string, unknown> {
  const cli = join(root, 'electron/cli.ts');
  const { status, stdout, stderr } = run(process.execPath, [cli, ...args, '--json'], JSON.stringify(input ?? ''));
  if (status !== 0) throw new Error(stderr.trim());
  return JSON.parse(stdout);
}

function give(dir: string, name: string, text: string): string {
  writeFileSync(join(dir, name), `${text}\n`, { mode: 0o600 });
  return join(dir, name);
}

const run = (file: string, args: readonly string[], input = '') => spawnSync(file, args, { input, encoding: 'utf8' });
