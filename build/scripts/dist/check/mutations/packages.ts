/** Spoilt packages: the .deb, the .rpm, the archives, the update manifests, the headless package. */
import { join } from 'node:path';
import type { Built, Deb, Rpm } from '../built.ts';
import { change, type Mutation, put, remove, setMode } from './edit.ts';

export const packageMutations = (): Mutation[] => [
  ...debFiles(),
  ...debWords(),
  ...rpm(),
  ...archives(),
  ...manifests(),
  ...headless(),
];

/** Spoils files. */
const rowIn =
  (name: string) =>
  (did: string, says: RegExp, spoil: (built: Built) => void): Mutation => ({
    ...{ name: `${name}: ${did}`, in: name, says },
    spoil: (built) => {
      spoil(built);
      return undefined;
    },
  });

function debFiles(): Mutation[] {
  const row = (did: string, says: RegExp, spoil: (dir: string) => void) =>
    rowIn('deb')(did, says, ({ deb }) => spoil(deb.dir));
  const app = 'opt/Keybearer/resources';
  return [
    row('a file outside /opt', /deb holds nothing unknown/, (dir) => put(join(dir, 'etc/cron.d/keybearer'), '')),
    row('a file in /opt', /deb holds nothing unknown/, (dir) => put(join(dir, `${app}/guest.so`), '')),
    row('without the command', /deb lacks nothing/, (dir) => remove(join(dir, 'usr/bin/keybearer'))),
    row('without the program', /keybearer can be run/, (dir) => remove(join(dir, 'opt/Keybearer/keybearer'))),
    row('without our licence', /doc\/keybearer\/copyright is as/, (dir) =>
      remove(join(dir, 'usr/share/doc/keybearer/copyright')),
    ),
    row('another command', /\/usr\/bin\/keybearer is as it was made/, (dir) =>
      change(join(dir, 'usr/bin/keybearer'), (text) => `${text}true\n`),
    ),
    row('other completions', /completions\/keybearer is as it was made/, (dir) =>
      put(join(dir, 'usr/share/bash-completion/completions/keybearer'), ''),
    ),
    row('another app.asar', /every file of \/opt\/Keybearer is as in/, (dir) =>
      change(join(dir, `${app}/app.asar`), (text) => `${text}x`),
    ),
    row('a program that may not run', /\/opt\/Keybearer\/keybearer can be run/, (dir) =>
      setMode(join(dir, 'opt/Keybearer/keybearer'), 0o644),
    ),
    row("another package's app", /the app knows that it came in one/, (dir) =>
      put(join(dir, `${app}/package-type`), 'rpm'),
    ),
    row('another place of updates', /deb: updates come from/, (dir) =>
      put(join(dir, `${app}/app-update.yml`), 'provider: generic\nurl: https://example.org\n'),
    ),
    row('another program in the desktop entry', /deb: the desktop entry's Exec/, (dir) =>
      change(join(dir, 'usr/share/applications/keybearer.desktop'), (text) => text.replace(/^Exec=/m, 'Exec=sh -c ')),
    ),
    row('no desktop entry', /deb: the desktop entry begins as one/, (dir) =>
      remove(join(dir, 'usr/share/applications/keybearer.desktop')),
    ),
    row('a source map', /deb holds no file that is a source map/, (dir) => put(join(dir, `${app}/x.js.map`), '')),
    row('a token', /deb holds no text that is a token/, (dir) =>
      put(join(dir, `${app}/LICENSE`), `npm_${'aB3d'.repeat(9)}`),
    ),
  ];
}

