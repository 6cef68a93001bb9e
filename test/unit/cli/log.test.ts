import { describe, expect, test } from 'vitest';
import { systemClock } from '../../../electron/base/clock.ts';
import { chart } from '../../../electron/cli/log/chart.ts';
import { durationText } from '../../../electron/cli/log/duration.ts';
import { LiveLog } from '../../../electron/cli/log/live.ts';
import { layoutOf } from '../../../electron/cli/log/table.ts';
import { widthOf } from '../../../electron/cli/print.ts';
import type { CallRecord } from '../../../shared/model.ts';
import { noTimings } from '../../../shared/timings.ts';
import { fakeAgent } from '../../fakes/agent.ts';
import { callRecord } from '../../fakes/call-record.ts';
import { runWith } from '../../fakes/host.ts';
import { fakeIo } from '../../fakes/io.ts';

const nowMs = Date.parse('2026-11-22T12:00:00.000Z');
const denied = callRecord({
  ...{ id: 'b', status: 'denied', verdict: 'denied', code: 'SYMBOL_DENIED', key: 'a-key-with-a-long-label-of-its-own' },
});
const failed = callRecord({
  ...{ id: 'c', status: 'failed', code: 'EXCHANGE_REFUSED', exchangeError: 'EOrder:Insufficient funds' },
  timings: { ...noTimings, total: 2000, network: 1500, codeWait: 480, sign: 2 },
});
const terminal = (columns: number, more = {}) => ({
  isOutTerminal: true,
  columns,
  env: { LANG: 'en_GB.UTF-8' },
  ...more,
});

async function shown(calls: CallRecord[], io: object): Promise<string[]> {
  const agent = fakeAgent();
  agent.calls = calls.toReversed();
  return (await runWith(agent, ['log'], io)).out.trimEnd().split('\n');
}

describe('the table of calls', () => {
  test.each([40, 60, 72, 80, 100, 140])('fits a terminal of %i columns', async (columns) => {
    for (const line of await shown([callRecord(), denied, failed], terminal(columns)))
      expect(widthOf(line), line).toBeLessThanOrEqual(columns);
  });

  test.each([40, 80, 140])('says what went wrong whole, at %i columns', async (columns) => {
    const text = (await shown([denied, failed], terminal(columns))).join(' ').replaceAll(/\s+/g, ' ');
    expect(text).toContain('SYMBOL_DENIED');
    expect(text).toContain('EXCHANGE_REFUSED: EOrder:Insufficient funds');
  });

  test('tells how a call ended by a mark and a word, in ASCII where the terminal has no more', async () => {
    const [, ok, no] = await shown([callRecord(), denied], terminal(80));
    expect([ok?.slice(0, 4), no?.slice(0, 8)]).toEqual(['✓ ok', '✗ denied']);
    for (const env of [{ LANG: 'C' }, { LC_ALL: 'POSIX', LANG: 'en_GB.UTF-8' }, { TERM: 'linux' }]) {
      const lines = await shown([callRecord({ method: 'm'.repeat(80) }), denied], terminal(80, { env }));
      expect(lines.join('')).toMatch(/^[\x20-\x7e]*$/);
      expect(lines[1]).toMatch(/^\+ ok/);
    }
  });

  test('has colours only where they are wanted', async () => {
    expect((await shown([denied], terminal(80))).join('')).not.toContain('\u001b');
    expect((await shown([denied], terminal(80, { hasColour: true }))).join('')).toContain('\u001b[33m✗ denied');
  });

  test('is a call a line where a program reads it', async () => {
    const lines = await shown([callRecord(), denied, failed], {});
    expect(lines).toHaveLength(4);
    expect(lines[3]).toContain('EXCHANGE_REFUSED: EOrder:Insufficient funds; buy 0.01 BTC/USD at 50000');
    expect(lines[3]).toMatch(/2 s {2}network 1\.5 s, wait for a code 480 ms$/);
  });

  test('gives the day with the time unless all are of today', async () => {
    const [, , older] = await shown([callRecord(), callRecord({ id: 'z', time: '2026-11-20T12:00:00.000Z' })], {});
    expect(older).toContain('2026-11-20 ');
    expect((await shown([callRecord()], {}))[1]).not.toContain('2026');
  });

  test('is replaced by a sentence where no call fits', async () => {
    expect((await runWith(fakeAgent(), ['log'])).out).toBe('No calls yet.\n');
    expect((await runWith(fakeAgent(), ['log', '--bot', 'x'])).out).toBe('No calls fit these filters.\n');
  });
});

