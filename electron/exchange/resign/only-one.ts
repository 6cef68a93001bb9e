import { AppError } from '../../../shared/errors.ts';
import { reasonOf, refusal } from './refuse.ts';

/** Throws: RESIGN_REFUSED where none succeeds, with the reason that says most, or where several do. */
export function theOnlyOne<T>(attempts: readonly (() => T)[]): T {
  const done: T[] = [];
  let refused = refusal('no-endpoint');
  for (const attempt of attempts) {
    try {
      done.push(attempt());
    } catch (fault) {
      if (!(fault instanceof AppError) || fault.code !== 'RESIGN_REFUSED') throw fault;
      if (reasonOf(fault) !== 'no-endpoint') refused = fault;
    }
  }
  const [first, ...others] = done;
  if (first === undefined) throw refused;
  if (others.length > 0) throw refusal('several-endpoints');
  return first;
}