function debWords(): Mutation[] {
  const row = (did: string, says: RegExp, to: (deb: Deb) => Partial<Deb>): Mutation => ({
    ...{ name: `deb: ${did}`, in: 'deb', says, reach: 'no file' },
    spoil: (built) => ({ ...built, deb: { ...built.deb, ...to(built.deb) } }),
  });
  const field = (name: string, says: RegExp, value = 'other') =>
    row(`another ${name}`, says, ({ control }) => ({
      control: control.replace(new RegExp(`^${name}: .*$`, 'm'), `${name}: ${value}`),
    }));
  const listed = (did: string, says: RegExp, to: (line: string) => string) =>
    row(did, says, (deb) => ({
      listed: deb.listed.map((line, at) => (at === deb.listed.length - 1 ? to(line) : line)),
    }));
  const scripts = (did: string, says: RegExp, more: Deb['scripts']) =>
    row(did, says, (deb) => ({ scripts: { ...deb.scripts, ...more } }));
  return [
    field('Package', /deb: its name/),
    field('Version', /deb: its version/),
    field('Architecture', /deb: its architecture/),
    field('Maintainer', /deb: its maintainer/),
    field('Homepage', /deb: its homepage/),
    field('Section', /deb: its section and priority/),
    field('Depends', /deb: Depends lacks nothing/, 'libgtk-3-0'),
    row('a need more', /deb: Depends holds nothing unknown/, ({ control }) => ({
      control: control.replace(/^Depends: /m, 'Depends: ruby, '),
    })),
    field('Description', /deb: it says what it is/),
    listed('an owner that is not root', /deb: all is owned by root/, (line) => line.replace('root/root', 'ada/ada')),
    listed('a setuid program', /deb: nothing is setuid/, (line) => `-rws${line.slice(4)}`),
    listed('a file for all to write', /deb: nothing is setuid or writable/, (line) => `-rw-rw-rw-${line.slice(10)}`),
    scripts('another script', /deb: its scripts holds nothing unknown/, { preinst: '#!/bin/sh\n' }),
    scripts('a name left open', /deb: postinst has every name filled in/, {
      postinst: '#!/bin/sh\nchmod 4755 "/opt/$'.concat('{executable}"\n'),
    }),
    scripts("a link in the command's place", /deb: postinst leaves \/usr\/bin\/keybearer alone/, {
      postinst: '#!/bin/sh\nln -sf /opt/x /usr/bin/keybearer\n',
    }),
    row('no scripts', /deb: its scripts lacks nothing/, () => ({ scripts: {} })),
  ];
}

