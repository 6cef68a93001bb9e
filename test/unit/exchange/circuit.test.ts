import { describe, expect, it } from 'vitest';
import { Circuit } from '../../../electron/exchange/circuit.ts';
import { AppError } from '../../../shared/errors.ts';

/** How long the key still rests; 0 where it may be used. */
function restMs(circuit: Circuit, nowMs: number): number {
  try {
    circuit.check(nowMs);
    return 0;
  } catch (fault) {
    if (!(fault instanceof AppError) || fault.code !== 'CIRCUIT_OPEN') throw fault;
    expect(fault.retryable).toBe(true);
    return fault.details.retryAfterMs ?? Number.NaN;
  }
}

describe('the circuit of a key', () => {
  it('opens for 60 s at the third refusal in a row', () => {
    const circuit = new Circuit();
    circuit.refused(0);
    circuit.refused(0);
    expect(restMs(circuit, 0)).toBe(0);
    circuit.refused(0);
    expect([restMs(circuit, 0), restMs(circuit, 59_999), restMs(circuit, 60_000)]).toEqual([60_000, 1, 0]);
  });

  it('rests twice as long after each refusal that follows, an hour at most', () => {
    const circuit = new Circuit();
    circuit.refused(0);
    circuit.refused(0);
    let nowMs = 0;
    const rests = Array.from({ length: 8 }, () => {
      circuit.refused(nowMs);
      const rest = restMs(circuit, nowMs);
      nowMs += rest;
      return rest / 60_000;
    });
    expect(rests).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  });

  it('is closed by a success, and begins to count anew', () => {
    const circuit = new Circuit();
    for (let n = 0; n < 4; n += 1) circuit.refused(0);
    circuit.succeeded();
    expect(restMs(circuit, 0)).toBe(0);
    circuit.refused(0);
    circuit.refused(0);
    expect(restMs(circuit, 0)).toBe(0);
    circuit.refused(0);
    expect(restMs(circuit, 0)).toBe(60_000);
  });
});
