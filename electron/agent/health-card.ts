import type { HealthItem, Key } from '../../shared/model.ts';
import { placements } from '../exchange/placement.ts';
import { oncePerStep } from './health.ts';
import type { KeyInfo } from './key-info.ts';
import type { Findings } from './probe.ts';
import { type KeyUse, unusedItems } from './used-permissions.ts';

export interface CardInput {
  readonly key: Key;
  readonly findings: Findings;
  /** The exchange's clock minus ours. */
  readonly offsetMs: number;
  readonly nowMs: number;
  /** When this agent's last call of the key before the probe ended; undefined where it made none. */
  readonly lastOwnMs: number | undefined;
  readonly use: KeyUse;
}

const dayMs = 86_400_000;
const soonDays = 14;
const warnOffsetMs = 10_000;
const shownOffsetMs = 2_000;
/** `lastUsed` has whole seconds, and the two clocks differ by what the offset may be wrong. */
const unsureMs = 5_000;

/** What a probe tells a person of a key, the worst first. */
export function healthCard(input: CardInput): HealthItem[] {
  const { findings, key, offsetMs } = input;
  const items = [
    ...(findings.accepted ? [worksItem(key)] : [refusalItem(key, findings)]),
    ...(findings.info === undefined ? [] : infoItems(findings.info, input)),
    ...mobileItems(key, findings),
    clockItem(offsetMs),
    ...reuseItems(findings),
  ];
  const rank = { bad: 0, warn: 1, good: 2 };
  return items.toSorted((a, b) => rank[a.level] - rank[b.level]);
}

const worksItem = ({ twoFactor, exchange }: Key): HealthItem => {
  if (placements.get(exchange)?.endpoints !== 'every private one')
    return { id: 'works', level: 'good', text: 'The exchange accepts this key.' };
  const how = { none: 'without 2FA', totp: 'with its one-time code', password: 'with its password' }[twoFactor.kind];
  return { id: 'works', level: 'good', text: `The exchange accepts this key ${how}.` };
};

/** Says *likely* where the exchange's words leave more than one cause. */
function refusalItem({ twoFactor }: Key, { detected, refusal }: Findings): HealthItem {
  const isConfigured = twoFactor.kind !== 'none';
  const bad = (id: string, text: string): HealthItem => ({ id, level: 'bad', text });
  if (detected === 'off') {
    return bad(
      'second-factor-off',
      'Turn 2FA on for this key at the exchange, or take the second factor out here ("keybearer key rotate"): the exchange takes the key without a code and refuses it with one.',
    );
  }
  if (detected === 'on' && isConfigured) {
    return bad(
      'code-refused',
      'Copy the set-up key again: the exchange refuses this code, and the key without one. The secret is likely that of another account or key; or the private key is wrong.',
    );
  }
  if (detected === 'on') {
    return bad(
      'code-missing',
      'Add the second factor of this key ("keybearer import", or "keybearer key rotate"): the exchange refuses it without a code. Likely its 2FA is on; or the private key is wrong.',
    );
  }
  if (refusal?.code === 'NONCE_REJECTED') {
    return bad(
      'used-elsewhere',
      'Find the other program that uses this key: it has used a higher nonce than this agent.',
    );
  }
  if (refusal?.code === 'EXCHANGE_LOCKED_OUT') {
    return bad('locked-out', 'Wait 15 minutes: the exchange has locked this key after too many refusals.');
  }
  return bad(
    'refused',
    'Look at the key at the exchange: it refuses it. It may be deleted, expired, or bound to other addresses.',
  );
}

function infoItems(info: KeyInfo, { key, use, nowMs, lastOwnMs, offsetMs }: CardInput): HealthItem[] {
  const mayWithdraw = info.permissions.includes('withdraw-funds');
  const isOpen = info.allowedAddresses.length === 0;
  return [
    mayWithdraw
      ? warn('may-withdraw', 'Take the permission to withdraw from this key: bots rarely need it.')
      : good('no-withdrawal', 'This key may not withdraw.'),
    isOpen
      ? warn('any-address', 'Bind this key to the addresses that you call from: it has no IP allow-list.')
      : good('bound', 'This key is bound to the addresses of its IP allow-list.'),
    ...unusedItems(info.permissions, use, key, nowMs),
    ...expiryItems(info.validUntilMs, nowMs + offsetMs),
    ...(isUsedElsewhere(info, offsetMs, lastOwnMs) ? [elsewhere] : []),
  ];
}

const elsewhere: HealthItem = {
  id: 'used-elsewhere',
  level: 'bad',
  text: 'Somebody else uses this key: the exchange saw a call later than the last one of this agent. If that is not a program of yours, delete the key at the exchange now.',
};

function isUsedElsewhere({ lastUsedMs }: KeyInfo, offsetMs: number, lastOwnMs: number | undefined): boolean {
  return lastOwnMs !== undefined && lastUsedMs > lastOwnMs + offsetMs + unsureMs;
}

function expiryItems(validUntilMs: number, nowMs: number): HealthItem[] {
  if (validUntilMs === 0) return [];
  const days = Math.floor((validUntilMs - nowMs) / dayMs);
  if (days < 0) return [{ id: 'expired', level: 'bad', text: 'Make a new key: this one has expired.' }];
  const text = `This key expires in ${days} ${days === 1 ? 'day' : 'days'}.`;
  return [days < soonDays ? warn('expires-soon', `Make a new key in time. ${text}`) : good('expires', text)];
}

function mobileItems({ usedBy }: Key, { detected }: Findings): HealthItem[] {
  if (detected !== 'on' || !usedBy.includes('kraken-pro-mobile')) return [];
  const text =
    'Turn 2FA off for this key, or make another for the Kraken Pro mobile app: the app does not support API key 2FA and can no longer use this one.';
  return [{ id: 'locks-out-app', level: 'bad', text }];
}

function clockItem(offsetMs: number): HealthItem {
  const seconds = (Math.abs(offsetMs) / 1000).toFixed(1);
  const way = offsetMs > 0 ? 'behind' : 'ahead of';
  if (Math.abs(offsetMs) > warnOffsetMs) {
    return warn(
      'clock',
      `Set this computer's clock: it is ${seconds} s ${way} the exchange's. Codes are made for the exchange's clock all the same.`,
    );
  }
  if (Math.abs(offsetMs) <= shownOffsetMs) return good('clock', "This computer's clock and the exchange's agree.");
  return good('clock', `This computer's clock is ${seconds} s ${way} the exchange's, which is allowed for.`);
}

function reuseItems({ reuse }: Findings): HealthItem[] {
  if (reuse === 'unknown') return [];
  if (reuse === 'once-per-step') return [oncePerStep];
  return [good('reusable', 'The exchange takes a code more than once in its 30 seconds.')];
}

const good = (id: string, text: string): HealthItem => ({ id, level: 'good', text });
const warn = (id: string, text: string): HealthItem => ({ id, level: 'warn', text });
