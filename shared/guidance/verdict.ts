/** May this key have two-factor authentication? A decision table, read from the top. */
import type { Use, Verdict } from '../model.ts';
import { catalogue, type ExchangeFacts, exchangeFacts } from './catalogue.ts';
import { exchangeName } from './exchange-name.ts';

export interface VerdictInput {
  /** ccxt's id. */
  readonly exchange: string;
  readonly usedBy: readonly Use[];
}

/**
 * The verdict on turning two-factor authentication on for a key.
 * Gives: the first row that fits, with its reason, and its source with the date on which that was read.
 * Source: design/two-factor.md, "The verdict".
 */
export function verdictOf({ exchange, usedBy }: VerdictInput): Verdict {
  const facts = exchangeFacts(exchange);
  if (facts === undefined || facts.scope === 'unknown') return unknownVerdict(exchange, facts);
  if (facts.scope !== 'every-private-call') return unsupportedVerdict(facts);
  const source = exchange === 'kraken' ? krakenSource : sourceOf(facts);
  return { ...verdictByUse(exchange, readUses(usedBy)), source };
}

type Ruling = Pick<Verdict, 'id' | 'reason'>;

interface Service {
  readonly name: string;
  /** The day of the confirmation, where there was one. */
  readonly confirmed: string | undefined;
}

interface Uses {
  readonly byMobileApp: boolean;
  readonly byBots: boolean;
  readonly isUnsure: boolean;
  readonly services: readonly Service[];
}

export const krakenSource =
  'Kraken\'s help article "How does two-factor authentication (2FA) for API keys work?", ' +
  'https://support.kraken.com/hc/en-us/articles/360000714526, read 2026-11';

const sourceOf = ({ source }: ExchangeFacts): string =>
  `${source}, ${source.endsWith('not looked up') ? 'as of' : 'read'} ${catalogue.read}`;

function readUses(usedBy: readonly Use[]): Uses {
  const services = usedBy.map(readService).filter((service) => service !== undefined);
  const isKnown = (use: Use): boolean => use === 'bots' || use === 'kraken-pro-mobile' || use.startsWith('service:');
  return {
    byMobileApp: usedBy.includes('kraken-pro-mobile'),
    byBots: usedBy.includes('bots'),
    // Words that nobody knows are as good as not knowing.
    isUnsure: usedBy.some((use) => !isKnown(use)),
    services,
  };
}

function readService(use: Use): Service | undefined {
  const [kind, name, , confirmed] = use.split(':');
  return kind === 'service' && name !== undefined ? { name, confirmed } : undefined;
}

function verdictByUse(exchange: string, uses: Uses): Ruling {
  const { byMobileApp, byBots, isUnsure, services } = uses;
  if (byMobileApp && (byBots || isUnsure || services.length > 0)) return splitKey;
  if (byMobileApp) return keepOff;
  if (isUnsure || (!byBots && services.length === 0)) return askWho;
  const silent = services.filter(({ confirmed }) => confirmed === undefined);
  if (silent.length > 0) return askServices(exchange, silent);
  return services.length > 0 ? mayBeOn(services) : turnOn(exchange);
}

const splitKey: Ruling = {
  id: 'split-key',
  reason:
    'Split this key in two before you turn 2FA on. The Kraken Pro mobile app does not support API key 2FA, so what it uses must stay without. ' +
    'Keep this key for the app, make a second one for everything else, and protect that one.',
};

const keepOff: Ruling = {
  id: 'keep-off',
  reason:
    'Keep 2FA off for this key. The Kraken Pro mobile app does not support API key 2FA; with it on, the app can no longer use this key. ' +
    'Make a separate key for your bots and protect that one.',
};

const askWho: Ruling = {
  id: 'ask-first',
  reason:
    'Find out first who uses this key. Once 2FA is on, every program that cannot send the code is refused on every call, ' +
    'and some cannot. If only your bots use it through Keybearer, say so and turn 2FA on.',
};

function askServices(exchange: string, silent: readonly Service[]): Ruling {
  const names = listOf(silent.map(({ name }) => name));
  return {
    id: 'ask-first',
    reason:
      `Leave 2FA off until ${names} confirmed that API keys of ${exchangeName(exchange)} with 2FA work there. Some services support it and some do not; ` +
      `one that does not is refused on every call. Ask ${silent.length === 1 ? 'it' : 'them'}, and note the answer with its date.`,
  };
}

function mayBeOn(services: readonly Service[]): Ruling {
  const answers = listOf(services.map(({ name, confirmed }) => `${name} on ${confirmed ?? 'an unknown day'}`));
  return {
    id: 'may-be-on',
    reason:
      `You can turn 2FA on for this key. That it works there was confirmed by ${answers}. ` +
      'Test each of them once it is on: one that cannot send the code is refused on every call.',
  };
}

const turnOn = (exchange: string): Ruling => ({
  id: 'turn-on',
  reason:
    `Turn 2FA on for this key, with an authenticator app. Only your bots use it, and Keybearer adds the code to each of their calls; ` +
    `on ${exchangeName(exchange)} the key is then of no use to whoever gets hold of it without the code.`,
});

function unknownVerdict(exchange: string, facts: ExchangeFacts | undefined): Verdict {
  const ask = `Look in the API settings of ${exchangeName(exchange)}, or ask its support, before you rely on it.`;
  return {
    id: 'unknown',
    reason: `${ask} Whether its API keys can have 2FA of their own is not known to us.${facts === undefined ? '' : ` ${facts.note}`}`,
    source: facts === undefined ? `not in the catalogue of ${catalogue.read}` : sourceOf(facts),
  };
}

const roles: Readonly<Record<'none' | 'withdrawal' | 'sign-in', string>> = {
  none: 'calls take no one-time code, as far as is known',
  withdrawal: 'a one-time code plays a role for withdrawals',
  'sign-in': 'a one-time code plays a role at sign-in',
};

function unsupportedVerdict(facts: ExchangeFacts): Verdict {
  const role = facts.scope === 'withdrawal' || facts.scope === 'sign-in' ? roles[facts.scope] : roles.none;
  return {
    id: 'unsupported',
    reason:
      `There is nothing to turn on: API keys of ${exchangeName(facts.exchangeId)} have no 2FA of their own; ${role}. ` +
      `Protect the key with few permissions and an IP allow-list instead. ${facts.note}`,
    source: sourceOf(facts),
  };
}

const listOf = (parts: readonly string[]): string => new Intl.ListFormat('en', { type: 'conjunction' }).format(parts);
