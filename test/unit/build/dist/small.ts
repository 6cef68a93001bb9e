/** Small packages made by hand, on the stand-ins for Electron: what `dist:check` looks into, without building anything. */
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createPackage } from '@electron/asar';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';
import { fuses } from '../../../../build/fuses.ts';
import { type App, appsOf, withoutLater } from '../../../../build/scripts/dist/check/apps.ts';
import { headerHash } from '../../../../build/scripts/dist/check/archive.ts';
import type { Built, Deb, Rpm } from '../../../../build/scripts/dist/check/built.ts';
import { makeStubs } from '../../../../build/scripts/dist/check/stub.ts';
import { filesBelow, sumOf } from '../../../../build/scripts/dist/check/tree.ts';
import { readYml } from '../../../../build/scripts/dist/config.ts';
import { withoutTransport, withTransport } from '../../../../build/scripts/dist/mac-plist.ts';
import { root } from '../../../../build/scripts/dist/stage.ts';

const release = {
  ...{ version: '1.2.3', homepage: 'https://example.org/', maintainer: 'Ada <ada@example.org>' },
  ...{ updates: 'https://updates.example.org/stable', publisher: undefined },
};
const feed = `provider: generic\nurl: ${release.updates}\n`;

/** Makes all of it below `dir`. */
export async function smallPackages(dir: string): Promise<Built> {
  const [out, output, work] = ['out', 'output', 'work'].map((name) => join(dir, name)) as [string, string, string];
  mkdirSync(work, { recursive: true });
  stage(out);
  const electron = makeStubs(join(dir, 'electron'));
  for (const app of appsOf(output)) await makeApp(app, electron[app.system], out);
  const archives = [
    ['linux-x64.tar.gz', 'linux-unpacked'],
    ['linux-x64.zip', 'linux-unpacked'],
    ['mac-x64.zip', 'mac'],
  ].map(([name = '', of = '']) => ({ name, dir: join(dir, name), of: join(output, of) }));
  for (const { dir: to, of } of archives)
    for (const file of withoutLater(filesBelow(of))) cpSync(join(of, file), join(to, file));
  const headless = join(dir, 'headless');
  cpSync(join(out, 'headless'), headless, { recursive: true });
  const deb = makeDeb(join(dir, 'deb'), output, out);
  manifest(output, 'latest-linux.yml', ['keybearer.deb', 'keybearer.rpm']);
  manifest(output, 'latest-mac.yml', ['keybearer-mac-x64.zip', 'keybearer-mac-arm64.zip']);
  return { release, output, out, root, electron, archives, deb, rpm: rpmOf(deb), headless, work };
}

function put(path: string, text: string | Uint8Array, mode = 0o644): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, mode);
}

const rule = '-'.repeat(100);
const workers = ['kdf-worker', 'log-worker', 'picture-worker', 'read-thread', 'verify-thread', 'write-thread'];
const completions = ['_keybearer', 'keybearer.bash', 'keybearer.fish'];

function stage(out: string): void {
  const common = {
    ...Object.fromEntries(workers.map((name) => [`main/${name}.mjs`, `export {}; // ${name}\n`])),
    ...{ 'main/endpoint-tables/kraken.mjs': 'export {};\n', LICENSE: 'MIT License\n' },
    ...{ 'ccxt/kraken.js': 'export {};\n', 'ccxt/pro/kraken.js': 'export {};\n', 'ccxt/shared/Cache.js': 'export {};\n' },
    'THIRD-PARTY.txt': `Parts:\n\n${rule}\nzod 1.0.0 (MIT)\n\nText\n\n${rule}\nws 1.0.0 (MIT)\n\nText\n`,
  };
  const app = {
    ...common,
    ...{ 'main/main.mjs': 'export {};\n', 'preload/preload.cjs': '', 'renderer/index.html': '<html>', 'renderer/icon.svg': '<svg>' },
    ...{ 'renderer/assets/index.js': '', 'renderer/assets/index.css': '', 'icons/16x16.png': '', 'icons/icon.ico': '' },
    'icons/tray/open.png': '',
  };
  const { version, homepage } = release;
  const list = { version, license: 'MIT', homepage, main: 'main/main.mjs', desktopName: 'keybearer.desktop' };
  for (const [file, text] of Object.entries(app)) put(join(out, 'app', file), text);
  put(join(out, 'app/package.json'), JSON.stringify(list, null, 2));
  const servers = { name: 'keybearer', version, license: 'MIT', engines: { node: '>=22.18' } };
  const bin = { keybearer: 'bin/keybearer.mjs', 'keybearer-demo': 'bin/keybearer-demo.mjs' };
  const headless = {
    ...common,
    ...Object.fromEntries(['cli', 'demo', 'node22'].map((name) => [`main/${name}.mjs`, ''])),
    ...Object.fromEntries(['node-version', 'keybearer', 'keybearer-demo'].map((name) => [`bin/${name}.mjs`, ''])),
    ...Object.fromEntries(completions.map((name) => [`completions/${name}`, name])),
    ...{ 'README.md': '# Keybearer\n', 'docs/headless.md': '# Servers\n' },
    'systemd/keybearer.service': 'ExecStart=:/usr/local/bin/keybearer agent\nReadWritePaths=-%h/.local/share/keybearer\n',
    'package.json': JSON.stringify({ ...servers, bin }, null, 2),
  };
  for (const [file, text] of Object.entries(headless)) put(join(out, 'headless', file), text);
  for (const name of completions) put(join(out, 'completions', name), name);
}

