/** On Windows: no publisher's name, no installing; with one, electron-updater's NsisUpdater asks PowerShell, which is faked here. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../../../electron/base/clock.ts';
import { openUpdates } from '../../../../electron/doors/window/updates.ts';
import type { Preferences } from '../../../../shared/window-views.ts';

const program = 'a program';
const sum = createHash('sha512').update(program).digest('base64');
const script = resolve(import.meta.dirname, '../../../fakes/install-update.ts');

let home: string;
let server: Server;
let place: string;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'publisher-'));
  server = createServer((incoming, response) => {
    const isList = incoming.url?.startsWith('/latest') === true;
    response.end(
      isList
        ? `version: 2.0.0\nfiles:\n  - url: setup.exe\n    sha512: ${sum}\n    size: 9\npath: setup.exe\n`
        : program,
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  place = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(home, { recursive: true });
});

const config = (more: string, url = 'https://get.example/') => {
  writeFileSync(join(home, 'app-update.yml'), `provider: generic\nurl: ${url}\n${more}`);
  return join(home, 'app-update.yml');
};

it.each([
  ['win32', '', false],
  ['win32', 'publisherName:\n  - Keybearer\n', true],
  ['win32', 'publisherName: []\n', false],
  ['win32', "publisherName: ''\n", false],
  ['linux', 'publisherName:\n  - Keybearer\n', false],
  ['darwin', '', true],
] as const)('on %s with "%s" in app-update.yml it installs: %s', (platform, more, canInstall) => {
  config(more);
  const preferences = { lookForUpdates: true } as never;
  const desk = openUpdates({
    ...{ isRelease: true, settingsDir: home, resources: home, clock: systemClock, platform },
    settings: { preferences, watchPreferences: () => () => undefined },
    openLink: async () => undefined,
    changed: () => undefined,
    report: () => undefined,
  });
  expect(desk.view()).toMatchObject({ isOn: true, canInstall });
});

it('reads the setting as it is now, and tells the page once when it changes', () => {
  config('');
  const preferences = { lookForUpdates: true, theme: 'system' };
  let change: (now: Preferences) => void = () => undefined;
  let told = 0;
  const desk = openUpdates({
    ...{ isRelease: true, settingsDir: home, resources: home, clock: systemClock, platform: 'linux' },
    settings: {
      preferences: preferences as Preferences,
      watchPreferences: (changed) => {
        change = changed;
        return () => undefined;
      },
    },
    openLink: async () => undefined,
    changed: () => {
      told += 1;
    },
    report: () => undefined,
  });
  expect(desk.view().looksByItself).toBe(true);
  preferences.theme = 'dark';
  change(preferences as Preferences);
  expect(told).toBe(0);
  preferences.lookForUpdates = false;
  change(preferences as Preferences);
  expect({ told, looksByItself: desk.view().looksByItself }).toEqual({ told: 1, looksByItself: false });
});

/** A directory with what is called by name: PowerShell, that says this of the file it is asked about, and the code page. */
function tools(answer: string | undefined): string {
  const dir = join(home, 'bin');
  mkdirSync(dir);
  const put = (name: string, text: string) => {
    writeFileSync(join(dir, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(dir, name), 0o755);
  };
  put('chcp', 'exit 0');
  if (answer === undefined) return dir;
  put(
    'powershell.exe',
    `printf '%s\\n' "$*" >> '${join(home, 'asked')}'
path=$(printf '%s' "$*" | sed -n "s/.*-LiteralPath '\\([^']*\\)'.*/\\1/p")
${answer}`,
  );
  return dir;
}
const signed = (status: number, subject: string) =>
  `printf '{"Path":"%s","Status":${status},"SignerCertificate":{"Subject":"${subject}"}}' "$path"`;
const unsigned = `printf '{"Path":"%s","Status":2,"SignerCertificate":null}' "$path"`;

async function install(answer: string | undefined): Promise<{ fault: string | null; started: string[] }> {
  const args = [
    script,
    place,
    home,
    config('publisherName:\n  - CN=Keybearer, O=Keybearer, C=NL\nupdaterCacheDirName: c\n', place),
  ];
  const env = { ...process.env, PATH: [tools(answer), '/usr/bin', '/bin'].join(delimiter) };
  const child = spawn(process.execPath, args, { cwd: home, env, stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (piece) => {
    said += piece;
  });
  await new Promise((done) => child.once('close', done));
  return JSON.parse(said);
}
const left = (): string[] =>
  readdirSync(join(home, 'c'), { recursive: true, encoding: 'utf8' })
    .map((name) => join(home, 'c', name))
    .filter((path) => statSync(path).isFile());

// Windows has a real PowerShell, and docs/release-checklist.md a check with a real signature.
const isFakeable = process.platform !== 'win32';

it.runIf(isFakeable)('starts a program that PowerShell says the publisher signed', async () => {
  const came = await install(signed(0, 'CN=Keybearer, O=Keybearer, C=NL'));
  expect(came).toEqual({ fault: null, started: [expect.stringMatching(/setup\.exe$/)] });
  expect(readFileSync(join(home, 'asked'), 'utf8')).toContain('Get-AuthenticodeSignature -LiteralPath');
});

it.runIf(isFakeable).each([
  ['is unsigned', unsigned],
  ['is signed by another publisher', signed(0, 'CN=Other, O=Other, C=NL')],
  ['bears the name with another organisation', signed(0, 'CN=Keybearer, O=Other, C=NL')],
  ['was altered after it was signed', signed(3, 'CN=Keybearer, O=Keybearer, C=NL')],
  ['PowerShell says nothing of', 'exit 0'],
  ['PowerShell fails at', 'echo no >&2; exit 1'],
  ['no PowerShell is there to ask about', undefined],
])('starts nothing, and keeps nothing, of a program that %s', async (_name, answer) => {
  const came = await install(answer);
  const fault = 'The new version is not signed by its publisher, so it was thrown away and not started.';
  expect(came).toEqual({ fault, started: [] });
  expect(left()).toEqual([]);
});
