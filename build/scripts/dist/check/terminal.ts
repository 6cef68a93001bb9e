/** The packaged terminal, run out of the .deb's files on the stub, and every exchange loaded from the package once. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Release } from '../plan.ts';
import type { Tally } from './tally.ts';

/** The packaged wrapper starts the program beside it, here the stub, which runs the packaged app.asar on the Electron double. */
export function checkTerminal(tally: Tally, tree: string, work: string, release: Release): void {
  const data = join(work, 'data');
  const passphrase = join(work, 'passphrase');
  writeFileSync(passphrase, 'a passphrase of the check\n', { mode: 0o600 });
  const env = { ...process.env, STUB_NODE: process.execPath, STUB_RUN: join(import.meta.dirname, 'run-stub.ts') };
  const keybearer = (...args: string[]) => {
    const program = join(tree, 'opt/Keybearer/resources/bin/keybearer');
    const { status, stdout, stderr } = spawnSync(program, [...args, '--data', data], { env, encoding: 'utf8' });
    return { status, stdout, stderr };
  };
  const version = keybearer('--version');
  tally.same('deb: its terminal says its version', version.stdout.trim().split(' ').at(-1), release.version);
  const empty = keybearer('status', '--json');
  tally.check('deb: its terminal says that there is no vault', empty.stdout.includes('"vault":"missing"'), empty);
  const made = keybearer('init', '--json', '--passphrase-file', passphrase);
  tally.check('deb: its terminal makes a vault', made.status === 0 && made.stdout.includes('"recoveryKey"'), made);
  const keys = keybearer('key', 'list', '--json', '--passphrase-file', passphrase);
  tally.same('deb: its terminal lists keys', keys.stdout.trim(), '[]');
  const wrong = keybearer('no-such-command');
  tally.same('deb: its terminal ends with the code of its command', wrong.status, 2);
}

/** Takes: tree = the .deb's files. */
export function checkExchanges(tally: Tally, tree: string): void {
  const dir = join(tree, '../exchanges');
  const script = `
    import { readdirSync } from 'node:fs';
    import { extractAll } from '${import.meta.resolve('@electron/asar')}';
    extractAll(${JSON.stringify(join(tree, 'opt/Keybearer/resources/app.asar'))}, ${JSON.stringify(dir)});
    const bad = [];
    let good = 0;
    for (const folder of ['', 'pro/'])
      for (const file of readdirSync(${JSON.stringify(join(dir, 'ccxt'))} + '/' + folder)) {
        if (!file.endsWith('.js')) continue;
        const { default: Exchange } = await import(${JSON.stringify(join(dir, 'ccxt'))} + '/' + folder + file);
        const id = new Exchange({}).id;
        if (id + '.js' === file && Exchange.name === id) good += 1; else bad.push(folder + file + ' ' + id + ' ' + Exchange.name);
      }
    console.log(JSON.stringify({ good, bad }));
    process.exit(0);`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
  });
  const found = stdout === '' ? { good: 0, bad: [stderr] } : (JSON.parse(stdout) as { good: number; bad: string[] });
  tally.check('every exchange loads from the package', found.bad.length === 0 && found.good > 150, found);
}
