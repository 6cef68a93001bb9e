import { describe, expect, it } from 'vitest';
import { Limits, Use } from '../../../shared/model.ts';

describe('the hours of a limit', () => {
  const hours = (from: string, to: string, zone: string) => Limits.safeParse({ hours: [{ from, to, zone }] }).success;

  it.each([
    ['08:00', '20:00', 'UTC'],
    ['00:00', '24:00', 'Europe/Berlin'],
  ])('may be %s to %s in %s', (from, to, zone) => {
    expect(hours(from, to, zone)).toBe(true);
  });

  it.each([
    ['25:00', '20:00', 'UTC'],
    ['08:60', '20:00', 'UTC'],
    ['08:00', '24:01', 'UTC'],
    ['08:00', '20:00', 'Mars/X'],
    ['08:00', '20:00', ''],
  ])('may not be %s to %s in "%s"', (from, to, zone) => {
    expect(hours(from, to, zone)).toBe(false);
  });
});

describe('a confirmed service', () => {
  it('was confirmed on a day of the calendar', () => {
    expect(Use.safeParse('service:Koinly:confirmed:2026-11-22').success).toBe(true);
    expect(Use.safeParse('service:Koinly:confirmed:2026-13-45').success).toBe(false);
    expect(Use.safeParse('service:Koinly:confirmed:2026-02-30').success).toBe(false);
  });
});
