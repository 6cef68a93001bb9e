import type { Exchange } from './exchange.ts';
import type { Admission } from './gate.ts';
import type { Permission } from './keys.ts';
import type { Params } from './params.ts';

/** What a private method is given once the request has been let in. */
export interface Call {
  readonly exchange: Exchange;
  readonly admission: Admission;
  readonly params: Params;
  readonly nowMs: number;
}

export interface PrivateMethod {
  /** One of these is enough; an empty list needs none. */
  readonly needs: readonly Permission[];
  /** What it adds to the key's counter. */
  readonly points: 0 | 1 | 2;
  run(call: Call): unknown;
}

/** Methods by Kraken's names. */
export type MethodTable = ReadonlyArray<readonly [string, PrivateMethod]>;
