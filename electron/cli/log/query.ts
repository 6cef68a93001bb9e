/** What the filters of the command line ask of the log. */
import type { CallStatus } from '../../../shared/model.ts';
import { type OptionName, type Options, UsageError } from '../options.ts';
import { sinceOf } from '../since.ts';

const statuses: Readonly<Record<CallStatus, true>> = {
  ok: true,
  denied: true,
  failed: true,
  unknown: true,
  interrupted: true,
  pending: true,
};
const texts = ['bot', 'key', 'method', 'exchange', 'symbol', 'error', 'text'] as const satisfies readonly OptionName[];

/** Throws: UsageError. */
export function filterOf(options: Options, nowMs: number): Record<string, unknown> {
  const status = options.text('status');
  if (status !== undefined && !Object.hasOwn(statuses, status))
    throw new UsageError(`--status takes one of ${Object.keys(statuses).join(', ')}.`);
  const given = {
    ...Object.fromEntries(texts.map((name) => [name, options.text(name)])),
    status,
    since: sinceOf(options.text('since'), nowMs),
    slowerThanMs: options.whole('slower-than', 0, Number.MAX_SAFE_INTEGER),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