/** As electron-builder does it: Electron by other names, our files beside it, the hash and the fuses. */
async function makeApp(app: App, electron: string, out: string): Promise<void> {
  const { dir, resources, program, system } = app;
  cpSync(electron, dir, { recursive: true });
  mkdirSync(resources, { recursive: true });
  await createPackage(join(out, 'app'), join(resources, 'app.asar'));
  if (system === 'mac') finishMac(app);
  for (const file of ['LICENSE', 'THIRD-PARTY.txt']) cpSync(join(out, 'app', file), join(resources, file));
  if (system !== 'mac') {
    renameSync(join(dir, 'LICENSE'), join(dir, 'LICENSE.electron.txt'));
    for (const language of ['de', 'fr']) rmSync(join(dir, 'locales', `${language}.pak`));
    renameSync(join(dir, system === 'win' ? 'electron.exe' : 'electron'), program);
  }
  if (system === 'win') finishWindows(app);
  if (system !== 'win') {
    put(join(resources, 'bin/keybearer'), readFileSync(join(root, 'build', system, 'keybearer')), 0o755);
    for (const name of completions) put(join(resources, 'completions', name), name);
    put(join(resources, 'app-update.yml'), feed);
  }
  if (system === 'linux') {
    cpSync(join(root, 'build/linux/keybearer.desktop'), join(resources, 'keybearer.desktop'));
    for (const name of ['keybearer.png', 'apparmor-profile']) put(join(resources, name), name);
    put(join(resources, 'package-type'), 'rpm');
  }
  const states = Object.entries(fuses).map(([fuse, isOn]) => {
    const name = `${fuse.charAt(0).toUpperCase()}${fuse.slice(1)}` as keyof typeof FuseV1Options;
    return [FuseV1Options[name], isOn] as const;
  });
  await flipFuses(program, { version: FuseVersion.V1, ...Object.fromEntries(states) });
}

function finishWindows({ dir, program: path }: App): void {
  const program = NtExecutable.from(readFileSync(path), { ignoreCert: true });
  const found = NtExecutableResource.from(program);
  const value = headerHash(join(dir, 'resources/app.asar'));
  const bin = new Uint8Array(Buffer.from(JSON.stringify([{ file: 'resources\\app.asar', alg: 'SHA256', value }]))).buffer;
  found.entries.push({ type: 'INTEGRITY', id: 'ELECTRONASAR', bin, lang: 1033, codepage: 1200 });
  found.entries.push({ type: 3, id: 1, bin, lang: 1033, codepage: 1200 });
  const [info] = Resource.VersionInfo.fromEntries(found.entries);
  const words = { ProductName: 'Keybearer', FileVersion: release.version };
  info?.setStringValues({ lang: 1033, codepage: 1200 }, words);
  info?.outputToResourceEntries(found.entries);
  found.outputResource(program);
  writeFileSync(path, Buffer.from(program.generate()));
}

