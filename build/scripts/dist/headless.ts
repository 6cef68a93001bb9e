/** Makes the headless package: `keybearer-VERSION.tgz`, to be installed by npm on a server. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemdUnit } from '../../../electron/cli/service/systemd-unit.ts';
import { headlessBundle, headlessOut } from '../../headless-bundle.ts';
import { buildCcxt, buildOne } from '../bundle.ts';
import { writeCompletions } from './completions.ts';
import { copyExchanges, root } from './stage.ts';
import { thirdParty } from './third-party.ts';

/** Gives: the package's path. */
export async function makeHeadless(output: string, version: string): Promise<string> {
  rmSync(headlessOut, { recursive: true, force: true });
  const packages = new Set<string>(await buildCcxt());
  await buildOne(headlessBundle(), packages);
  copyExchanges(headlessOut);
  cpSync(join(root, 'build/headless/bin'), join(headlessOut, 'bin'), { recursive: true });
  writeCompletions(join(headlessOut, 'completions'));
  mkdirSync(join(headlessOut, 'systemd'));
  mkdirSync(join(headlessOut, 'docs'));
  const write = (name: string, text: string) => writeFileSync(join(headlessOut, name), text);
  write('systemd/keybearer.service', unit());
  const readme = readFileSync(join(root, 'build/headless/README.md'), 'utf8');
  write('README.md', readme.replaceAll('VERSION', version));
  cpSync(join(root, 'docs/headless.md'), join(headlessOut, 'docs/headless.md'));
  cpSync(join(root, 'LICENSE'), join(headlessOut, 'LICENSE'));
  write('THIRD-PARTY.txt', thirdParty([...packages]));
  write('package.json', `${JSON.stringify(packageOf(version), null, 2)}\n`);
  mkdirSync(output, { recursive: true });
  const args = ['pack', '--silent', '--ignore-scripts', '--pack-destination', output];
  const packed = spawnSync('npm', args, { cwd: headlessOut, encoding: 'utf8', shell: process.platform === 'win32' });
  if (packed.status !== 0) throw new Error(`npm pack failed: ${packed.error?.message ?? packed.stderr}`);
  return join(output, `keybearer-${version}.tgz`);
}

/** The unit as `keybearer service install` writes it, for any user: systemd puts the home directory in the place of %h. */
function unit(): string {
  const dataDir = '%h/.local/share/keybearer';
  const text = systemdUnit({
    ...{ program: ['/usr/local/bin/keybearer'], agentArgs: ['agent'] },
    ...{ home: '%h', dataDir, passphraseFile: undefined },
  });
  return text.replaceAll('%%h', '%h');
}

function packageOf(version: string): object {
  const { name, description, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
    string,
    string
  >;
  return {
    ...{ name, version, description, license, type: 'module' },
    bin: { keybearer: 'bin/keybearer.mjs', 'keybearer-demo': 'bin/keybearer-demo.mjs' },
    engines: { node: '>=22.18' },
    os: ['linux', 'darwin'],
    files: ['bin', 'main', 'ccxt', 'completions', 'systemd', 'docs', 'THIRD-PARTY.txt'],
  };
}
