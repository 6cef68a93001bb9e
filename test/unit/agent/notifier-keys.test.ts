import { afterEach, beforeEach, expect, it } from 'vitest';
import type { News } from '../../../electron/agent/news.ts';
import { Notifier } from '../../../electron/agent/notifier.ts';
import type { AgentEvent } from '../../../electron/agent/ports.ts';
import type { HealthItem } from '../../../shared/model.ts';
import { fakeAgent } from '../../fakes/agent.ts';
import { type HandClock, handClock } from '../../fakes/hand-clock.ts';

const hourMs = 3_600_000;

let clock: HandClock;
let shown: News[];
let health: HealthItem[];
let hears: (event: AgentEvent) => void;
let notifier: Notifier;

beforeEach(() => {
  clock = handClock();
  shown = [];
  health = [];
  const whole = fakeAgent();
  notifier = new Notifier({
    agent: {
      ...whole,
      status: () => ({
        ...{ agent: null, vault: 'open', warnings: [], bots: [], clock: [], budget: [] },
        keys: [{ id: 'key_1', label: 'kraken-main', health }],
      }),
      subscribe: (listener) => {
        hears = listener;
        return () => undefined;
      },
    },
    ...{ settings: whole.settings, clock },
    run: async () => undefined,
    report: (fault) => {
      throw fault;
    },
    screen: { isWanted: () => true, show: (news) => shown.push(news) },
  });
});
afterEach(() => notifier.close());

const look = (...items: HealthItem[]) => {
  health = items;
  hears({ kind: 'keys' });
};
const item = (id: string): HealthItem => ({ id, level: 'bad', text: `about ${id}` });

it('a key that the exchange refuses is told once, and again when it was well meanwhile', async () => {
  look(item('code-refused'));
  look(item('code-refused'));
  await clock.pass(2 * hourMs);
  look(item('code-refused'));
  expect(shown).toEqual([{ event: 'key-refused', key: 'kraken-main', text: 'about code-refused' }]);
  look();
  look(item('refused'));
  expect(shown.map(({ text }) => text)).toEqual(['about code-refused', 'about refused']);
});

it('a key that expires is told once a day, however often its health is looked at', async () => {
  for (let hour = 0; hour < 49; hour += 1) {
    look(item('expires-soon'));
    await clock.pass(hourMs);
  }
  expect(shown.map(({ event }) => event)).toEqual(['key-expiring', 'key-expiring', 'key-expiring']);
});

it('what is well is no news', () => {
  look({ id: 'works', level: 'good', text: 'fine' }, { id: 'may-withdraw', level: 'warn', text: 'hm' });
  expect(shown).toEqual([]);
});

it('the screen gets no advice for a terminal', () => {
  notifier.tell({
    event: 'approval-waiting',
    text: 'grid-1 asks.',
    hint: 'Answer: keybearer approve ask_1',
    id: 'ask_1',
  });
  expect(shown.map(({ text }) => text)).toEqual(['grid-1 asks.']);
});
