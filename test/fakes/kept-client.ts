/** A connection to an exchange that tells what a test tells. */
import type { KeptClient } from '../../electron/exchange/kept-client.ts';
import { AppError } from '../../shared/errors.ts';

export interface FakeKept extends KeptClient {
  /** What is asked for now, e.g. `watchTicker ["BTC/USD"]`. */
  readonly asked: string[];
  readonly unwatched: string[];
  isEnded: boolean;
  /** Answers everybody who waits. Takes: only = by method; all where left out. */
  tell(event: unknown, only?: string): void;
  fail(fault: Error, only?: string): void;
}

interface Waiting {
  readonly method: string;
  readonly resolve: (event: unknown) => void;
  readonly reject: (fault: Error) => void;
}

export function fakeKept(): FakeKept {
  const waiting: Waiting[] = [];
  const take = (only?: string): Waiting[] => {
    const taken = waiting.filter(({ method }) => only === undefined || method === only);
    for (const one of taken) waiting.splice(waiting.indexOf(one), 1);
    return taken;
  };
  const fake: FakeKept = {
    asked: [],
    unwatched: [],
    isEnded: false,
    watch: (method, args) => {
      fake.asked.push(`${method} ${JSON.stringify(args)}`);
      return new Promise((resolve, reject) => waiting.push({ method, resolve, reject }));
    },
    unwatch: async (method, args) => void fake.unwatched.push(`${method} ${JSON.stringify(args)}`),
    end: () => {
      fake.isEnded = true;
      for (const { reject } of take()) reject(new AppError('EXCHANGE_UNAVAILABLE', { sent: 'no' }));
    },
    tell: (event, only) => {
      for (const { resolve } of take(only)) resolve(event);
    },
    fail: (fault, only) => {
      for (const { reject } of take(only)) reject(fault);
    },
  };
  return fake;
}