describe('a log that goes on', () => {
  const live = (isLive: boolean) => {
    const io = fakeIo({ nowMs });
    const paper = { columns: 80, hasColour: false };
    return { io, log: new LiveLog(io, paper, layoutOf([], paper, nowMs, true), isLive) };
  };
  const pending = callRecord({ status: 'pending', time: '2026-11-22T11:59:58.000Z' });
  /** What is left on the screen: the lines, where a line may have been drawn over. */
  const screen = (said: string): string[] => {
    const lines: string[] = [];
    for (const part of said.split('\r\u001b[')) {
      const [up, rest = ''] = part.includes('A\u001b[J') ? part.split('A\u001b[J') : [0, part];
      lines.splice(lines.length - Number(up));
      lines.push(...rest.split('\n').filter((line) => line !== ''));
    }
    return lines;
  };

  test('shows a call under way with its seconds, and how it ended in its place', () => {
    const { io, log } = live(true);
    log.underWay(pending);
    expect(screen(io.said.out)).toEqual(['… pending  grid-1 createOrder BTC/USD, 2 s']);
    log.ended(callRecord({ id: 'other' }));
    log.underWay(callRecord({ ...pending, id: 'third', method: 'fetchBalance', symbol: null }));
    expect(screen(io.said.out)).toHaveLength(3);
    log.ended(callRecord());
    log.ended(callRecord({ id: 'third', method: 'fetchBalance' }));
    expect(screen(io.said.out).map((line) => line.slice(0, 4))).toEqual(['✓ ok', '✓ ok', '✓ ok']);
  });

  test('where nothing can be drawn over shows each call once it has ended', () => {
    const { io, log } = live(false);
    log.underWay(pending);
    log.tick();
    expect(io.said.out).toBe('');
    log.ended(callRecord());
    expect(io.said.out.split('\n')).toHaveLength(2);
  });

  test('shows a few of many, says how many more, and clears them at the end', () => {
    const { io, log } = live(true);
    for (let n = 0; n < 20; n += 1) log.underWay({ ...pending, id: String(n) });
    expect(screen(io.said.out).at(-1)).toBe('  and 12 more under way');
    log.end();
    expect(screen(io.said.out)).toEqual([]);
  });

  test('says the day when it changes', () => {
    const { io, log } = live(false);
    log.ended(callRecord());
    log.ended(callRecord({ id: 'n', time: '2026-11-24T12:00:00.000Z' }));
    expect(screen(io.said.out)[1]).toBe('2026-11-24');
  });

  test('of the command shows what came before it, and each call once', async () => {
    const agent = fakeAgent();
    agent.calls = [callRecord({ id: 'a' })];
    const { out } = await runWith(agent, ['log', '--follow'], terminal(80, { canRedraw: true, clock: systemClock }), {
      onFollow: (push, end) => {
        push(callRecord({ id: 'a' }));
        push(callRecord({ id: 'b', status: 'pending' }));
        setTimeout(() => push(callRecord({ id: 'b', status: 'failed', code: 'INTERNAL' })), 5);
        setTimeout(end, 20);
      },
    });
    expect(screen(out).map((line) => line.trim().split(/\s+/).slice(0, 2).join(' '))).toEqual([
      'STATUS TIME',
      '✓ ok',
      '! failed',
      'INTERNAL (kraken-main)',
    ]);
  });
});

describe('statistics', () => {
  const summary = {
    calls: 100,
    errors: 4,
    denied: 2,
    perMinute: 1.5,
    latencyMs: { p50: 20, p95: 300, p99: 1200, max: 4000 },
  };

  test('show rates, latencies, a chart and who did what', async () => {
    const agent = fakeAgent();
    Object.assign(agent.logState.stats, {
      all: summary,
      buckets: [1, 5, 2].map((calls, n) => ({ ...summary, calls, errors: n, at: `2026-11-22T11:0${n}:00.000Z` })),
      byMethod: [{ ...summary, name: 'createOrder' }],
      byBot: [{ ...summary, name: 'grid-1', errors: 0, latencyMs: null }],
    });
    const { out } = await runWith(agent, ['log', 'stats', '--since', '1h'], terminal(80));
    for (const said of [
      '100 calls, 1.5 a minute',
      '4 errors (4.0 %), 2 denied',
      'p50 20 ms  p95 300 ms  p99 1.2 s',
      '█',
    ])
      expect(out).toContain(said);
    expect(out).toMatch(/createOrder +100 +4 +2 +20 ms +300 ms +1\.2 s/);
    expect(out).toMatch(/grid-1 +100 +0 +2 +- +- +-/);
  });

  test('say where there are none, and of what time', async () => {
    expect((await runWith(fakeAgent(), ['log', 'stats'])).out).toMatch(/^No calls since \d{4}-/);
  });

  const bars = (counts: number[]) =>
    counts.map((calls, n) => ({ atMs: nowMs + n * 60_000, calls, errors: calls === 9 ? 1 : 0 }));

  test('draw what is there at all, the most to the top, and fit the terminal', () => {
    const paper = { columns: 40, hasColour: false };
    const [top, ...rest] = chart(bars([0, 1, 9]), paper).split('\n');
    expect(top).toBe('     9   █');
    expect(rest[4]).toBe('        ▅█');
    for (const line of chart(bars(Array.from({ length: 500 }, (_, n) => n)), paper).split('\n'))
      expect(widthOf(line)).toBeLessThanOrEqual(40);
    expect(chart(bars([0, 1, 9]), { ...paper, isAscii: true })).toMatch(/^[\x20-\x7e\n]*$/);
  });

  test.each([
    [0.04, '0 ms'],
    [8.44, '8.4 ms'],
    [239.6, '240 ms'],
    [1200, '1.2 s'],
    [900_000, '15 min'],
    [10_800_000, '3 h'],
  ])('%f ms are %s', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });
});
