import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fuses } from '../../../build/fuses.ts';
import { configOf, readYml } from '../../../build/scripts/dist/config.ts';
import { withoutTransport, withTransport } from '../../../build/scripts/dist/mac-plist.ts';
import { noDownload, turnsOf } from '../../../build/scripts/dist/pack.ts';

const local = { isSigned: false, updates: undefined, publisher: undefined };

test('a release has the fuses of build/fuses.ts', () => {
  expect(readYml().electronFuses).toEqual(fuses);
});

test('the installer and the app go by one id', () => {
  const main = readFileSync(join(import.meta.dirname, '../../../electron/main.ts'), 'utf8');
  expect(main).toContain(`setAppUserModelId('${readYml().appId}')`);
});

test('every package has the targets that were promised', () => {
  const { linux, mac, win, nsis } = readYml();
  expect(linux?.target).toEqual(['AppImage', 'deb', 'rpm', 'tar.gz']);
  expect(mac?.target).toEqual(['dmg', 'zip'].map((target) => ({ target, arch: 'universal' })));
  expect(win?.target).toEqual([
    { target: 'nsis', arch: ['x64', 'arm64'] },
    { target: 'portable', arch: ['x64'] },
  ]);
  expect(nsis).toMatchObject({ perMachine: false, deleteAppDataOnUninstall: false });
});

test('Windows takes only updates that the publisher signed', () => {
  const { win } = configOf({ ...local, isSigned: true, publisher: 'Ada' });
  expect(win).toMatchObject({
    verifyUpdateCodeSignature: true,
    forceCodeSigning: true,
    signtoolOptions: { publisherName: 'Ada' },
  });
});

test('macOS is hardened and notarised where it is signed, and asks for nothing but to compile', () => {
  const { mac } = configOf({ ...local, isSigned: true });
  expect(mac).toMatchObject({ hardenedRuntime: true, notarize: true });
  const entitlements = readFileSync(join(import.meta.dirname, '../../..', String(mac?.entitlements)), 'utf8');
  expect(entitlements.match(/<key>[^<]+/g)).toEqual(['<key>com.apple.security.cs.allow-jit']);
});

test('nothing is taken from node_modules, and no update is looked for where none was named', async () => {
  const config = configOf(local);
  expect(config.publish).toBeNull();
  expect(typeof config.beforeBuild === 'function' && (await config.beforeBuild({} as never))).toBe(false);
  expect(config.npmRebuild).toBeUndefined();
});

test('macOS lets the app load nothing without TLS but from its own updater', () => {
  const inner = '<key>NSExceptionDomains</key><dict><key>localhost</key><dict><key>x</key><true/></dict></dict>';
  const theirs = `<key>NSAppTransportSecurity</key><dict><key>NSAllowsArbitraryLoads</key><true/>${inner}</dict>`;
  for (const written of [theirs, '', '<key>NSAppTransportSecurity</key><dict/>']) {
    const plist = withTransport(`<plist><dict><key>a</key><dict/>${written}<key>b</key><true/></dict></plist>`);
    expect(plist).not.toMatch(/ArbitraryLoads|localhost/);
    expect(plist.match(/NSAppTransportSecurity/g)).toHaveLength(1);
    expect(plist).toContain('<key>127.0.0.1</key>');
    expect(plist.match(/<dict>/g)?.length).toBe(plist.match(/<\/dict>/g)?.length);
    expect(plist).toMatch(/<key>b<\/key><true\/>.*<\/dict><\/plist>$/s);
    expect(withoutTransport(plist)).not.toContain('NSAppTransportSecurity');
  }
});

test('archives are made before the files of the deb and the rpm are laid beside the app', () => {
  expect(turnsOf(['AppImage', 'deb', 'rpm', 'tar.gz'])).toEqual([['tar.gz'], ['AppImage', 'deb', 'rpm']]);
  expect(turnsOf(['deb'])).toEqual([['deb']]);
  expect(turnsOf(['AppImage', 'tar.gz'])).toEqual([['AppImage', 'tar.gz']]);
  // One manifest lists both.
  expect(turnsOf(['dmg', 'zip'])).toEqual([['dmg', 'zip']]);
});

test('a download that fails is told in one sentence, with what to do', () => {
  const failed = (code: string, more = {}) =>
    Object.assign(new Error(`getaddrinfo ${code} example.org`), { code, ...more });
  const said = noDownload(failed('ENOTFOUND'))?.message ?? '';
  expect(said).toContain('could not (getaddrinfo ENOTFOUND example.org)');
  expect(said).toContain('ELECTRON_MIRROR');
  expect(said).not.toContain('\n');
  expect(noDownload(new Error('x', { cause: failed('ECONNREFUSED') }))).toBeDefined();
  expect(noDownload(new AggregateError([new Error('y'), failed('EAI_AGAIN')]))).toBeDefined();
  for (const other of [new Error('a fault of ours'), failed('ENOENT'), undefined, 'text'])
    expect(noDownload(other)).toBeUndefined();
});
