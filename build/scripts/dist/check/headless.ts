/** The headless package, installed without a network into an empty prefix, and its demo run from there. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkContents } from './contents.ts';
import type { Tally } from './tally.ts';

export function checkHeadless(tally: Tally, file: string, work: string): void {
  const prefix = join(work, 'prefix');
  mkdirSync(prefix);
  const args = [
    'install',
    '--global',
    '--prefix',
    prefix,
    '--offline',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    file,
  ];
  const installed = spawnSync('npm', args, { cwd: work, encoding: 'utf8' });
  tally.check('headless: it installs without a network', installed.status === 0, installed.stderr);
  const dir = join(prefix, 'lib/node_modules/keybearer');
  if (!existsSync(dir)) return;
  tally.check('headless: it brings no other package', !existsSync(join(dir, 'node_modules')));
  checkContents(tally, 'headless', dir);
  // The Node that runs this check comes first, since the computer's own may be older than the package allows.
  const env = { ...process.env, PATH: `${dirname(process.execPath)}:${join(prefix, 'bin')}:${process.env['PATH']}` };
  const run = (program: string, ...more: string[]) =>
    spawnSync(join(prefix, 'bin', program), more, { cwd: work, env, encoding: 'utf8', timeout: 120_000 });
  const version = run('keybearer', '--version');
  const { version: wanted } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as { version: string };
  tally.same('headless: it says its version', version.stdout.trim().split(' ').at(-1), wanted);
  const status = run('keybearer', 'status', '--json', '--data', join(work, 'headless-data'));
  tally.check('headless: it says that there is no vault', status.stdout.includes('"vault":"missing"'), status.stderr);
  const demo = run('keybearer-demo');
  tally.check('headless: the demo runs to its end', demo.status === 0 && /Done in /.test(demo.stdout), demo.stderr);
  tally.check('headless: the demo shows the refusal that it is about', demo.stdout.includes('EAPI:Invalid signature'));
  const unit = readFileSync(join(dir, 'systemd/keybearer.service'), 'utf8');
  tally.check('headless: the unit runs the agent', unit.includes('ExecStart=:/usr/local/bin/keybearer agent'), unit);
  tally.check(
    "headless: the unit's paths are the user's own",
    unit.includes('ReadWritePaths=-%h/') && !unit.includes('%%h'),
  );
  const bash = spawnSync('bash', ['-c', completing], {
    env: { ...env, FILE: join(dir, 'completions/keybearer.bash') },
  });
  tally.same('headless: bash completes "keybearer key l"', String(bash.stdout).trim(), 'list');
  for (const name of ['_keybearer', 'keybearer.fish'])
    tally.check(`headless: completions/${name} is there`, existsSync(join(dir, 'completions', name)));
}

const completing = `source "$FILE"; COMP_WORDS=(keybearer key l); COMP_CWORD=2; _keybearer; echo "\${COMPREPLY[@]}"`;
