import { describe, expect, it } from 'vitest';
import { type CardInput, healthCard } from '../../../electron/agent/health-card.ts';
import { Key } from '../../../shared/model.ts';
import type { Permission } from '../../../shared/permissions.ts';
import { id } from '../calllog/fixture.ts';

const dayMs = 86_400_000;
const nowMs = Date.parse('2026-11-22T08:00:00.000Z');
const key = Key.parse({
  ...{ id: id('key', 1), label: 'main', title: '', exchange: 'kraken', usedBy: ['bots'], tier: 'pro', endpoint: null },
  ...{ twoFactor: { kind: 'totp', algorithm: 'SHA1', digits: 6, periodSec: 30 }, tested: null },
  added: '2026-11-01T08:00:00.000Z',
});
const info = {
  permissions: ['query-funds', 'modify-trades', 'close-trades'],
  allowedAddresses: ['192.0.2.1'],
  validUntilMs: 0,
  lastUsedMs: 0,
};
const findings = { detected: 'on', accepted: true, reuse: 'unknown', refusal: undefined, info, requests: 1 } as const;
const trading = new Set<Permission>(['orders.create', 'orders.cancel']);
const card = (changes: Partial<CardInput> = {}) =>
  healthCard({
    ...{ key, findings, offsetMs: 0, nowMs, lastOwnMs: undefined, use: { calls: 500, used: trading } },
    ...changes,
  });
const idsOf = (changes: Partial<CardInput>) => card(changes).map(({ id: name, level }) => `${level} ${name}`);
const withInfo = (more: object) => ({ findings: { ...findings, info: { ...info, ...more } } });

describe('the health card', () => {
  it('of a key as it should be has nothing but good in it', () => {
    expect(new Set(card().map(({ level }) => level))).toEqual(new Set(['good']));
  });

  it('puts the worst first', () => {
    const levels = card(withInfo({ permissions: ['withdraw-funds'], validUntilMs: nowMs - 1 })).map(
      ({ level }) => level,
    );
    expect(levels).toEqual(
      [...levels].sort((a, b) => ['bad', 'warn', 'good'].indexOf(a) - ['bad', 'warn', 'good'].indexOf(b)),
    );
    expect(levels[0]).toBe('bad');
  });

  it.each([
    [0, []],
    [nowMs + 30 * dayMs, ['good expires']],
    [nowMs + 3 * dayMs, ['warn expires-soon']],
    [nowMs - dayMs, ['bad expired']],
  ])('of a key that is valid until %d', (validUntilMs, items) => {
    expect(idsOf(withInfo({ validUntilMs })).filter((item) => item.includes('expire'))).toEqual(items);
  });

  it("counts the days by the exchange's clock", () => {
    const { text } = card({ ...withInfo({ validUntilMs: nowMs + dayMs }), offsetMs: -2 * dayMs }).find(
      ({ id: name }) => name === 'expires-soon',
    ) ?? { text: '' };
    expect(text).toContain('in 3 days');
  });

  it.each([
    ['seconds after our last call', 2_000, false],
    ['a minute after it', 60_000, true],
    ['before it', -60_000, false],
  ])('knows a call of somebody else by its time: %s', (_, laterMs, isElsewhere) => {
    const lastOwnMs = nowMs - 3_600_000;
    for (const offsetMs of [0, 90_000, -90_000]) {
      const lastUsedMs = lastOwnMs + offsetMs + laterMs;
      expect(idsOf({ ...withInfo({ lastUsedMs }), lastOwnMs, offsetMs }).includes('bad used-elsewhere')).toBe(
        isElsewhere,
      );
    }
  });

  it('cannot know it of a key that this agent never used', () => {
    expect(idsOf(withInfo({ lastUsedMs: nowMs }))).not.toContain('bad used-elsewhere');
  });

  it('names permissions that are never used, once there were calls and days enough', () => {
    const use = { calls: 500, used: new Set<Permission>(['account.read', 'orders.cancel']) };
    expect(card({ use }).find(({ id: name }) => name === 'unused-permissions')?.text).toContain(
      'Create & modify orders.',
    );
    for (const quiet of [{ use: { ...use, calls: 99 } }, { use, key: { ...key, added: '2026-11-20T08:00:00.000Z' } }])
      expect(idsOf(quiet)).not.toContain('warn unused-permissions');
    expect(idsOf({ use: { calls: 500, used: new Set<Permission>(['raw']) } })).not.toContain('warn unused-permissions');
  });

  it.each([
    [500, 'good', 'agree'],
    [5_000, 'good', 'behind'],
    [-5_000, 'good', 'ahead of'],
    [15_000, 'warn', '15.0 s behind'],
  ])('of clocks %d ms apart', (offsetMs, level, words) => {
    expect(card({ offsetMs }).find(({ id: name }) => name === 'clock')).toMatchObject({
      ...{ level, text: expect.stringContaining(words) },
    });
  });
});
