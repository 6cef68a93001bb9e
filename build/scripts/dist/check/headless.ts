/** The headless package, installed without a network into an empty prefix: its files, and its demo run from there. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Built } from './built.ts';
import { checkContents } from './contents.ts';
import { checkShape, headlessShape } from './shapes.ts';
import type { Tally } from './tally.ts';
import { differing, filesBelow } from './tree.ts';

/** Gives: where it lies. */
export function installHeadless(tally: Tally, file: string, work: string): string {
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
  return join(prefix, 'lib/node_modules/keybearer');
}

export function checkHeadlessFiles(tally: Tally, { headless: dir, out, release }: Built): void {
  const staged = join(out, 'headless');
  const [files, wanted] = [filesBelow(dir), filesBelow(staged)];
  tally.sameList('headless', files, wanted);
  checkShape(tally, 'headless', files, headlessShape);
  // npm writes the package's own list anew.
  const both = wanted.filter((file) => files.includes(file) && file !== 'package.json');
  const changed = differing(dir, staged, both);
  tally.check('headless: every file is as it was put together', changed.length === 0, changed);
  checkContents(tally, 'headless', dir);
  const app = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as Record<string, unknown>;
  const { name, version, license, engines } = app;
  const says = [name, version, license, engines];
  const should = ['keybearer', release.version, 'MIT', { node: '>=22.18' }];
  tally.same('headless: it says its name, version, licence and the Node that it needs', says, should);
  tally.check('headless: it needs no other package', app['dependencies'] === undefined, app['dependencies']);
  tally.check('headless: nothing is run while it is installed', app['scripts'] === undefined, app['scripts']);
  const commands = Object.entries((app['bin'] ?? {}) as Record<string, string>);
  tally.sameList(
    'headless: its list of commands',
    commands.map(([command]) => command),
    ['keybearer', 'keybearer-demo'],
  );
  const lacking = commands.filter(([, path]) => !existsSync(join(dir, path)));
  tally.check('headless: every command has its file', lacking.length === 0, lacking);
  const path = join(dir, 'systemd/keybearer.service');
  const unit = existsSync(path) ? readFileSync(path, 'utf8') : '';
  tally.check('headless: the unit runs the agent', unit.includes('ExecStart=:/usr/local/bin/keybearer agent'), unit);
  const isUsers = unit.includes('ReadWritePaths=-%h/') && !unit.includes('%%h');
  tally.check("headless: the unit's paths are the user's own", isUsers, unit);
}

export function checkHeadlessRuns(tally: Tally, dir: string, work: string): void {
  const prefix = join(dir, '../../..');
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
  const bash = spawnSync('bash', ['-c', completing], {
    env: { ...env, FILE: join(dir, 'completions/keybearer.bash') },
  });
  tally.same('headless: bash completes "keybearer key l"', String(bash.stdout).trim(), 'list');
}

const completing = `source "$FILE"; COMP_WORDS=(keybearer key l); COMP_CWORD=2; _keybearer; echo "\${COMPREPLY[@]}"`;
