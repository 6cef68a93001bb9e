/** The .deb: what it says of itself, who may do what with its files, and that it brings the app and nothing else. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { withoutLater } from './apps.ts';
import type { Built, Deb } from './built.ts';
import { checkContents } from './contents.ts';
import { checkEntry } from './entry.ts';
import { checkFeed } from './feed.ts';
import { linesOf, run } from './run.ts';
import type { Tally } from './tally.ts';
import { differing, filesBelow } from './tree.ts';

export function readDeb(file: string, dir: string): Deb {
  run('dpkg-deb', ['-x', file, dir]);
  const inside = linesOf(run('dpkg-deb', ['-I', file])).flatMap((line) => / \* +([a-z]+) +#!/.exec(line)?.[1] ?? []);
  const scripts = inside.map((name) => [name, run('dpkg-deb', ['-I', file, name])] as const);
  return {
    ...{ dir, control: run('dpkg-deb', ['-f', file]), scripts: Object.fromEntries(scripts) },
    listed: linesOf(run('dpkg-deb', ['-c', file])),
  };
}

/** Where each file outside /opt comes from. */
const beside = {
  'usr/bin/keybearer': 'build/linux/usr-bin-keybearer',
  'usr/share/doc/keybearer/copyright': 'LICENSE',
  'usr/share/bash-completion/completions/keybearer': 'out/completions/keybearer.bash',
  'usr/share/zsh/vendor-completions/_keybearer': 'out/completions/_keybearer',
  'usr/share/fish/vendor_completions.d/keybearer.fish': 'out/completions/keybearer.fish',
} as const;
const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const entry = 'usr/share/applications/keybearer.desktop';
const icons = sizes.map((size) => `usr/share/icons/hicolor/${size}x${size}/apps/keybearer.png`);
const changelog = 'usr/share/doc/keybearer/changelog.gz';

export async function checkDeb(tally: Tally, built: Built): Promise<void> {
  const { deb, output, release } = built;
  checkControl(tally, built);
  checkScripts(tally, deb.scripts);
  const files = filesBelow(deb.dir);
  const app = join(output, 'linux-unpacked');
  const inApp = filesBelow(app);
  // fpm itself lays an empty list of changes.
  const found = files.filter((file) => file !== changelog);
  const wanted = [...inApp.map((file) => `opt/Keybearer/${file}`), ...Object.keys(beside), entry, ...icons];
  tally.sameList('deb', found, wanted);
  const opt = join(deb.dir, 'opt/Keybearer');
  const both = withoutLater(inApp).filter((file) => existsSync(join(opt, file)));
  const changed = differing(opt, app, both);
  tally.check('deb: every file of /opt/Keybearer is as in the unpacked app', changed.length === 0, changed);
  for (const [file, from] of Object.entries(beside)) {
    const path = join(deb.dir, file);
    const isSame = existsSync(path) && readFileSync(path).equals(readFileSync(sourceOf(built, from)));
    tally.check(`deb: /${file} is as it was made`, isSame);
  }
  checkModes(tally, deb);
  tally.same('deb: the app knows that it came in one', textIf(join(opt, 'resources/package-type')), 'deb');
  checkFeed(tally, 'deb', join(opt, 'resources/app-update.yml'), release);
  checkEntry(tally, 'deb', textIf(join(deb.dir, entry)) ?? '');
  checkContents(tally, 'deb', deb.dir);
}

const sourceOf = ({ root, out }: Built, from: string): string =>
  from.startsWith('out/') ? join(out, from.slice(4)) : join(root, from);

const textIf = (path: string): string | undefined => (existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined);

const needs = ['libgtk-3-0', 'libnotify4', 'libnss3', 'libxss1', 'libxtst6', 'xdg-utils', 'libatspi2.0-0', 'libuuid1'];
const alsoNeeds = ['libsecret-1-0', 'libasound2', 'libgbm1'];

function checkControl(tally: Tally, { deb, release }: Built): void {
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(deb.control)?.[1];
  tally.same('deb: its name', field('Package'), 'keybearer');
  tally.same('deb: its version', field('Version'), release.version);
  tally.same('deb: its architecture', field('Architecture'), 'amd64');
  tally.same('deb: its maintainer', field('Maintainer'), release.maintainer);
  tally.same('deb: its homepage', field('Homepage'), release.homepage);
  tally.same('deb: its section and priority', [field('Section'), field('Priority')], ['utils', 'optional']);
  tally.sameList('deb: Depends', (field('Depends') ?? '').split(', '), [...needs, ...alsoNeeds]);
  tally.same('deb: it says what it is', field('Description'), 'The key agent for trading bots');
}

function checkScripts(tally: Tally, scripts: Deb['scripts']): void {
  tally.sameList('deb: its scripts', Object.keys(scripts).sort(), ['postinst', 'postrm']);
  for (const [name, text] of Object.entries(scripts)) {
    tally.check(`deb: ${name} has every name filled in`, !/\$\{(executable|sanitizedProductName)\}/.test(text));
    tally.check(`deb: ${name} leaves /usr/bin/keybearer alone`, !/(ln|rm|alternatives) .*usr\/bin/.test(text));
  }
}

function checkModes(tally: Tally, { listed, dir }: Deb): void {
  const foreign = listed.filter((line) => !/^\S+ root\/root /.test(line));
  tally.check('deb: all is owned by root', listed.length > 0 && foreign.length === 0, foreign);
  const unsafe = listed.filter((line) => /^.{3}[sS]|^.{6}[sS]|^[-d].{7}w/.test(line));
  tally.check('deb: nothing is setuid or writable by all', unsafe.length === 0, unsafe);
  for (const file of ['usr/bin/keybearer', 'opt/Keybearer/keybearer', 'opt/Keybearer/resources/bin/keybearer']) {
    const path = join(dir, file);
    tally.check(`deb: /${file} can be run`, existsSync(path) && (statSync(path).mode & 0o111) === 0o111);
  }
}
