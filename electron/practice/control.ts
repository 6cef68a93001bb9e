import type { Params } from './params.ts';
import { readJson } from './params.ts';
import { Refusal } from './refusal.ts';

const faultNames = ['drop-before', 'drop-after', 'late', 'twice', 'html', 'redirect', 'stall'] as const;

/** What goes wrong with a private request; docstring of `Faults` says how. */
export type Fault = (typeof faultNames)[number];

/**
 * Faults waiting for private requests, first come, first served.
 * drop-before, html, redirect and stall do not execute the request; drop-after and late (3 s) do. twice hands it in two
 * times, as a proxy that tries again does: the answer is that of the second time.
 */
export class Faults {
  #next: Fault | undefined;
  #count = 0;

  set(next: Fault, count: number): void {
    this.#next = next;
    this.#count = count;
  }

  take(): Fault | undefined {
    if (this.#count === 0) return undefined;
    this.#count -= 1;
    return this.#next;
  }
}

/** What a control call may change. */
export interface Controlled {
  setOffset(offsetMs: number): void;
  setFaults(next: Fault, count: number): void;
  setReuse(reuse: boolean): void;
  reset(): void;
}

export interface ControlAnswer {
  readonly status: 200 | 400 | 404;
  readonly body: object;
}

const maxOffsetMs = 10 * 365 * 86_400_000;
const maxFaults = 1_000_000;

/** Does a control call. Takes: name, the path after /practice/; text, the body. Gives: status and JSON body. */
export function answerControl(name: string, text: string, controlled: Controlled): ControlAnswer {
  const call = calls.get(name);
  if (call === undefined) return { status: 404, body: { error: 'There is no such control call.' } };
  try {
    return { status: 200, body: call(text.trim() === '' ? new Map() : readJson(text), controlled) };
  } catch (error) {
    if (error instanceof BadBody) return { status: 400, body: { error: error.message } };
    if (error instanceof Refusal) return { status: 400, body: { error: 'The body must be a JSON object.' } };
    throw error;
  }
}

class BadBody extends Error {}

const calls: ReadonlyMap<string, (params: Params, controlled: Controlled) => object> = new Map([
  ['clock', setClock],
  ['faults', setFaults],
  ['codes', setCodes],
  ['reset', reset],
]);

function setClock(params: Params, controlled: Controlled): object {
  const offsetMs = Number(params.get('offsetMs') ?? Number.NaN);
  if (!Number.isInteger(offsetMs) || Math.abs(offsetMs) > maxOffsetMs) {
    throw new BadBody('"offsetMs" must be a whole number of milliseconds, at most ten years either way.');
  }
  controlled.setOffset(offsetMs);
  return { offsetMs };
}

function setFaults(params: Params, controlled: Controlled): object {
  const next = faultNames.find((name) => name === params.get('next'));
  if (next === undefined) throw new BadBody(`"next" must be one of ${faultNames.join(', ')}.`);
  const count = Number(params.get('count') ?? 1);
  if (!Number.isInteger(count) || count < 0 || count > maxFaults) {
    throw new BadBody('"count" must be a whole number from 0 to 1000000.');
  }
  controlled.setFaults(next, count);
  return { next, count };
}

function setCodes(params: Params, controlled: Controlled): object {
  const reuse = params.get('reuse');
  if (reuse !== 'true' && reuse !== 'false') throw new BadBody('"reuse" must be true or false.');
  controlled.setReuse(reuse === 'true');
  return { reuse: reuse === 'true' };
}

function reset(_params: Params, controlled: Controlled): object {
  controlled.reset();
  return { reset: true };
}
