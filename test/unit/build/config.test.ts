import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fuses } from '../../../build/fuses.ts';
import { configOf, readYml } from '../../../build/scripts/dist/config.ts';

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
