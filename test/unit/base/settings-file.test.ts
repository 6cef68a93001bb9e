import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSettings, watched } from '../../../electron/base/settings.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'keybearer-settings-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const write = (text: string) => writeFileSync(join(dir, 'settings.json'), text);

test('a change is read by the next who asks, and told of', async () => {
  let told = 0;
  const settings = watched(openSettings(dir), () => void told++);
  await settings.set('seal.afterIdleHours', '12');
  expect(await openSettings(dir).all()).toMatchObject({ 'seal.afterIdleHours': 12 });
  await expect(settings.set('seal.afterIdleHours', '-1')).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  expect(told).toBe(1);
});

test('what somebody wrote by hand counts at once', async () => {
  const settings = openSettings(dir);
  write('{ "pairing.http": true }');
  expect(await settings.all()).toMatchObject({ 'pairing.http': true });
});

test.each([
  ['no JSON', '{'],
  ['an unknown setting', '{ "no.such": 1 }'],
  ['a wrong value', '{ "pairing.http": "yes" }'],
])('a file with %s is refused with its name, and left as it is', async (_what, text) => {
  write(text);
  const settings = openSettings(dir);
  for (const attempt of [() => settings.all(), () => settings.set('pairing.http', 'true')]) {
    const fault = await attempt().catch((thrown: Error) => thrown);
    expect(fault).toMatchObject({ code: 'INPUT_INVALID' });
    expect(String(fault)).toContain('settings.json');
  }
});

test('changing a setting leaves every signal to the process', async () => {
  const handlers = () => Object.keys(constants.signals).map((signal) => [signal, process.listenerCount(signal)]);
  const before = handlers();
  await openSettings(dir).set('pairing.http', 'true');
  expect(handlers()).toEqual(before);
});
