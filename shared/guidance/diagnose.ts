/** What does this error mean? Ranks the causes of a refusal by what is known of the key. */
import type { Cause } from '../errors.ts';
import type { TwoFactorKind, Use } from '../model.ts';
import { type CauseId, causeIds, causes } from './causes.ts';
import { findRefusal, type KrakenRefusal } from './exchange-words.ts';

export interface DiagnoseInput {
  /** The exchange's words, or a longer text that holds them. */
  readonly error: string;
  /** ccxt's id. */
  readonly exchange: string;
  /** The second factor kept here; undefined where the error belongs to no known key. */
  readonly twoFactor: TwoFactorKind | undefined;
  readonly usedBy?: readonly Use[];
  /** The exchange's clock minus ours; left out where it was not measured. */
  readonly clockOffsetMs?: number;
  /** Did the refused call carry a code? Left out where nobody knows. */
  readonly codeSent?: boolean;
  /** Had the exchange taken the same code before, in its step? */
  readonly codeUsedBefore?: boolean;
  /** Has the exchange taken calls of this key as it is configured now? */
  readonly hasWorked?: boolean;
  /** What the last test of the key found: ids of its health card. */
  readonly findings?: readonly string[];
  /** How long a lockout still lasts, in milliseconds; left out where nobody knows. */
  readonly lockedForMs?: number;
}

/**
 * The likely causes of a refusal, the likeliest first; none is certain.
 * Gives: one cause `unknown` for words that it does not know. Source: design/two-factor.md, "The facts".
 */
export function diagnose(input: DiagnoseInput): Cause[] {
  const refusal = input.exchange === 'kraken' ? findRefusal(input.error) : undefined;
  if (refusal === undefined) return [causeOf('unknown', 0.1, input)];
  const weights = withEvidence(weigh[refusal](input), input);
  return causeIds
    .map((id) => causeOf(id, Math.min(weights[id] ?? 0, mostLikely), input))
    .filter(({ likelihood }) => likelihood > 0)
    .sort((a, b) => b.likelihood - a.likelihood);
}

// Kraken uses the same words for different faults, so nothing here may ever read as certain.
const mostLikely = 0.9;

type Weights = Partial<Record<CauseId, number>>;

function causeOf(id: CauseId, likelihood: number, { lockedForMs }: DiagnoseInput): Cause {
  const cause = { id, likelihood: Math.round(likelihood * 100) / 100, ...causes[id] };
  if (id !== 'locked-out' || lockedForMs === undefined) return cause;
  const minutes = Math.max(1, Math.ceil(lockedForMs / 60_000));
  return { ...cause, text: `${cause.text} About ${minutes} ${minutes === 1 ? 'minute is' : 'minutes are'} left.` };
}

/** What the last test found makes its cause the likeliest. */
const provedBy: Readonly<Record<string, CauseId>> = {
  'second-factor-off': 'code-sent-without-2fa',
  'code-missing': 'code-missing',
  'code-refused': 'code-wrong',
  'used-elsewhere': 'other-program',
  expired: 'key-deleted',
};

/** A key that works was not mistyped, and what was mistyped never worked. */
const ifItWorked: Weights = {
  'secret-mistyped': 0.1,
  'key-mistyped': 0.1,
  'code-wrong': 0.4,
  'address-not-allowed': 1.5,
};

/** Takes the weights of a refusal. Gives: the same, with what is known of this key and this call. */
function withEvidence(weights: Weights, { hasWorked, codeUsedBefore, findings = [] }: DiagnoseInput): Weights {
  const proved = findings.map((id) => provedBy[id]);
  const weighed = causeIds.map((id) => {
    const weight = weights[id] ?? 0;
    if (weight > 0 && proved.includes(id)) return [id, mostLikely];
    return [id, hasWorked === true ? weight * (ifItWorked[id] ?? 1) : weight];
  });
  const usedUp = codeUsedBefore === true && (weights['code-wrong'] ?? 0) > 0 ? { 'code-used-up': 0.75 } : {};
  return { ...Object.fromEntries(weighed), ...usedUp };
}

