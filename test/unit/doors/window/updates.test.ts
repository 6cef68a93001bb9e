/** Updates against a real HTTP server that answers as a feed, and as what stands in its place. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CancellationToken } from 'builder-util-runtime';
import { ElectronHttpExecutor } from 'electron-updater/out/electronHttpExecutor.js';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Clock, systemClock } from '../../../../electron/base/clock.ts';
import { type Install, UpdateDesk } from '../../../../electron/doors/window/update-desk.ts';
import {
  compareVersions,
  findUpdate,
  manifestName,
  readPlace,
  shareOf,
} from '../../../../electron/doors/window/update-feed.ts';
import {
  type Fetching,
  type Limits,
  limitDownloads,
  stayWithin,
} from '../../../../electron/doors/window/update-fetch.ts';
import { AppError } from '../../../../shared/errors.ts';

const program = 'a program';
const sum = createHash('sha512').update(program).digest('base64');
const manifest = (version: string, more = '', url = 'setup.exe') =>
  `version: ${version}\nfiles:\n  - url: ${url}\n    sha512: ${sum}\n    size: 9\n${more}`;

let answer: RequestListener;
let asked: string[];
let server: Server;
let place: URL;

beforeEach(async () => {
  asked = [];
  server = createServer((incoming, response) => {
    asked.push(incoming.url ?? '');
    answer(incoming, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  place = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/get/`);
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const says =
  (text: string): RequestListener =>
  (_request, response) =>
    response.end(text);
const find = (text: string | RequestListener, timeoutMs = 5000, id = 'one') => {
  answer = typeof text === 'string' ? says(text) : text;
  return findUpdate({ place, name: 'latest.yml', version: '1.2.3', id, timeoutMs });
};

it.each([
  ['newer', '1.2.4', '1.2.4'],
  ['newer by number and not by letter', '1.10.0', '1.10.0'],
  ['the same', '1.2.3', null],
  ['older', '1.2.2', null],
  ['much older', '0.9.9', null],
])('a feed whose version is %s', async (_name, version, found) => {
  expect(await find(manifest(version))).toBe(found);
  expect(asked).toEqual(['/get/latest.yml']);
});

it.each([
  ['truncated', manifest('2.0.0').slice(0, 60), /could not be read/],
  ['empty', '', /could not be read/],
  ['garbage', '{]: :\n\t- "', /could not be read/],
  ['a page', '<html>Not here</html>', /could not be read/],
  ['without sums', manifest('2.0.0').replace(/ +sha512.*\n/, ''), /could not be read/],
  ['a pre-release', manifest('2.0.0-beta.1'), /could not be read/],
  ['a version that is none', manifest("'2.0.0; rm'"), /could not be read/],
  ['a file elsewhere', manifest('2.0.0', '', 'https://other.example/setup.exe'), /another place/],
  ['a file elsewhere without a scheme', manifest('2.0.0', '', '//other.example/setup.exe'), /another place/],
  ['huge', manifest('2.0.0', `notes: ${'x'.repeat(70_000)}`), /too large/],
])('a feed that is %s is refused', async (_name, text, why) => {
  await expect(find(text)).rejects.toThrow(why);
});

it('follows no redirect, takes no error and waits for nobody', async () => {
  let elsewhere = 0;
  const other = createServer((_request, response) => {
    elsewhere += 1;
    response.end(manifest('2.0.0'));
  });
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
  const location = `http://127.0.0.1:${(other.address() as AddressInfo).port}/latest.yml`;
  await expect(find((_q, response) => response.writeHead(302, { location }).end())).rejects.toThrow(/sends elsewhere/);
  other.close();
  expect(elsewhere).toBe(0);
  await expect(find((_q, response) => response.writeHead(404).end())).rejects.toThrow(/404/);
  await expect(find(() => undefined, 100)).rejects.toThrow(/in time/);
  await expect(find((_q, response) => response.write('version: '), 100)).rejects.toThrow(/in time/);
  await expect(find((_q, response) => response.destroy())).rejects.toThrow(/cannot be reached/);
});

it('waits for its turn in a staged roll-out', async () => {
  const share = shareOf('one', '2.0.0');
  expect(await find(manifest('2.0.0', `stagingPercentage: ${Math.floor(share)}\n`))).toBeNull();
  expect(await find(manifest('2.0.0', `stagingPercentage: ${Math.ceil(share)}\n`))).toBe('2.0.0');
  expect(await find(manifest('2.0.0', 'stagingPercentage: 0\n'))).toBeNull();
  const within = Array.from({ length: 2000 }, (_v, n) => shareOf(`id ${n}`, '2.0.0')).filter((part) => part < 10);
  expect(within.length).toBeGreaterThan(140);
  expect(within.length).toBeLessThan(260);
});

it('counts a pre-release that runs as older than its release', () => {
  expect(compareVersions('1.0.0', '1.0.0-rc.1')).toBeGreaterThan(0);
  expect(compareVersions('1.0.0', '1.0.1-rc.1')).toBeLessThan(0);
});

it('knows its place by one plain https address only', () => {
  expect(readPlace('provider: generic\nurl: https://get.example/kb\n').href).toBe('https://get.example/kb/');
  for (const url of [
    'http://get.example/',
    'file:///etc',
    'https://a:b@get.example/',
    'https://get.example/?x=1',
    '',
  ]) {
    expect(() => readPlace(`provider: generic\nurl: '${url}'\n`)).toThrow(/not usable/);
  }
  expect(() => readPlace('provider: github\nowner: a\nrepo: b\n')).toThrow(/not usable/);
  expect(manifestName('win32', 'x64')).toBe('latest.yml');
  expect(manifestName('linux', 'arm64')).toBe('latest-linux-arm64.yml');
});

const deskOf = (install?: Install, looksByItself = () => true, clock: Clock = systemClock) => {
  const links: string[] = [];
  const desk = new UpdateDesk({
    ...{ version: '1.2.3', place, id: 'one', platform: 'win32', arch: 'x64', clock, looksByItself, install },
    openLink: async (url) => void links.push(url),
    changed: () => undefined,
  });
  return { desk, links };
};

it('installs nothing before the yes, and then what was found', async () => {
  answer = says(manifest('2.0.0'));
  const installed: string[] = [];
  const { desk, links } = deskOf(async (version) => void installed.push(version));
  await expect(desk.accept()).rejects.toThrow(/no new version/);
  expect(await desk.look()).toMatchObject({ found: '2.0.0', fault: null, canInstall: true });
  expect(installed).toEqual([]);
  await desk.accept();
  expect({ installed, links }).toEqual({ installed: ['2.0.0'], links: [] });
});

it('shows the page where no signature would be checked, and fetches nothing', async () => {
  answer = says(manifest('2.0.0'));
  const { desk, links } = deskOf();
  await desk.look();
  await desk.accept();
  expect({ links, asked }).toEqual({ links: [place.href], asked: ['/get/latest.yml'] });
});

it('says a fault in one sentence and goes on', async () => {
  answer = says('nonsense');
  const { desk } = deskOf(() => Promise.reject(new Error('signature\nis wrong')));
  expect(await desk.look()).toMatchObject({ fault: 'The list of updates could not be read.', lookedAt: null });
  answer = says(manifest('2.0.0'));
  expect(await desk.look()).toMatchObject({ fault: null, lookedAt: expect.any(String) });
  expect((await desk.accept()).fault).toBe('The new version could not be installed; this one goes on.');
});

it('looks by itself while the setting is on, and at once when it is turned on', async () => {
  answer = says(manifest('1.2.3'));
  let isWanted = false;
  const sleeps: number[] = [];
  const clock: Clock = {
    ...systemClock,
    sleep: (ms, signal) => {
      sleeps.push(ms);
      return new Promise((done) => signal?.addEventListener('abort', () => done()));
    },
  };
  const { desk } = deskOf(undefined, () => isWanted, clock);
  const watching = desk.watch();
  await expect.poll(() => sleeps.length).toBe(1);
  expect(asked).toEqual([]);
  expect(desk.view()).toMatchObject({ looksByItself: false, lookedAt: null });
  expect(await desk.look()).toMatchObject({ lookedAt: expect.any(String) });
  expect(asked).toHaveLength(1);
  desk.settingChanged();
  isWanted = true;
  desk.settingChanged();
  await expect.poll(() => sleeps.length).toBe(2);
  expect(asked).toHaveLength(2);
  isWanted = false;
  desk.settingChanged();
  desk.close();
  await watching;
  expect({ asked: asked.length, sleeps }).toEqual({ asked: 2, sleeps: [86_400_000, 86_400_000] });
});

it('tells how far the fetching is, and stops it at a word without calling that a fault', async () => {
  answer = says(manifest('2.0.0'));
  const { desk } = deskOf((_version, told, signal) => {
    told(40);
    return new Promise((_done, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));
  });
  await desk.look();
  const accepting = desk.accept();
  expect(desk.view().fetching).toEqual({ percent: 40 });
  // A second yes starts nothing.
  expect((await desk.accept()).fetching).toEqual({ percent: 40 });
  desk.cancel();
  expect(await accepting).toMatchObject({ fetching: null, fault: null, found: '2.0.0' });
});

/** electron-updater's HTTP client as it ships, with Node's requests in place of Chromium's. */
class NodeExecutor extends ElectronHttpExecutor {
  override createRequest(options: object, callback: (response: never) => void) {
    return request(options, callback as never) as never;
  }
}

