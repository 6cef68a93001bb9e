import { describe, expect, it } from 'vitest';
import { lookMs } from '../../../../electron/doors/window/handlers/bots.ts';
import { answer, pageOrigin, type Sender } from '../../../../electron/doors/window/listen.ts';
import type { ApprovalFor, ApprovalView } from '../../../../shared/control-views.ts';
import { fakeAgent, rightPassphrase } from './fake-agent.ts';
import { openDoor } from './open-door.ts';

const small: Sender = { senderFrame: { url: `${pageOrigin}/index.html#/approval-window`, parent: null } };
const askedMs = Date.parse('2026-11-24T12:00:00.000Z');
const question: ApprovalView = {
  ...{ id: 'ask_a', time: '2026-11-24T12:00:00.000Z', bot: 'grid-1', key: 'main', exchange: 'kraken' },
  ...{ method: 'createOrder', symbol: 'BTC/USD', side: 'buy', type: 'limit', amount: '1', price: '20000', waiting: 1 },
  ...{ notional: { amount: '20000', currency: 'USD' }, expires: '2026-11-24T12:02:00.000Z' },
};

function approveAt(afterMs: number, how: ApprovalFor, passphrase?: string) {
  const fake = fakeAgent();
  fake.vault = 'open';
  const given: ApprovalFor[] = [];
  Object.assign(fake.agent.botAdmin.approvals, {
    list: () => [question],
    approve: async (_id: string, as: ApprovalFor) => {
      given.push(as);
      return question;
    },
  });
  const { door } = openDoor(fake, null, undefined, askedMs + afterMs);
  const ask = { id: 'ask_a', for: how, ...(passphrase === undefined ? {} : { passphrase }) };
  return answer(small, door, 'approvals.approve', ask).then((came) => ({ came, given }));
}

describe('a yes without the passphrase', () => {
  it.each(['once', '15m'] as const)('is refused within a second of its question: %s', async (how) => {
    const { came, given } = await approveAt(lookMs - 1, how);
    expect(came).toMatchObject({ ok: false, error: { code: 'INPUT_INVALID' } });
    expect(given).toEqual([]);
  });

  it.each(['once', '15m'] as const)('is taken after a second: %s', async (how) => {
    expect(await approveAt(lookMs, how)).toMatchObject({ came: { ok: true }, given: [how] });
  });

  it.each(['until-sealed', 'always'] as const)('is never enough for %s', async (how) => {
    const { came, given } = await approveAt(60_000, how);
    expect(came).toMatchObject({ ok: false, error: { code: 'PASSPHRASE_NEEDED' } });
    expect(given).toEqual([]);
  });
});

it('the wider answers take the right passphrase', async () => {
  expect(await approveAt(0, 'always', rightPassphrase)).toMatchObject({ came: { ok: true }, given: ['always'] });
  expect(await approveAt(0, 'always', 'guess')).toMatchObject({ given: [] });
});
