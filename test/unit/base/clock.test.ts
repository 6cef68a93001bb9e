import { expect, it } from 'vitest';
import { isoTime, systemClock } from '../../../electron/base/clock.ts';
import { newId, systemRandom } from '../../../electron/base/random.ts';
import { botIdPattern, keyIdPattern } from '../../../shared/model.ts';

it('a sleep ends when it is over, or at once when it is given up', async () => {
  const began = systemClock.monotonic();
  await systemClock.sleep(30);
  expect(systemClock.monotonic() - began).toBeGreaterThan(25);
  const given = new AbortController();
  const sleeping = systemClock.sleep(60_000, given.signal);
  given.abort();
  await sleeping;
  await systemClock.sleep(60_000, given.signal);
  expect(systemClock.monotonic() - began).toBeLessThan(5000);
});

it('times are written in UTC with milliseconds', () => {
  expect(isoTime(0)).toBe('1970-01-01T00:00:00.000Z');
});

it('ids have their kind and 26 characters, and use all their letters', () => {
  expect(newId('key', systemRandom)).toMatch(keyIdPattern);
  expect(newId('bot', systemRandom)).toMatch(botIdPattern);
  const letters = Array.from({ length: 200 }, () => newId('call', systemRandom).slice(5)).join('');
  expect(new Set(letters).size).toBe(32);
});