interface Fetch extends Partial<Limits> {
  readonly size?: number;
  readonly sha512?: string | undefined;
}

/** Fetches setup.exe. Gives: what is left in the directory, and the fault's sentence. */
async function fetchProgram(body: string | RequestListener, limits: Fetch = {}) {
  answer = typeof body === 'string' ? says(body) : body;
  const dir = mkdtempSync(join(tmpdir(), 'updates-'));
  const client = new NodeExecutor();
  stayWithin(client as unknown as Fetching, place);
  const { size = 9, sha512 = sum, signal = new AbortController().signal } = limits;
  const sizeOf = (path: string) => (path === '/get/setup.exe' ? size : undefined);
  limitDownloads(client as unknown as Fetching, { ...limits, signal, sizeOf });
  const cancellationToken = new CancellationToken();
  const options = { sha512, cancellationToken };
  const fault = await client.download(new URL('setup.exe', place), join(dir, 'setup.exe'), options).then(
    () => null,
    (thrown: unknown) => (thrown instanceof AppError ? thrown.message : `not a sentence: ${thrown}`),
  );
  const left = readdirSync(dir);
  rmSync(dir, { recursive: true });
  return { fault, left };
}

it('fetches a program whole, tells of each piece and leaves it there', async () => {
  const told: number[] = [];
  expect(await fetchProgram(program, { told: (bytes) => told.push(bytes) })).toEqual({
    fault: null,
    left: ['setup.exe'],
  });
  expect(told.at(-1)).toBe(9);
});

