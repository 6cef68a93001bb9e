/** Spoilt things of one system's app: the desktop entry, Windows' program, the Mac's Info.plist and terminal. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';
import type { App } from '../apps.ts';
import { replaceFile } from '../tree.ts';
import { appOf, change, type Mutation, put, remove, setMode } from './edit.ts';

const rowIn =
  (name: string) =>
  (did: string, says: RegExp, spoil: (app: App) => void): Mutation => ({
    ...{ name: `${name}: ${did}`, in: name, says },
    spoil: (built) => {
      spoil(appOf(built, name));
      return undefined;
    },
  });

export const systemMutations = (): Mutation[] => [...linux(), ...windows(), ...mac()];

function linux(): Mutation[] {
  const row = rowIn('linux-unpacked');
  const entry = (did: string, says: RegExp, from: RegExp, to: string) =>
    row(`${did} in the desktop entry`, says, ({ resources }) =>
      change(join(resources, 'keybearer.desktop'), (text) => text.replace(from, to)),
    );
  return [
    entry('another program', /tar\.gz: the desktop entry's Exec/, /^Exec=.*/m, 'Exec=/tmp/keybearer'),
    entry('a terminal', /tar\.gz: the desktop entry's Terminal/, /^Terminal=false/m, 'Terminal=true'),
    entry('no name', /tar\.gz: the desktop entry lacks nothing/, /^Name=.*\n/m, ''),
    entry('an action', /tar\.gz: the desktop entry holds nothing unknown/, /$/, 'Actions=new;\n'),
    entry('no heading', /tar\.gz: the desktop entry begins as one/, /\[Desktop Entry\]/, '[Entry]'),
    row('no desktop entry', /linux-unpacked lacks nothing/, ({ resources }) =>
      remove(join(resources, 'keybearer.desktop')),
    ),
  ];
}

function windows(): Mutation[] {
  const row = rowIn('win-unpacked');
  const resource = (did: string, says: RegExp, edit: (resource: NtExecutableResource) => void) =>
    row(did, says, ({ program: path }) => {
      const program = NtExecutable.from(readFileSync(path), { ignoreCert: true });
      const found = NtExecutableResource.from(program);
      edit(found);
      found.outputResource(program);
      replaceFile(path, Buffer.from(program.generate()));
    });
  const words = (strings: Record<string, string>) => (found: NtExecutableResource) => {
    const [info] = Resource.VersionInfo.fromEntries(found.entries);
    info?.setStringValues({ lang: 1033, codepage: 1200 }, strings);
    info?.outputToResourceEntries(found.entries);
  };
  const without = (isIt: (type: unknown) => boolean) => (found: NtExecutableResource) => {
    found.entries = found.entries.filter(({ type }) => !isIt(type));
  };
  return [
    resource(
      'no hash in the program',
      /carries the hash of its app\.asar/,
      without((type) => type === 'INTEGRITY'),
    ),
    resource('another name', /the program says its name/, words({ ProductName: 'Electron' })),
    resource('another version', /the program says its version/, words({ FileVersion: '9.9.9' })),
    resource(
      'no icon',
      /the program has an icon/,
      without((type) => type === 3),
    ),
    row('half a program', /the program can be read/, ({ program }) =>
      replaceFile(program, readFileSync(program).subarray(0, 90)),
    ),
  ];
}

function mac(): Mutation[] {
  const row = rowIn('mac');
  const plist = (did: string, says: RegExp, from: RegExp, to: string, file = 'Contents/Info.plist') =>
    row(did, says, ({ program }) => change(join(program, file), (text) => text.replace(from, to)));
  const anything = '<key>NSAllowsArbitraryLoads</key><true/>';
  const renderer = 'Contents/Frameworks/Keybearer Helper (Renderer).app/Contents/Info.plist';
  return [
    plist('another id', /the app has its id/, /app\.keybearer\.desktop/, 'com.github.Electron'),
    plist('another version', /the app says its version/, /(ShortVersionString<\/key>\s*<string>)[^<]+/, '$19.9.9'),
    plist('another oldest macOS', /the oldest macOS that it runs on/, /12\.0/, '10.13'),
    plist('another hash', /carries the hash of its app\.asar/, /(<key>hash<\/key>\s*<string>)./, '$1x'),
    plist('no name of app.asar', /carries the name of its app\.asar/, /Resources\/app\.asar/, 'Resources/x.asar'),
    plist(
      'loads without TLS',
      /lets nothing be loaded without TLS/,
      /<key>NSAllowsLocal/,
      `${anything}<key>NSAllowsLocal`,
    ),
    plist(
      'loads without TLS in a helper',
      /lets nothing be loaded without TLS/,
      /<dict>/,
      `<dict>${anything}`,
      renderer,
    ),
    plist('loads from elsewhere', /lets the updater's own server be read/, /127\.0\.0\.1/, 'example.org'),
    row('another terminal', /the terminal is in it/, ({ resources }) =>
      change(join(resources, 'bin/keybearer'), (text) => `${text}\n`),
    ),
    row('a terminal that may not run', /the terminal is in it/, ({ resources }) =>
      setMode(join(resources, 'bin/keybearer'), 0o644),
    ),
    row('no icon', /the icon is in it/, ({ resources }) => remove(join(resources, 'icon.icns'))),
    row('no place of updates', /knows where updates are/, ({ resources }) => remove(join(resources, 'app-update.yml'))),
    row('another place of updates', /updates come from the named address/, ({ resources }) =>
      put(join(resources, 'app-update.yml'), 'provider: generic\nurl: https://example.org/other\n'),
    ),
  ];
}
