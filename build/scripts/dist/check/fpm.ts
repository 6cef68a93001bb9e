/**
 * A stand-in for fpm where it can't be downloaded: makes a .deb by dpkg-deb, or an .rpm by rpmbuild, out of the arguments
 * that electron-builder gives. Real packages are made by fpm itself.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

const text = { type: 'string' } as const;
const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
  allowPositionals: true,
  options: {
    ...{ s: { ...text, short: 's' }, t: { ...text, short: 't' }, d: { ...text, short: 'd', multiple: true } },
    ...{ force: { type: 'boolean' }, architecture: text, name: text, version: text, package: text, description: text },
    ...{ maintainer: text, vendor: text, url: text, license: text, category: text, 'after-install': text },
    ...{ 'after-remove': text, 'deb-priority': text, 'deb-recommends': { ...text, multiple: true } },
    ...{ 'deb-compression': text, 'rpm-compression': text, 'rpm-summary': text, 'rpm-rpmbuild-define': text },
    ...{ 'rpm-os': text },
  },
});

const dir = mkdtempSync(join(tmpdir(), 'keybearer-package-'));
try {
  const tree = join(dir, 'tree');
  for (const pair of positionals) lay(pair, tree);
  if (values.t === 'deb') makeDeb(tree);
  else makeRpm(tree);
} finally {
  rmSync(dir, { recursive: true, force: true });
}

/** `from=/to`: a file, or the contents of a directory where `from` ends in a slash. */
function lay(pair: string, tree: string): void {
  const at = pair.lastIndexOf('=');
  const [from, to] = [pair.slice(0, at), join(tree, pair.slice(at + 1))];
  mkdirSync(from.endsWith('/') ? to : dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });
}

function makeDeb(tree: string): void {
  const control = join(tree, 'DEBIAN');
  mkdirSync(control);
  const [summary = '', ...more] = (values.description ?? '').trim().split('\n');
  const rows = [
    ['Package', values.name],
    ['Version', values.version],
    ['Architecture', values.architecture],
    ['Maintainer', values.maintainer],
    ['Installed-Size', String(Math.ceil(sizeOf(tree) / 1024))],
    ['Depends', values.d?.join(', ')],
    ['Recommends', values['deb-recommends']?.join(', ')],
    ['Section', values.category ?? 'default'],
    ['Priority', values['deb-priority']],
    ['Homepage', values.url],
    ['Description', [summary, ...more.map((line) => ` ${line.trim() || '.'}`)].join('\n')],
  ];
  const lines = rows.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
  writeFileSync(join(control, 'control'), `${lines.join('\n')}\n`);
  for (const [script, from] of [
    ['postinst', values['after-install']],
    ['postrm', values['after-remove']],
  ] as const) {
    if (from === undefined) continue;
    cpSync(from, join(control, script));
    chmodSync(join(control, script), 0o755);
  }
  run('dpkg-deb', ['--root-owner-group', '-Zxz', '-z1', '--build', tree, String(values.package)]);
}

function makeRpm(tree: string): void {
  const script = (name: string, path: string | undefined) => (path === undefined ? '' : `%${name} -f ${path}\n`);
  const files = readdirSync(tree, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => `"${join(entry.parentPath, entry.name).slice(tree.length)}"`);
  const spec = `Name: ${values.name}
Version: ${values.version?.replaceAll('-', '_')}
Release: 1
Summary: ${values['rpm-summary'] ?? values.name}
License: ${values.license ?? 'MIT'}
URL: ${values.url}
AutoReqProv: no
${(values.d ?? []).map((need) => `Requires: ${need}\n`).join('')}
%description
${(values.description ?? '').trim()}
${script('post', values['after-install'])}${script('postun', values['after-remove'])}
%files
${files.join('\n')}
`;
  writeFileSync(join(dir, 'keybearer.spec'), spec);
  const defines = ['_build_id_links none', '__os_install_post %{nil}', '_binary_payload w1.gzdio', `_rpmdir ${dir}`];
  const args = defines.flatMap((define) => ['--define', define]);
  const target = values.architecture === 'amd64' ? 'x86_64' : String(values.architecture);
  run('rpmbuild', [
    '-bb',
    '--quiet',
    '--target',
    target,
    ...args,
    '--buildroot',
    tree,
    '--noclean',
    join(dir, 'keybearer.spec'),
  ]);
  const made = readdirSync(join(dir, target)).find((name) => name.endsWith('.rpm'));
  if (made === undefined) throw new Error(`rpmbuild made no package of ${basename(tree)}`);
  cpSync(join(dir, target, made), String(values.package));
}

function sizeOf(path: string): number {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

function run(program: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} failed: ${error?.message ?? stderr}`);
}
