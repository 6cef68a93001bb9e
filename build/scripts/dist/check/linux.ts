/** Linux's packages: their lists, the .deb's and the .rpm's metadata, the desktop entry, the update manifest, and the terminal run out of the .deb. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Release } from '../plan.ts';
import { checkContents, filesBelow } from './contents.ts';
import type { Tally } from './tally.ts';

export async function checkLinux(tally: Tally, output: string, work: string, release: Release): Promise<void> {
  const find = (end: string) => join(output, readdirSync(output).find((name) => name.endsWith(end)) ?? `no${end}`);
  const unpacked = filesBelow(join(output, 'linux-unpacked'));
  const tar = run('tar', ['-tzf', find('.tar.gz')]).split('\n');
  const inTar = tar.filter((line) => line !== '' && !line.endsWith('/')).map((line) => line.replace(/^[^/]+\//, ''));
  tally.same('tar.gz holds the unpacked app', withoutFeed(inTar).sort(), withoutFeed(unpacked));
  const zip = run('unzip', ['-Z1', find('.zip')]).split('\n');
  tally.same(
    'zip holds the unpacked app',
    withoutFeed(zip.filter((line) => line !== '' && !line.endsWith('/'))).sort(),
    withoutFeed(unpacked),
  );
  const tree = join(work, 'deb');
  mkdirSync(tree);
  run('dpkg-deb', ['-x', find('.deb'), tree]);
  checkDeb(tally, find('.deb'), tree, unpacked, release);
  checkEntry(tally, readFileSync(join(tree, 'usr/share/applications/keybearer.desktop'), 'utf8'));
  checkContents(tally, 'deb', tree);
  checkTerminal(tally, tree, work, release);
  checkExchanges(tally, tree);
  checkRpm(tally, find('.rpm'), release);
  checkManifest(tally, output, release);
}

/** app-update.yml, package-type and the AppArmor profile are laid beside the app for deb and rpm, after the archives. */
const laidLater = /^resources\/(app-update\.yml|package-type|apparmor-profile)$/;
const withoutFeed = (files: readonly string[]) => files.filter((file) => !laidLater.test(file));

function checkDeb(tally: Tally, deb: string, tree: string, unpacked: readonly string[], release: Release): void {
  const field = (name: string) => run('dpkg-deb', ['-f', deb, name]).trim();
  tally.same('deb: its name', field('Package'), 'keybearer');
  tally.same('deb: its version', field('Version'), release.version);
  tally.same('deb: its architecture', field('Architecture'), 'amd64');
  tally.same('deb: its maintainer', field('Maintainer'), release.maintainer);
  tally.same('deb: its homepage', field('Homepage'), release.homepage);
  tally.check(
    'deb: it needs what Electron needs',
    /libgtk-3-0/.test(field('Depends')) && /libnss3/.test(field('Depends')),
    field('Depends'),
  );
  tally.check(
    'deb: it says what it is',
    field('Description').includes('key agent for trading bots'),
    field('Description'),
  );
  const inOpt = filesBelow(join(tree, 'opt/Keybearer'));
  tally.same('deb: /opt/Keybearer is the unpacked app', withoutFeed(inOpt), withoutFeed(unpacked));
  const listed = run('dpkg-deb', ['-c', deb])
    .split('\n')
    .filter((line) => line !== '');
  tally.check(
    'deb: all is owned by root',
    listed.every((line) => line.includes(' root/root ')),
  );
  const unsafe = listed.filter((line) => /^.{3}[sS]|^.{6}[sS]|^-.{7}w/.test(line));
  tally.check('deb: nothing is setuid or writable by all', unsafe.length === 0, unsafe);
  for (const file of ['usr/bin/keybearer', 'opt/Keybearer/keybearer', 'opt/Keybearer/resources/bin/keybearer'])
    tally.check(`deb: /${file} can be run`, (statSync(join(tree, file)).mode & 0o111) === 0o111);
  const beside = filesBelow(tree).filter((file) => !file.startsWith('opt/Keybearer/'));
  const known =
    /^usr\/(bin\/keybearer|share\/(applications\/keybearer\.desktop|icons\/hicolor\/\d+x\d+\/apps\/keybearer\.png|bash-completion\/completions\/keybearer|zsh\/vendor-completions\/_keybearer|fish\/vendor_completions\.d\/keybearer\.fish|doc\/keybearer\/.*))$/;
  const unknown = beside.filter((file) => !known.test(file));
  tally.check('deb: nothing else lies outside /opt/Keybearer', unknown.length === 0, unknown);
  const scripts = ['postinst', 'postrm'].map((name) => run('dpkg-deb', ['-I', deb, name]));
  tally.check(
    'deb: its scripts have every name filled in',
    scripts.every((text) => !/\$\{(executable|sanitizedProductName)\}/.test(text)),
  );
  tally.check(
    'deb: its scripts leave /usr/bin/keybearer alone',
    scripts.every((text) => !/(ln|rm|alternatives) .*usr\/bin/.test(text)),
  );
}

function checkEntry(tally: Tally, text: string): void {
  const valueOf = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(text)?.[1];
  tally.same('desktop entry: Exec', valueOf('Exec'), '/opt/Keybearer/keybearer %U');
  tally.same('desktop entry: Type', valueOf('Type'), 'Application');
  tally.same('desktop entry: Name', valueOf('Name'), 'Keybearer');
  tally.same('desktop entry: Icon', valueOf('Icon'), 'keybearer');
  tally.same('desktop entry: Terminal', valueOf('Terminal'), 'false');
  tally.check('desktop entry: Categories', valueOf('Categories')?.includes('Finance;') === true, text);
  tally.same('desktop entry: the class of its window', valueOf('StartupWMClass'), 'keybearer');
}

/** The packaged wrapper starts the program beside it, here the stub, which runs the packaged app.asar on the Electron double. */
function checkTerminal(tally: Tally, tree: string, work: string, release: Release): void {
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

/** Every exchange that ccxt has is loaded once, from the files of the package. */
function checkExchanges(tally: Tally, tree: string): void {
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

function checkRpm(tally: Tally, rpm: string, release: Release): void {
  const asked = run('rpm', ['-qp', '--queryformat', '%{NAME} %{VERSION} %{ARCH} %{LICENSE} %{URL}', rpm]);
  tally.same(
    'rpm: name, version, architecture, licence, homepage',
    asked,
    `keybearer ${release.version} x86_64 MIT ${release.homepage}`,
  );
  const files = run('rpm', ['-qpl', rpm]).split('\n');
  for (const file of ['/usr/bin/keybearer', '/opt/Keybearer/keybearer', '/opt/Keybearer/resources/app.asar'])
    tally.check(`rpm holds ${file}`, files.includes(file));
}

/** What installed apps read to learn of a new version. */
function checkManifest(tally: Tally, output: string, release: Release): void {
  const path = join(output, 'latest-linux.yml');
  tally.check('there is an update manifest', existsSync(path));
  if (!existsSync(path)) return;
  const manifest = parse(readFileSync(path, 'utf8')) as {
    version: string;
    files: readonly { url: string; sha512: string; size: number }[];
  };
  tally.same('update manifest: its version', manifest.version, release.version);
  tally.check('update manifest: it lists files', manifest.files.length > 0);
  for (const { url, sha512, size } of manifest.files) {
    const bytes = readFileSync(join(output, url));
    tally.same(`update manifest: the size of ${url}`, size, bytes.length);
    tally.same(`update manifest: the hash of ${url}`, sha512, createHash('sha512').update(bytes).digest('base64'));
  }
}

function run(program: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${error?.message ?? stderr}`);
  return stdout;
}
