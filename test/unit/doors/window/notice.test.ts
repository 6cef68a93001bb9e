import { expect, it } from 'vitest';
import type { News } from '../../../../electron/agent/news.ts';
import { noticeOf } from '../../../../electron/doors/window/notice.ts';
import { fakeAgent } from './fake-agent.ts';

const { agent } = fakeAgent();
const keyId = `key_${'a'.repeat(26)}`;
const botId = `bot_${'b'.repeat(26)}`;
const text = 'grid-1 asks to trade BTC/USD on kraken-main, worth 20000 USD.';

it.each([
  [
    {
      event: 'approval-waiting',
      bot: 'grid-1',
      key: 'kraken-main',
      id: 'ask_1',
      hint: 'Answer: keybearer approve ask_1',
    },
    '#/approvals',
  ],
  [{ event: 'bot-paused', bot: 'grid-1' }, `#/bots/${botId}`],
  [{ event: 'bot-paused', bot: 'gone' }, '#/bots'],
  [{ event: 'key-expiring', key: 'kraken-main' }, `#/keys/${keyId}`],
  [{ event: 'key-refused', key: 'kraken-main' }, `#/keys/${keyId}`],
  [{ event: 'leak-alarm', key: 'kraken-main' }, `#/keys/${keyId}`],
  [{ event: 'outcome-unknown', call: 'call_1' }, '#/calls/call_1'],
  [{ event: 'vault-sealed' }, '#/keys'],
  [{ event: 'vault-warning' }, '#/keys'],
] as const satisfies readonly (readonly [Omit<News, 'text'>, string])[])('%j is told with its page', (news, to) => {
  const shown = noticeOf({ text, ...news }, { agent, isLocked: () => false });
  expect(shown).toEqual({ title: expect.stringMatching(/^[A-Z].*[^.]$/), body: text, to });
  const locked = noticeOf({ text, ...news }, { agent, isLocked: () => true });
  expect(locked.title + locked.body).not.toMatch(/grid-1|kraken-main|BTC|20000|ask_1/);
});