function finishMac({ dir, resources, program }: App): void {
  const contents = join(program, 'Contents');
  renameSync(join(dir, 'Electron.app'), join(dir, 'made'));
  cpSync(join(dir, 'made'), program, { recursive: true });
  rmSync(join(dir, 'made'), { recursive: true });
  renameSync(join(dir, 'LICENSE'), join(resources, 'LICENSE.electron.txt'));
  renameSync(join(dir, 'LICENSES.chromium.html'), join(resources, 'LICENSES.chromium.html'));
  for (const place of [resources, join(contents, 'Frameworks/Electron Framework.framework/Versions/A/Resources')])
    rmSync(join(place, 'de.lproj'), { recursive: true });
  renameSync(join(contents, 'MacOS/Electron'), join(contents, 'MacOS/Keybearer'));
  for (const kind of ['', ' (GPU)', ' (Plugin)', ' (Renderer)']) {
    const frameworks = join(contents, 'Frameworks');
    const helper = join(frameworks, `Keybearer Helper${kind}.app`);
    renameSync(join(frameworks, `Electron Helper${kind}.app`), helper);
    renameSync(join(helper, `Contents/MacOS/Electron Helper${kind}`), join(helper, `Contents/MacOS/Keybearer Helper${kind}`));
    edit(join(helper, 'Contents/Info.plist'), withoutTransport);
  }
  put(join(resources, 'icon.icns'), 'icon');
  const words = {
    ...{ CFBundleIdentifier: 'app.keybearer.desktop', CFBundleShortVersionString: release.version },
    ...{ LSMinimumSystemVersion: '12.0', hash: headerHash(join(resources, 'app.asar')) },
  };
  const rows = Object.entries(words).map(([key, value]) => `<key>${key}</key><string>${value}</string>`);
  const list = `<plist><dict><key>Resources/app.asar</key>${rows.join('\n')}</dict></plist>`;
  put(join(contents, 'Info.plist'), withTransport(list));
}

const edit = (path: string, to: (text: string) => string): void => put(path, to(readFileSync(path, 'utf8')));

const needs = ['libgtk-3-0', 'libnotify4', 'libnss3', 'libxss1', 'libxtst6', 'xdg-utils', 'libatspi2.0-0', 'libuuid1'];

function makeDeb(dir: string, output: string, out: string): Deb {
  const app = join(dir, 'opt/Keybearer');
  cpSync(join(output, 'linux-unpacked'), app, { recursive: true });
  put(join(app, 'resources/package-type'), 'deb');
  put(join(dir, 'usr/bin/keybearer'), readFileSync(join(root, 'build/linux/usr-bin-keybearer')), 0o755);
  cpSync(join(root, 'LICENSE'), join(dir, 'usr/share/doc/keybearer/copyright'));
  const share = join(dir, 'usr/share');
  cpSync(join(out, 'completions/keybearer.bash'), join(share, 'bash-completion/completions/keybearer'));
  cpSync(join(out, 'completions/_keybearer'), join(share, 'zsh/vendor-completions/_keybearer'));
  cpSync(join(out, 'completions/keybearer.fish'), join(share, 'fish/vendor_completions.d/keybearer.fish'));
  put(join(share, 'applications/keybearer.desktop'), readFileSync(join(root, 'build/linux/keybearer.desktop')));
  for (const size of [16, 24, 32, 48, 64, 128, 256, 512, 1024])
    put(join(share, `icons/hicolor/${size}x${size}/apps/keybearer.png`), '');
  const depends = [...needs, 'libsecret-1-0', 'libasound2', 'libgbm1'].join(', ');
  const control = {
    ...{ Package: 'keybearer', Version: release.version, Architecture: 'amd64', Maintainer: release.maintainer },
    ...{ Depends: depends, Section: 'utils', Priority: 'optional', Homepage: release.homepage },
    Description: readYml().linux?.synopsis,
  };
  return {
    ...{ dir, scripts: { postinst: '#!/bin/sh\n', postrm: '#!/bin/sh\n' } },
    control: Object.entries(control)
      .map((row) => row.join(': '))
      .join('\n'),
    listed: filesBelow(dir).map((file) => `-rw-r--r-- root/root 1 2026-01-01 00:00 ./${file}`),
  };
}

function rpmOf({ dir }: Deb): Rpm {
  const isProgram = (file: string) => /(^usr\/bin|resources\/bin|^opt\/Keybearer)\/keybearer$/.test(file);
  return {
    ...{ says: `keybearer ${release.version} x86_64 MIT ${release.homepage}`, scripts: '', algorithm: 'sha256' },
    needs: [...(readYml().rpm?.depends ?? [])],
    files: filesBelow(dir).map((file) => ({
      ...{ path: `/${file}`, sum: sumOf(join(dir, file)), owner: 'root' },
      mode: isProgram(file) ? '-rwxr-xr-x' : '-rw-r--r--',
    })),
  };
}

function manifest(output: string, name: string, packages: readonly string[]): void {
  const rows = packages.map((url) => {
    const text = `the package ${url}`;
    put(join(output, url), text);
    return { url, sha512: createHash('sha512').update(text).digest('base64'), size: text.length };
  });
  const lines = rows.map(({ url, sha512, size }) => `  - url: ${url}\n    sha512: ${sha512}\n    size: ${size}\n`);
  const first = `path: ${rows[0]?.url}\nsha512: ${rows[0]?.sha512}\n`;
  put(join(output, name), `version: ${release.version}\nfiles:\n${lines.join('')}${first}`);
}