const endless: RequestListener = (_request, response) => {
  const more = () => void (response.destroyed || response.write('x'.repeat(4096), () => setImmediate(more)));
  more();
};

it.each<[string, string | RequestListener, Fetch, RegExp]>([
  ['altered', 'A program', {}, /not what the list of updates promises/],
  ['shorter', program.slice(0, 4), {}, /not what the list of updates promises/],
  ['longer', `${program}!`, {}, /larger than the list of updates says/],
  ['endless', endless, { size: 100_000 }, /larger than the list of updates says/],
  ['over the hard cap whatever the list says', endless, { size: 1e12, mostBytes: 50_000 }, /larger than/],
  [
    'cut',
    (_q, response) => void response.writeHead(200, { 'content-length': '9' }).write('a pr', () => response.destroy()),
    {},
    /did not come whole/,
  ],
  ['silent', () => undefined, { stallMs: 80 }, /stopped coming/],
  ['stalled after its first bytes', (_q, response) => void response.write('a pr'), { stallMs: 80 }, /stopped coming/],
  ['not there', (_q, response) => void response.writeHead(404).end(), {}, /could not be fetched/],
  [
    'elsewhere',
    (_q, response) => void response.writeHead(302, { location: 'http://127.0.0.2:1/' }).end(),
    {},
    /fetched/,
  ],
  ['without a sum', program, { sha512: '' }, /not what the list/],
  ['no longer wanted', program, { signal: AbortSignal.abort() }, /no longer fetched/],
  ['stopped on its way', endless, { size: 1e12, signal: AbortSignal.timeout(80) }, /no longer fetched/],
])('of a program that is %s nothing is kept, and one sentence says why', async (_name, body, limits, why) => {
  const { fault, left } = await fetchProgram(body, limits);
  expect(fault).toMatch(why);
  expect(left).toEqual([]);
});

it('does not call a slow program stalled while its bytes come', async () => {
  const slow: RequestListener = async (_request, response) => {
    for (const letter of program) {
      response.write(letter);
      await systemClock.sleep(30);
    }
    response.end();
  };
  expect(await fetchProgram(slow, { stallMs: 200 })).toEqual({ fault: null, left: ['setup.exe'] });
});

it("keeps electron-updater's HTTP client at the place of updates", async () => {
  const client = new NodeExecutor();
  stayWithin(client as unknown as Fetching, place);
  answer = (_request, response) => response.writeHead(302, { location: 'http://127.0.0.2:1/latest.yml' }).end();
  const ask = (url: URL) =>
    client.request({ protocol: url.protocol, hostname: url.hostname, port: url.port, path: '/' });
  await expect(ask(place)).rejects.toThrow(/from the address of updates only/);
  await expect(ask(new URL('https://other.example'))).rejects.toThrow(/from the address of updates only/);
  expect(asked).toHaveLength(1);
});
