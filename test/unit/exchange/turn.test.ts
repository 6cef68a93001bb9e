import { describe, expect, it } from 'vitest';
import { Turn } from '../../../electron/exchange/turn.ts';

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

  it('passes over one whose deadline passes while it waits', async () => {
    const turn = new Turn();
    const end = await turn.take();
    const deadline = new AbortController();
    const hasty = turn.take(deadline.signal);
    const patient = turn.take();
    deadline.abort();
    await expect(hasty).rejects.toMatchObject({ code: 'DEADLINE_PASSED', sent: 'no' });
    end();
    (await patient)();
    (await turn.take())();
  });

  it('is not given after the deadline, even when it is free', async () => {
    const turn = new Turn();
    await expect(turn.take(AbortSignal.abort())).rejects.toMatchObject({ code: 'DEADLINE_PASSED' });
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
    const second = turn.take(deadline.signal);
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
