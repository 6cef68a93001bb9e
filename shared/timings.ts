import type { Timings } from './model.ts';

/** Nothing was measured. Here and not in model.ts, so that the log's threads need no schemas. */
export const noTimings: Timings = {
  policy: null,
  approval: null,
  budget: null,
  codeWait: null,
  sign: null,
  network: null,
  total: null,
};
