import { createHmac, type KeyObject } from 'node:crypto';
import { readBase32, writeBase32 } from './code.ts';
import { readSecret } from './signature.ts';

/** What a key may do, as Kraken's GetApiKeyInfo lists it. Source: docs.kraken.com/api-reference/account-data/get-api-key-info */
export type Permission =
  | 'query-funds'
  | 'add-funds'
  | 'withdraw-funds'
  | 'query-open-trades'
  | 'query-closed-trades'
  | 'modify-trades'
  | 'close-trades'
  | 'query-ledger'
  | 'create-ws-token';

export type Tier = 'starter' | 'intermediate' | 'pro' | 'unlimited';

export type PracticeTwoFactor =
  | { readonly kind: 'none' }
  | { readonly kind: 'totp'; readonly secret: string }
  | { readonly kind: 'password'; readonly password: string };

/** A key ready for `key add`: the `key.json` of design/cli.md. */
export interface PracticeKey {
  readonly label: string;
  readonly title: string;
  readonly exchange: 'kraken';
  readonly apiKey: string;
  readonly secret: string;
  readonly twoFactor: PracticeTwoFactor;
  readonly usedBy: readonly string[];
  readonly tier: Tier;
  readonly endpoint: string;
}

/** The exchange's own view of a key, its secrets decoded once. */
export interface HeldKey {
  readonly label: string;
  readonly apiKey: string;
  readonly secret: KeyObject;
  readonly totp: Uint8Array | undefined;
  readonly password: string | undefined;
  readonly permissions: ReadonlySet<Permission>;
  readonly tier: Tier;
  /** 0 where it never expires. */
  readonly validUntilSec: number;
}

interface Sort {
  readonly label: string;
  readonly title: string;
  readonly twoFactor: PracticeTwoFactor['kind'];
  readonly usedBy: string;
  readonly tier: Tier;
}

const sorts: readonly Sort[] = [
  { label: 'practice-totp', title: 'Practice, with an app', twoFactor: 'totp', usedBy: 'bots', tier: 'pro' },
  { label: 'practice-password', title: 'Practice, fixed word', twoFactor: 'password', usedBy: 'bots', tier: 'pro' },
  { label: 'practice-none', title: 'Practice, no 2FA', twoFactor: 'none', usedBy: 'bots', tier: 'pro' },
  { label: 'practice-mobile', title: 'Practice, phone', twoFactor: 'none', usedBy: 'kraken-pro-mobile', tier: 'pro' },
  { label: 'practice-restricted', title: 'Practice, reads only', twoFactor: 'totp', usedBy: 'bots', tier: 'starter' },
  { label: 'practice-unlimited', title: 'Practice, no budget', twoFactor: 'totp', usedBy: 'bots', tier: 'unlimited' },
  { label: 'practice-expiring', title: 'Practice, soon over', twoFactor: 'totp', usedBy: 'bots', tier: 'starter' },
];
const reading: readonly Permission[] = ['query-funds', 'query-open-trades', 'query-closed-trades', 'query-ledger'];
const trading: readonly Permission[] = [...reading, 'modify-trades', 'close-trades', 'create-ws-token'];
const funding: readonly Permission[] = [...trading, 'add-funds', 'withdraw-funds'];
const readers: readonly string[] = ['practice-restricted'];
// What most bots need, and no more.
const traders: readonly string[] = ['practice-mobile', 'practice-expiring'];
const expiringDays = 7;

/**
 * The keys of a practice exchange, the same for the same seed.
 * Takes: extraKeys further keys of tier `unlimited`, named practice-extra-1 and on.
 */
export function practiceKeys(seed: string, endpoint: string, extraKeys: number): readonly PracticeKey[] {
  const extra = Array.from({ length: extraKeys }, (_, index): Sort => {
    const name = `extra ${index + 1}`;
    const label = `practice-extra-${index + 1}`;
    return { label, title: `Practice, ${name}`, twoFactor: 'totp', usedBy: 'bots', tier: 'unlimited' };
  });
  return [...sorts, ...extra].map((sort) => makeKey(seed, endpoint, sort));
}

export function holdKey(key: PracticeKey, startMs: number): HeldKey {
  const second = key.twoFactor;
  const isExpiring = key.label === 'practice-expiring';
  return {
    label: key.label,
    apiKey: key.apiKey,
    secret: readSecret(key.secret),
    totp: second.kind === 'totp' ? readBase32(second.secret) : undefined,
    password: second.kind === 'password' ? second.password : undefined,
    permissions: new Set(permissionsOf(key.label)),
    tier: key.tier,
    validUntilSec: isExpiring ? Math.floor(startMs / 1000) + expiringDays * 86_400 : 0,
  };
}

function permissionsOf(label: string): readonly Permission[] {
  if (readers.includes(label)) return reading;
  return traders.includes(label) ? trading : funding;
}

function makeKey(seed: string, endpoint: string, sort: Sort): PracticeKey {
  const bytes = (use: string): Buffer => createHmac('sha512', seed).update(`${sort.label}:${use}`).digest();
  return {
    label: sort.label,
    title: sort.title,
    exchange: 'kraken',
    // As long as Kraken's, and marked, so that nobody takes it for a real one.
    apiKey: `PRACTICE${bytes('key').subarray(0, 36).toString('base64')}`,
    secret: bytes('secret').toString('base64'),
    twoFactor: makeTwoFactor(sort.twoFactor, bytes('two-factor')),
    usedBy: [sort.usedBy],
    tier: sort.tier,
    endpoint,
  };
}

function makeTwoFactor(kind: PracticeTwoFactor['kind'], bytes: Buffer): PracticeTwoFactor {
  if (kind === 'totp') return { kind, secret: writeBase32(bytes.subarray(0, 20)) };
  if (kind === 'password') return { kind, password: `practice-${bytes.subarray(0, 9).toString('base64url')}` };
  return { kind };
}