const weigh: Readonly<Record<KrakenRefusal, (input: DiagnoseInput) => Weights>> = {
  'EAPI:Invalid signature': (input) => ({
    'code-missing': byCode(input, { sent: 0, notSent: 0.7, unknown: 0.5 }),
    'code-wrong': byCode(input, { sent: 0.55, notSent: 0, unknown: 0.3 }),
    'clock-off':
      input.twoFactor === 'password' ? 0 : byCode(input, { sent: 1, notSent: 0, unknown: 0.8 }) * driftWeight(input),
    'code-sent-without-2fa': byCode(input, { sent: 0.15, notSent: 0, unknown: 0.05 }),
    'secret-mistyped': 0.4,
    'app-without-2fa-support': appWeight(input),
  }),
  'EAPI:Invalid key': (input) => ({
    'key-deleted': 0.45,
    'key-mistyped': 0.4,
    'code-sent-without-2fa': byCode(input, { sent: 0.5, notSent: 0, unknown: 0.25 }),
    'code-missing': byCode(input, { sent: 0, notSent: 0.35, unknown: 0.2 }),
    'code-wrong': byCode(input, { sent: 0.2, notSent: 0, unknown: 0.1 }),
    'address-not-allowed': 0.15,
  }),
  'EGeneral:Permission denied': (input) => ({
    'permission-lacking': 0.6,
    'code-missing': byCode(input, { sent: 0, notSent: 0.35, unknown: 0.25 }),
    'code-wrong': byCode(input, { sent: 0.25, notSent: 0, unknown: 0.15 }),
    'address-not-allowed': 0.2,
  }),
  'EAPI:Invalid nonce': (input) => ({
    'other-program': isUsedElsewhere(input) ? 0.8 : 0.65,
    'clock-off': 0.8 * driftWeight(input),
    'code-wrong': byCode(input, { sent: 0.1, notSent: 0, unknown: 0.05 }),
  }),
  'EGeneral:Temporary lockout': (input) => ({
    'locked-out': 0.9,
    'code-missing': byCode(input, { sent: 0, notSent: 0.4, unknown: 0.3 }),
    'code-wrong': byCode(input, { sent: 0.35, notSent: 0, unknown: 0.2 }),
    'secret-mistyped': 0.25,
    'other-program': 0.2,
  }),
};

interface ByCode {
  readonly sent: number;
  readonly notSent: number;
  readonly unknown: number;
}

/** What is known of the call itself goes before what the key's set-up lets one expect. */
function byCode({ codeSent, twoFactor }: DiagnoseInput, weights: ByCode): number {
  if (codeSent !== undefined) return codeSent ? weights.sent : weights.notSent;
  if (twoFactor === undefined) return weights.unknown;
  return twoFactor === 'none' ? weights.notSent : weights.sent;
}

// A code lives 30 s: past 10 s of drift it is often wrong, past 30 s always.
function driftWeight({ clockOffsetMs }: DiagnoseInput): number {
  if (clockOffsetMs === undefined) return 0.25;
  const drift = Math.abs(clockOffsetMs);
  if (drift > 30_000) return 0.8;
  if (drift > 10_000) return 0.6;
  return drift > 2_000 ? 0.3 : 0.1;
}

const isUsedElsewhere = ({ usedBy = [] }: DiagnoseInput): boolean => usedBy.some((use) => use !== 'bots');

/** Keybearer sends the code itself, so a call of its own that carried one came from no such app. */
function appWeight(input: DiagnoseInput): number {
  const { usedBy = [], codeSent } = input;
  if (codeSent === true) return 0;
  if (usedBy.includes('kraken-pro-mobile')) return 0.65;
  if (usedBy.some((use) => use.startsWith('service:') && !use.includes(':confirmed:'))) return 0.5;
  if (usedBy.includes('unsure')) return 0.35;
  return usedBy.length === 0 ? 0.25 : 0.05;
}
