/**
 * A stand-in for Electron's three distributions, so that packages can be made and looked at where Electron can't be
 * downloaded: a script with a fuse wire, a PE with version information, an .app. None of them is Electron.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';

/** Where the fuses stand in a binary, by @electron/fuses: this, the wire's version, its length, a character a fuse. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const fuseCount = 9;
/** As Electron ships: RunAsNode, the inspector and the rest on, ours off. */
const wire = Buffer.concat([Buffer.from(sentinel), Buffer.from([1, fuseCount]), Buffer.from('101100010')]);

const languages = ['de', 'en-US', 'fr'];

/** Makes the three in `dir`. Gives: the folder of each system. */
export function makeStubs(dir: string): { linux: string; win: string; mac: string } {
  rmSync(dir, { recursive: true, force: true });
  const places = { linux: join(dir, 'linux'), win: join(dir, 'win'), mac: join(dir, 'mac') };
  for (const place of [places.linux, places.win]) makeCommon(place);
  makeLinux(places.linux);
  writeFileSync(join(places.win, 'electron.exe'), portableExecutable());
  makeMac(places.mac);
  return places;
}

/** Zipped as Electron's own is: out of a folder electron-builder takes the .app alone, without the licences. */
export function zipStub(dir: string): string {
  const zip = `${dir}.zip`;
  const { status } = spawnSync('7za', ['a', '-bso0', zip, '.'], { cwd: dir });
  if (status !== 0) throw new Error('7za could not pack the stub of macOS');
  return zip;
}

function makeCommon(dir: string): void {
  mkdirSync(join(dir, 'locales'), { recursive: true });
  mkdirSync(join(dir, 'resources'), { recursive: true });
  for (const language of languages) writeFileSync(join(dir, 'locales', `${language}.pak`), language);
  writeFileSync(join(dir, 'LICENSE'), "Electron's licence\n");
  writeFileSync(join(dir, 'LICENSES.chromium.html'), "Chromium's licences\n");
  writeFileSync(join(dir, 'version'), '0');
}

/** Runs what it is beside, as Electron would: with whatever the caller names, since it has no Node of its own. */
function makeLinux(dir: string): void {
  const script = '#!/bin/sh\nexec "$STUB_NODE" "$STUB_RUN" "$(dirname -- "$0")/resources/app.asar" "$@"\nexit\n';
  writeFileSync(join(dir, 'electron'), Buffer.concat([Buffer.from(script), wire]));
  chmodSync(join(dir, 'electron'), 0o755);
  writeFileSync(join(dir, 'chrome-sandbox'), '');
  chmodSync(join(dir, 'chrome-sandbox'), 0o755);
}

function portableExecutable(): Buffer {
  const program = NtExecutable.createEmpty(false, false);
  const resource = NtExecutableResource.from(program);
  const info = Resource.VersionInfo.createEmpty();
  info.setFileVersion(0, 0, 0, 0, 1033);
  info.setStringValues({ lang: 1033, codepage: 1200 }, { ProductName: 'Electron', FileDescription: 'Electron' });
  info.outputToResourceEntries(resource.entries);
  resource.outputResource(program);
  program.setExtraData(new Uint8Array(wire).buffer);
  return Buffer.from(program.generate());
}

function makeMac(dir: string): void {
  const contents = join(dir, 'Electron.app/Contents');
  const frameworks = join(contents, 'Frameworks');
  const framework = join(frameworks, 'Electron Framework.framework');
  const resources = join(framework, 'Versions/A/Resources');
  for (const folder of ['MacOS', 'Resources']) mkdirSync(join(contents, folder), { recursive: true });
  for (const language of ['de', 'en']) {
    mkdirSync(join(contents, 'Resources', `${language}.lproj`));
    mkdirSync(join(resources, `${language}.lproj`), { recursive: true });
    writeFileSync(join(resources, `${language}.lproj`, 'locale.pak'), language);
  }
  writeFileSync(join(contents, 'MacOS/Electron'), 'stub');
  writeFileSync(join(framework, 'Electron Framework'), wire);
  writeFileSync(join(contents, 'Info.plist'), plist('Electron'));
  for (const kind of ['', ' (GPU)', ' (Plugin)', ' (Renderer)']) {
    const name = `Electron Helper${kind}`;
    const helper = join(frameworks, `${name}.app`, 'Contents');
    mkdirSync(join(helper, 'MacOS'), { recursive: true });
    writeFileSync(join(helper, 'MacOS', name), 'stub');
    writeFileSync(join(helper, 'Info.plist'), plist(name));
  }
  writeFileSync(join(dir, 'LICENSE'), "Electron's licence\n");
  writeFileSync(join(dir, 'LICENSES.chromium.html'), "Chromium's licences\n");
}

const plist = (name: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
<key>CFBundleExecutable</key><string>${name}</string>
<key>CFBundleIdentifier</key><string>com.github.Electron</string>
<key>CFBundleName</key><string>${name}</string>
<key>CFBundleIconFile</key><string>electron.icns</string>
<key>NSAppTransportSecurity</key><dict><key>NSAllowsArbitraryLoads</key><true/></dict>
</dict></plist>
`;
