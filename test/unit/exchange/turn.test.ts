import { describe, expect, it } from 'vitest';
import { priorityOf, Turn } from '../../../electron/exchange/turn.ts';
import type { Permission } from '../../../shared/permissions.ts';

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('the turn of a key', () => {
  it('goes round first come, first served, one at a time', async () => {
    const turn = new Turn();
    const order: number[] = [];
    let inside = 0;
    const work = async (n: number) => {
      const end = await turn.take();
      inside += 1;
      expect(inside).toBe(1);
      await settle();
      order.push(n);
      inside -= 1;
      end();
    };
    await Promise.all(Array.from({ length: 50 }, (_, n) => work(n)));
    expect(order).toEqual(Array.from({ length: 50 }, (_, n) => n));
  });

  it('goes from bot to bot, so that one with many requests keeps nobody out', async () => {
    const turn = new Turn();
    const end = await turn.take();
    const order: string[] = [];
    const wait = async (who: string) => {
      const over = await turn.take(1, undefined, who);
      order.push(who);
      over();
    };
    const waits = [...'aaaaabbc'].map(wait);
    end();
    await Promise.all(waits);
    expect(order.join('')).toBe('abcabaaa');
  });

  it('passes over one whose deadline passes while it waits', async () => {
    const turn = new Turn();
    const end = await turn.take();
    const deadline = new AbortController();
    const hasty = turn.take(2, deadline.signal);
    const patient = turn.take();
    deadline.abort();
    await expect(hasty).rejects.toMatchObject({ code: 'DEADLINE_PASSED', sent: 'no' });
    end();
    (await patient)();
    (await turn.take())();
  });

  it('is not given after the deadline, even when it is free', async () => {
    const turn = new Turn();
    await expect(turn.take(2, AbortSignal.abort())).rejects.toMatchObject({ code: 'DEADLINE_PASSED' });
    (await turn.take())();
  });

  it('ended twice lets only one more in', async () => {
    const turn = new Turn();
    const end = await turn.take();
    const second = turn.take();
    let isThird = false;
    const third = turn.take().then((over) => {
      isThird = true;
      return over;
    });
    end();
    end();
    await settle();
    expect(isThird).toBe(false);
    (await second)();
    (await third)();
  });

  it('that was got is kept when the deadline passes later', async () => {
    const turn = new Turn();
    const deadline = new AbortController();
    const end = await turn.take();
    const second = turn.take(2, deadline.signal);
    end();
    deadline.abort();
    const over = await second;
    let isThird = false;
    const third = turn.take().then((end3) => {
      isThird = true;
      return end3;
    });
    await settle();
    expect(isThird).toBe(false);
    over();
    (await third)();
  });
});

describe('who goes first', () => {
  const queue = (turn: Turn, needs: readonly Permission[], done: string[]) =>
    Promise.all(
      needs.map(async (need) => {
        const end = await turn.take(priorityOf(need));
        done.push(need);
        await settle();
        end();
      }),
    );

  it('is what takes risk away, then what acts, then what reads', async () => {
    const turn = new Turn();
    const end = await turn.take();
    const done: string[] = [];
    const all = queue(turn, ['account.read', 'raw', 'orders.create', 'orders.cancel', 'funds.withdraw'], done);
    end();
    await all;
    expect(done).toEqual(['orders.cancel', 'raw', 'orders.create', 'funds.withdraw', 'account.read']);
  });

  it('is decided after a pause, with those who came meanwhile', async () => {
    let pause = 30_000;
    const sleeps: number[] = [];
    let wake = () => {};
    const sleep = (ms: number) => {
      sleeps.push(ms);
      return new Promise<void>((resolve) => {
        wake = resolve;
      });
    };
    const turn = new Turn({ pauseMs: () => pause, sleep });
    const done: string[] = [];
    const reads = queue(turn, ['account.read', 'account.read'], done);
    await settle();
    expect([sleeps, done]).toEqual([[30_000], []]);
    const cancel = queue(turn, ['orders.cancel'], done);
    await settle();
    expect(sleeps).toEqual([30_000]);
    pause = 0;
    wake();
    await Promise.all([reads, cancel]);
    expect(done).toEqual(['orders.cancel', 'account.read', 'account.read']);
  });

  it('nobody waits through a pause that nobody needs any more', async () => {
    let isWoken = false;
    const sleep = (_: number, signal: AbortSignal) =>
      new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => {
          isWoken = true;
          resolve();
        });
      });
    const turn = new Turn({ pauseMs: () => 30_000, sleep });
    const deadline = new AbortController();
    const waiting = turn.take(2, deadline.signal);
    deadline.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'DEADLINE_PASSED' });
    expect(isWoken).toBe(true);
  });
});