function rpm(): Mutation[] {
  const row = (did: string, says: RegExp, to: (rpm: Rpm) => Partial<Rpm>): Mutation => ({
    ...{ name: `rpm: ${did}`, in: 'rpm', says, reach: 'no file' },
    spoil: (built) => ({ ...built, rpm: { ...built.rpm, ...to(built.rpm) } }),
  });
  const command = (to: Partial<Rpm['files'][number]>) => (found: Rpm) => ({
    files: found.files.map((file) => (file.path === '/usr/bin/keybearer' ? { ...file, ...to } : file)),
  });
  const extra = { path: '/etc/cron.d/keybearer', sum: '', mode: '-rw-r--r--', owner: 'root' };
  return [
    row('another version', /rpm: its name, version/, ({ says }) => ({ says: says.replace(/\d+\.\d+/, '9.9') })),
    row('another licence', /rpm: its name, version, architecture, licence/, ({ says }) => ({
      says: says.replace('MIT', 'GPL'),
    })),
    row('a need less', /rpm: it names what Electron needs/, ({ needs }) => ({
      needs: needs.filter((need) => need !== 'gtk3'),
    })),
    row('a name left open', /rpm: its scripts have every name/, () => ({
      scripts: 'rm /opt/$'.concat('{executable}'),
    })),
    row("a link in the command's place", /rpm: its scripts leave/, () => ({
      scripts: 'ln -sf /opt/x /usr/bin/keybearer',
    })),
    row('an unknown file', /rpm holds nothing unknown/, ({ files }) => ({ files: [...files, extra] })),
    row('a file less', /rpm lacks nothing/, ({ files }) => ({
      files: files.filter(({ path }) => !path.endsWith('app.asar')),
    })),
    row('another command', /rpm: every file is as in the deb/, command({ sum: '0'.repeat(64) })),
    row("a file that is not root's", /rpm: all is root's/, command({ owner: 'ada' })),
    row('a setuid program', /rpm: all is root's/, command({ mode: '-rwsr-xr-x' })),
    row('a command that may not run', /rpm: \/usr\/bin\/keybearer can be run/, command({ mode: '-rw-r--r--' })),
  ];
}

function archives(): Mutation[] {
  return ['linux-x64.tar.gz', 'linux-x64.zip', 'mac-x64.zip'].flatMap((name) => {
    const program = name.startsWith('mac') ? 'Keybearer.app/Contents/MacOS/Keybearer' : 'keybearer';
    const row = (did: string, says: RegExp, spoil: (dir: string) => void) =>
      rowIn(name)(did, says, ({ archives: all }) => spoil(all.find((archive) => archive.name === name)?.dir ?? ''));
    const about = (claim: string) => new RegExp(`^${RegExp(name).source}:? ${claim}`, 'm');
    return [
      row('an unknown file', about('holds nothing unknown'), (dir) => put(join(dir, 'guest.so'), '')),
      row('a file less', about('lacks nothing'), (dir) => remove(join(dir, program))),
      row('another program', about('every file is as in the unpacked app'), (dir) =>
        change(join(dir, program), (text) => `${text}x`),
      ),
      row('a program that may not run', about('every file may do what it may'), (dir) =>
        setMode(join(dir, program), 0o600),
      ),
    ];
  });
}

function manifests(): Mutation[] {
  return ['latest-linux.yml', 'latest-mac.yml'].flatMap((name) => {
    const row = (did: string, says: RegExp, to: (text: string) => string) =>
      rowIn(name)(did, says, ({ output }) => change(join(output, name), to));
    return [
      row('another version', /: its version/, (text) => text.replace(/^version: .*/m, 'version: 9.9.9')),
      row('another size', /: the size of/, (text) => text.replace(/size: \d+/, 'size: 1')),
      row('another hash', /: the hash of/, (text) => text.replace(/( {4}sha512: ).{4}/, '$1AAAA')),
      row('another hash of the first', /the same hash twice/, (text) => text.replace(/(^sha512: ).{4}/m, '$1AAAA')),
      row('a package less', /lacks nothing/, (text) => text.replace(/ {2}- url:[\s\S]*?(?= {2}- url)/, '')),
      row('an unknown package', /holds nothing unknown/, (text) => text.replace(/url: /, 'url: other-')),
      row('no YAML', /can be read/, (text) => text.replace('files:', 'files: [')),
      rowIn(name)('no manifest', / is there/, ({ output }) => remove(join(output, name))),
    ];
  });
}

function headless(): Mutation[] {
  const row = (did: string, says: RegExp, spoil: (dir: string, out: string) => void): Mutation => ({
    ...rowIn('headless')(did, says, (built) => spoil(built.headless, join(built.out, 'headless'))),
    ...(spoil.length === 2 ? { reach: 'staged' } : {}),
  });
  const list = (did: string, says: RegExp, from: RegExp, to: string) =>
    row(did, says, (dir) => change(join(dir, 'package.json'), (text) => text.replace(from, to)));
  return [
    row('a source map', /headless holds no file that is a source map/, (dir) => put(join(dir, 'main/cli.mjs.map'), '')),
    row('a test', /headless holds no file that is a test/, (dir) => put(join(dir, 'test/a.mjs'), '')),
    row('a token', /headless holds no text that is a token/, (dir) =>
      put(join(dir, 'README.md'), `ghp_${'aB3d'.repeat(9)}`),
    ),
    row("somebody's home", /headless names no directory/, (dir) =>
      put(join(dir, 'README.md'), 'See /Users/ada/keybearer/README.md.'),
    ),
    row('an unknown file', /headless holds nothing unknown/, (dir) => put(join(dir, 'main/guest.mjs'), '')),
    row('an unknown kind of file', /headless holds no file of an unknown kind/, (dir, staged) => {
      for (const place of [dir, staged]) put(join(place, 'install.sh'), '');
    }),
    row('a worker that was never put together', /headless has a file of every kind/, (dir, staged) => {
      for (const place of [dir, staged]) remove(join(place, 'main/kdf-worker.mjs'));
    }),
    row('without the demo', /every command has its file/, (dir) => remove(join(dir, 'bin/keybearer-demo.mjs'))),
    row('without a licence', /headless lacks nothing/, (dir) => remove(join(dir, 'LICENSE'))),
    row("without a dependency's licence", /every file is as it was put together/, (dir) =>
      change(join(dir, 'THIRD-PARTY.txt'), (text) => text.slice(9)),
    ),
    row('another program', /every file is as it was put together/, (dir) =>
      change(join(dir, 'main/cli.mjs'), (text) => `${text}\n`),
    ),
    row('another unit', /the unit runs the agent/, (dir) =>
      change(join(dir, 'systemd/keybearer.service'), (text) => text.replace(/ExecStart=.*/, 'ExecStart=/bin/sh')),
    ),
    row("somebody's unit", /the unit's paths are the user's own/, (dir) =>
      change(join(dir, 'systemd/keybearer.service'), (text) => text.replaceAll('%h', '/srv')),
    ),
    list('another version', /it says its name, version/, /"version": "[^"]+"/, '"version": "9.9.9"'),
    list('an older Node', /the Node that it needs/, />=22\.18/, '>=18'),
    list('a dependency', /it needs no other package/, /"version"/, '"dependencies": { "left-pad": "1" }, "version"'),
    list(
      'a script of its installation',
      /nothing is run while it is installed/,
      /"version"/,
      '"scripts": { "postinstall": "sh" }, "version"',
    ),
    list('another command', /its list of commands holds nothing unknown/, /"keybearer-demo":/, '"node":'),
  ];
}
