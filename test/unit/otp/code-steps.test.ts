import { beforeEach, describe, expect, it } from 'vitest';
import { CodeSteps } from '../../../electron/otp/code-steps.ts';
import type { CodeSchedule } from '../../../shared/model.ts';

const hourMs = 3_600_000;
let learned: CodeSchedule[];
beforeEach(() => {
  learned = [];
});
const stepsOf = (schedule: CodeSchedule) => new CodeSteps(schedule, (what) => learned.push(what));

describe('the steps whose codes may be sent', () => {
  it.each(['reusable', 'unknown'] as const)('are all where the schedule is %s', (schedule) => {
    const steps = stepsOf(schedule);
    steps.use(7);
    expect(steps.firstFree(7)).toBe(Number.NEGATIVE_INFINITY);
  });

  it('are those after the last used one, where a code works once', () => {
    const steps = stepsOf('once-per-step');
    // What was sent before the start is not known.
    expect(steps.firstFree(7)).toBe(8);
    // The wait for it must end.
    expect(steps.firstFree(8)).toBe(8);
    steps.use(8);
    expect(steps.firstFree(8)).toBe(9);
    steps.use(5);
    expect(steps.firstFree(8)).toBe(9);
    expect(steps.firstFree(20)).toBe(9);
  });
});

describe('that a code works once', () => {
  /** A second request in a step is refused, and the next one in a later step is taken. */
  const proof = (steps: CodeSteps, step: number, nowMs: number) => {
    steps.accepted(step, nowMs);
    steps.refused(step);
    steps.accepted(step + 1, nowMs + 30_000);
  };

  it('is learned from three proofs within a day, and told once', () => {
    const steps = stepsOf('unknown');
    for (const [index, hours] of [0, 5, 10].entries()) {
      expect(steps.schedule).toBe('unknown');
      proof(steps, index * 10, hours * hourMs);
    }
    expect(steps.schedule).toBe('once-per-step');
    proof(steps, 100, 11 * hourMs);
    expect(learned).toEqual(['once-per-step']);
  });

  it('is not learned from three proofs in more than a day', () => {
    const steps = stepsOf('unknown');
    for (const [index, hours] of [0, 13, 26].entries()) proof(steps, index * 10, hours * hourMs);
    expect([steps.schedule, learned]).toEqual(['unknown', []]);
  });

  it('is not learned from refusals of the first code in a step, or without a success in a later step', () => {
    const steps = stepsOf('unknown');
    for (let step = 0; step < 100; step += 10) {
      steps.refused(step);
      steps.accepted(step + 1, step);
      steps.refused(step + 1);
      steps.refused(step + 2);
      steps.accepted(step + 3, step);
    }
    expect(learned).toEqual([]);
  });

  it('is disproved by two that were taken in one step', () => {
    const steps = stepsOf('unknown');
    proof(steps, 0, 0);
    proof(steps, 10, 1);
    steps.accepted(20, 2);
    steps.accepted(20, 3);
    proof(steps, 30, 4);
    expect(learned).toEqual([]);
  });

  it('is not learned against what the probe or the user said', () => {
    const steps = stepsOf('reusable');
    for (let step = 0; step < 100; step += 10) proof(steps, step, step);
    expect([steps.schedule, learned]).toEqual(['reusable', []]);
    steps.set('unknown');
    proof(steps, 200, 0);
    proof(steps, 210, 0);
    expect(learned).toEqual([]);
    proof(steps, 220, 0);
    expect(learned).toEqual(['once-per-step']);
  });
});
