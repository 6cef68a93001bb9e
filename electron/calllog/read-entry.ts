/** Reads entries back. By hand and not by schemas: the log's threads start in half the time, and checks run over millions. */
import { permissions } from '../../shared/permissions.ts';
import type { CallEntry, Entry } from './record.ts';

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isNumber: Check = (value) => typeof value === 'number';
const isWhole: Check = (value) => Number.isSafeInteger(value);
const oneOf =
  (...names: readonly unknown[]): Check =>
  (value) =>
    names.includes(value);
const maybe =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const members =
  (shape: Shape): Check =>
  (value) =>
    fits(value, shape);

type Shape = Readonly<Record<string, Check>>;

const isPermission: Check = oneOf(...permissions);
const isSent: Check = oneOf('no', 'yes', 'unknown');
const stamp: Shape = { call: isText, at: isNumber, mono: isNumber };
const about: Shape = {
  endpoint: maybe(isText),
  permission: maybe(isPermission),
  symbol: maybe(isText),
  side: maybe(isText),
  amount: maybe(isText),
  price: maybe(isText),
  notional: maybe(members({ amount: isText, currency: isText })),
  clientOrderId: maybe(isText),
};
const timing: Check = maybe(orNull(isNumber));
const timings: Check = maybe(
  members({
    policy: timing,
    approval: timing,
    budget: timing,
    codeWait: timing,
    sign: timing,
    network: timing,
    total: timing,
  }),
);

const shapes: Readonly<Record<Entry['kind'], Shape>> = {
  begin: {
    ...stamp,
    ...about,
    bot: orNull(members({ id: isText, name: isText })),
    key: orNull(members({ id: isText, label: isText })),
    exchange: orNull(isText),
    method: orNull(isText),
  },
  intent: {
    ...stamp,
    ...about,
    n: isWhole,
    endpoint: isText,
    permission: isPermission,
    verdict: oneOf('allowed', 'asked'),
    orders: maybe((value) => Array.isArray(value) && value.every(isText)),
    changes: maybe(isText),
  },
  outcome: {
    ...stamp,
    n: isWhole,
    status: oneOf('ok', 'failed', 'unknown', 'interrupted'),
    sent: isSent,
    code: maybe(isText),
    exchangeError: maybe(isText),
    otp: oneOf(true, false),
    timings,
    bytes: maybe(members({ out: isWhole, in: isWhole })),
  },
  end: {
    ...stamp,
    ...about,
    status: oneOf('ok', 'denied', 'failed', 'unknown', 'interrupted'),
    verdict: maybe(oneOf('allowed', 'denied', 'asked')),
    sent: maybe(isSent),
    code: maybe(isText),
    exchangeError: maybe(isText),
    timings,
  },
  epoch: { at: isNumber, mono: isNumber, vault: isText, epoch: isWhole, key: isText },
};

/** The entry that a row of `entries` holds; undefined where it is none of ours. */
export function readEntry(body: unknown): Entry | undefined {
  const value = parse(body);
  if (typeof value !== 'object' || value === null) return undefined;
  const kind: unknown = Reflect.get(value, 'kind');
  if (typeof kind !== 'string' || !isKind(kind) || !fits(value, shapes[kind])) return undefined;
  return value as Entry;
}

/** The entry of a call that a row holds; undefined where it is none. */
export function readCallEntry(body: unknown): CallEntry | undefined {
  const entry = readEntry(body);
  return entry?.kind === 'epoch' ? undefined : entry;
}

const isKind = (kind: string): kind is Entry['kind'] => Object.hasOwn(shapes, kind);

function fits(value: unknown, shape: Shape): boolean {
  if (typeof value !== 'object' || value === null) return false;
  for (const name in shape) {
    if (shape[name]?.(Reflect.get(value, name)) !== true) return false;
  }
  return true;
}

function parse(body: unknown): unknown {
  if (typeof body !== 'string') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
