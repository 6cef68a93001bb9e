import { expect, it } from 'vitest';
import { ending, named, tracesOf } from '../../../electron/agent/order-trace.ts';
import type { Session } from '../../../electron/agent/sessions.ts';
import { systemClock } from '../../../electron/base/clock.ts';
import { systemRandom } from '../../../electron/base/random.ts';
import type { PrivateRequest } from '../../../electron/exchange/private-request.ts';
import { AppError } from '../../../shared/errors.ts';

const nowMs = Date.UTC(2026, 10, 24, 8);
const clock = { ...systemClock, now: () => nowMs };
const order = { endpoint: { id: 'privatePostAddOrder' }, params: { volume: '1' } } as unknown as PrivateRequest;
const read = { endpoint: { id: 'privatePostBalance' }, params: {} } as unknown as PrivateRequest;
const sessionWith = (venue: object) => ({ key: { exchange: 'kraken' }, venue }) as unknown as Session;
const nameIt = (session: Session) => named(session, order, systemRandom);

it("an order ends five seconds ahead by the exchange's clock, and by ours that much earlier", async () => {
  const session = sessionWith({ offset: async () => ({ offsetMs: 90_000 }) });
  const request = nameIt(session);
  expect(tracesOf(session, request).orders).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)]);
  const { params, endsMs } = await ending(session, request, clock);
  expect([params['deadline'], endsMs]).toEqual(['2026-11-24T08:01:35.000Z', nowMs + 5000]);
});

it("a bot's own end counts, and one that is no time ends a minute ahead", async () => {
  const session = sessionWith({ offset: async () => ({ offsetMs: 0 }) });
  const own = (deadline: string) => ({ ...order, params: { cl_ord_id: 'a', deadline } });
  expect((await ending(session, own('2026-11-24T08:00:30Z'), clock)).endsMs).toBe(nowMs + 30_000);
  expect((await ending(session, own('soon'), clock)).endsMs).toBe(nowMs + 60_000);
});

it('an exchange that does not tell its time has the last known one, else ours', async () => {
  const offset = () => Promise.reject(new AppError('EXCHANGE_UNAVAILABLE'));
  const known = sessionWith({ offset, knownOffset: () => ({ offsetMs: -2000 }) });
  expect((await ending(known, nameIt(known), clock)).params['deadline']).toBe('2026-11-24T08:00:03.000Z');
  const never = sessionWith({ offset, knownOffset: () => undefined });
  expect((await ending(never, nameIt(never), clock)).params['deadline']).toBe('2026-11-24T08:00:05.000Z');
});

it('a read has neither name nor end', async () => {
  const session = sessionWith({});
  expect([tracesOf(session, read), await ending(session, read, clock)]).toEqual([
    {},
    { params: {}, endsMs: undefined },
  ]);
});
