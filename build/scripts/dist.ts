/** `npm run dist [-- target…]`: this system's packages, in dist/. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Platform } from 'electron-builder';
import { configOf } from './dist/config.ts';
import { pack } from './dist/pack.ts';
import { CannotBuild, planOf } from './dist/plan.ts';
import { root, stageApp } from './dist/stage.ts';

try {
  const plan = planOf(process.argv.slice(2), surroundings());
  for (const note of plan.notes) console.log(note);
  await stageApp(plan);
  // Windows' and macOS's architectures stand in the configuration.
  for (const file of await pack(configOf(plan), Platform.current(), plan.targets))
    console.log(file.slice(root.length + 1));
} catch (fault) {
  if (!(fault instanceof CannotBuild)) throw fault;
  console.error(fault.message);
  process.exitCode = 1;
}

function surroundings() {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return {
    ...{ env: process.env, platform: process.platform, version },
    tags: git('tag', '--points-at', 'HEAD'),
    changes: git('status', '--porcelain'),
    hasProgram: (name: string) => spawnSync(name, ['--version'], { stdio: 'ignore' }).error === undefined,
  };
}

function git(...args: string[]): string[] {
  const { status, stdout, error } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  if (error !== undefined)
    throw new CannotBuild('git is not here, and says which version is built. Get it (sudo apt-get install git).');
  if (status !== 0) throw new CannotBuild('Packages are built in a git checkout, so that they can say what they hold.');
  return stdout.split('\n').filter((line) => line !== '');
}
