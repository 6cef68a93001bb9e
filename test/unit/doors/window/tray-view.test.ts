import { describe, expect, it } from 'vitest';
import { iconFile, type TrayFacts, trayView } from '../../../../electron/doors/window/tray-view.ts';
import { callRecord } from '../../../fakes/call-record.ts';

const bot = (name: string, state: 'active' | 'paused' | 'expired' = 'active') => ({ id: `bot_${name}`, name, state });

type Over = Partial<Omit<TrayFacts, 'status'>> & { readonly status?: Partial<TrayFacts['status']> };

const facts = (over: Over): TrayFacts => ({
  ...{ asked: 0, isLocked: false, lastError: undefined },
  ...over,
  status: { vault: 'open', bots: [bot('grid-1')], warnings: [], ...over.status },
});

const failed = callRecord({ status: 'failed', code: 'NONCE_REJECTED', bot: 'grid-1', key: 'kraken-main' });
const state = (over: Over) => trayView(facts(over)).state;
const labels = (over: Over) => trayView(facts(over)).items.flatMap((item) => (item === null ? [] : [item.label]));

describe('the shape tells', () => {
  it('that the vault is open and all is well, also where there is no bot yet', () => {
    expect([state({}), state({ status: { bots: [] } })]).toEqual(['open', 'open']);
  });

  it('that there is no vault, or that it is sealed, whatever else there was', () => {
    expect(state({ status: { vault: 'missing' } })).toBe('missing');
    expect(state({ asked: 1, status: { vault: 'sealed', warnings: ['x'] } })).toBe('sealed');
  });

  it('that something waits: a question, a warning, a failure that nobody has seen', () => {
    expect(state({ asked: 1 })).toBe('asking');
    expect(state({ status: { warnings: ['The log was altered.'] } })).toBe('asking');
    expect(state({ lastError: { call: failed, isSeen: false } })).toBe('asking');
    expect(state({ lastError: { call: failed, isSeen: true } })).toBe('open');
  });

  it('that no bot may call: all are paused, the expired ones not counted', () => {
    expect(state({ status: { bots: [bot('a', 'paused'), bot('b', 'expired')] } })).toBe('paused');
    expect(state({ status: { bots: [bot('a', 'paused'), bot('b')] } })).toBe('open');
  });
});

describe('the menu', () => {
  it('names the bots at work, what waits and the last failure, each with its page', () => {
    const view = trayView(facts({ asked: 2, lastError: { call: failed, isSeen: true } }));
    const going = view.items.flatMap((item) => (item?.deed === 'go' ? [[item.label, item.to]] : []));
    expect(going).toEqual([
      ['1 bot at work: grid-1', '#/bots'],
      ['2 orders wait for your answer', '#/approvals'],
      [`Last error: NONCE_REJECTED (grid-1 · ${failed.method} · kraken-main)`, `#/calls/${failed.id}`],
    ]);
  });

  it('names nobody while the window is locked', () => {
    const lastError = { call: failed, isSeen: false };
    const items = labels({ asked: 1, lastError, isLocked: true, status: { warnings: ['kraken-main is odd'] } });
    expect(items.join()).not.toMatch(/grid-1|kraken-main/);
    expect(items).toContain('1 bot at work');
    expect(items).not.toContain('Lock the window');
  });

  it('offers only what can be done: nothing to pause, seal or lock without a vault', () => {
    expect(labels({ status: { vault: 'missing', bots: [] } })).toEqual(['Open Keybearer', 'Quit (bots will wait)']);
    expect(labels({ status: { vault: 'sealed' } })).toEqual([
      'Open Keybearer',
      'Lock the window',
      'Quit (bots will wait)',
    ]);
    expect(labels({ status: { bots: [bot('a', 'paused')] } })).not.toContain('Pause all bots…');
  });

  it('is no wider than the screen, and an ampersand stays one', () => {
    const names = ['Bonnie & Clyde', 'x'.repeat(300), '😀'.repeat(80)];
    const [, first = ''] = labels({ status: { bots: names.map((name) => bot(name)) } });
    expect(first).toContain('Bonnie && Clyde');
    expect([...first].length).toBe(70);
    expect(first.endsWith('…')).toBe(true);
  });

  it('has no two lines one after the other and none at its ends', () => {
    for (const vault of ['missing', 'sealed', 'open'] as const) {
      const { items } = trayView(facts({ status: { vault, bots: [] } }));
      const lines = items.map((item) => item === null);
      expect(lines.some((isLine, n) => isLine && (n === 0 || n === lines.length - 1 || lines[n + 1]))).toBe(false);
    }
  });
});

it('every state has an icon of its system: a template for macOS, an .ico for Windows', () => {
  expect(iconFile('asking', 'darwin')).toBe('askingTemplate.png');
  expect(iconFile('paused', 'win32')).toBe('paused.ico');
  expect(iconFile('missing', 'linux')).toBe('sealed.png');
});
