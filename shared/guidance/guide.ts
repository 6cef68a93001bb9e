/** What two-factor authentication the API keys of an exchange can have, and how to set it up. Pure: read from the catalogue. */
import { catalogue, type ExchangeFacts, exchangeFacts, type Scope } from './catalogue.ts';
import { codeSupport } from './code-support.ts';
import { exchangeName } from './exchange-name.ts';
import { krakenSetUp, krakenWarnings, type SetUpStep } from './kraken-set-up.ts';
import { krakenSource } from './verdict.ts';

export interface GuideEntry {
  /** ccxt's id. */
  readonly exchange: string;
  readonly scope: Scope;
  readonly kinds: readonly string[];
  readonly carrier: 'body' | 'query' | 'header' | null;
  /** What carries the code, in the exchange's words. */
  readonly name: string | null;
}

export interface Guide extends GuideEntry {
  /** One sentence: what a code does there. */
  readonly summary: string;
  readonly steps: readonly SetUpStep[];
  readonly warnings: readonly string[];
  /** Where it is known from, with the day on which that was read. */
  readonly sources: readonly string[];
}

export const guideList = (): readonly GuideEntry[] => catalogue.exchanges.map(entryOf);

/** Takes: ccxt's id, or a name that is written like it. Gives: undefined for an exchange that the catalogue lacks. */
export function guideOf(exchange: string): Guide | undefined {
  const facts = exchangeFacts(plain(exchange));
  if (facts === undefined) return undefined;
  const isKraken = facts.exchangeId === 'kraken';
  return {
    ...entryOf(facts),
    summary: summaryOf(facts),
    steps: isKraken ? krakenSetUp : stepsOf(facts),
    warnings: isKraken ? krakenWarnings : warningsOf(facts),
    sources: isKraken ? [krakenSource, ...sourcesOf(facts).filter(isOther)] : sourcesOf(facts),
  };
}

/** Ids are letters and figures only, while people write "Kraken Futures" and "Crypto.com". */
const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

const sourcesOf = ({ source }: ExchangeFacts): string[] =>
  source.split('; ').map((one) => `${one}, ${one.endsWith('not looked up') ? 'as of' : 'read'} ${catalogue.read}`);

/** The catalogue names Kraken's article by its address alone. */
const isOther = (source: string): boolean => !krakenSource.includes(source.split(', ')[0] ?? source);

const entryOf = ({ exchangeId, scope, kinds, carrier, name }: ExchangeFacts): GuideEntry => ({
  ...{ exchange: exchangeId, scope, kinds, carrier, name },
});

/** The ids of the catalogue that a mistyped one may mean, the nearest first; three at most. */
export function nearestExchanges(text: string): readonly string[] {
  const wanted = plain(text);
  const rated = catalogue.exchanges.map(({ exchangeId }) => ({ exchangeId, distance: distanceOf(wanted, exchangeId) }));
  const isNear = ({ exchangeId, distance }: (typeof rated)[number]): boolean =>
    (distance <= 2 && distance * 3 <= wanted.length) || (wanted.length >= 3 && exchangeId.startsWith(wanted));
  return rated
    .filter(isNear)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ exchangeId }) => exchangeId);
}

/** Source: the Levenshtein distance, row by row. */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [i, letter] of [...a.slice(0, 40)].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

const isOutOfBand = (kind: string): boolean => kind.startsWith('out-of-band');

function summaryOf({ scope, exchangeId, kinds }: ExchangeFacts): string {
  const name = exchangeName(exchangeId);
  if (scope === 'withdrawal' && kinds.every(isOutOfBand))
    return `There is nothing to turn on: where a withdrawal from ${name} must be confirmed, that happens outside the API; reading and trading take no code.`;
  return summaries[scope](name);
}

const summaries: Readonly<Record<Scope, (name: string) => string>> = {
  'every-private-call': (name) =>
    `Turn 2FA on for the keys of your bots: on ${name} a key can have 2FA of its own, and then every private call needs the code. Keybearer adds it.`,
  'sign-in': (name) =>
    `There is nothing to turn on: ${name} wants a one-time code at sign-in, and reading and trading with an API key take none.`,
  withdrawal: (name) =>
    `There is nothing to turn on: ${name} wants a one-time code for withdrawals, and reading and trading take none.`,
  none: (name) => `There is nothing to turn on: calls to ${name} take no one-time code, as far as is known.`,
  unknown: (name) => `Find out before you rely on it: whether API keys of ${name} can have 2FA is not known to us.`,
};

const fewRights: SetUpStep = {
  id: 'few-rights',
  atExchange: 'Give the key the permissions that your bots need and no others; leave withdrawals off.',
};
const bindAddresses: SetUpStep = {
  id: 'bind-addresses',
  atExchange: 'Bind the key to the addresses that you call from, where the exchange offers an IP allow-list.',
};
/** Who signs with a wallet has no key whose rights could be cut. */
const ownWallet: SetUpStep = {
  id: 'own-wallet',
  atExchange:
    'Use a wallet, or a sub-key of one, that only your bots have, and keep no more in it than they need: whoever signs with it may do all that it may.',
};
const presets: SetUpStep = {
  id: 'presets',
  here: 'Give each bot the preset "watch" or "trade" in its bot.json: neither lets it withdraw.',
};

function stepsOf(facts: ExchangeFacts): SetUpStep[] {
  const protection = signsWithWallet(facts) ? [ownWallet, presets] : [fewRights, bindAddresses, presets];
  if (facts.scope === 'unknown') return [...howToFindOut, ...protection];
  const support = codeSupport[facts.exchangeId];
  if (support === undefined) return protection;
  const how = support === 'tested' ? 'tested against a copy of its documents, not the exchange itself' : 'unverified';
  const here = `If bots are to withdraw all the same, give the key the account's set-up key as second factor. Keybearer adds the code by itself (${how}).`;
  return [...protection, { id: 'withdrawal-code', here }];
}

const signsWithWallet = ({ requiredCredentials }: ExchangeFacts): boolean => !requiredCredentials.some(isOfApiKey);
const isOfApiKey = (credential: string): boolean => credential === 'apiKey' || credential === 'secret';

const howToFindOut: readonly SetUpStep[] = [
  { id: 'look', atExchange: 'Look at the security settings and at the page of the API keys for a switch of 2FA.' },
  { id: 'ask', atExchange: 'Ask the support whether an API key can need a one-time code, and in which parameter.' },
];

function warningsOf({ note, scope, exchangeId, kinds }: ExchangeFacts): string[] {
  const byOthers = kinds.some((kind) => kind === 'sms' || isOutOfBand(kind));
  const byApp = kinds.includes('totp') && codeSupport[exchangeId] === undefined;
  return [
    ...(note === '' ? [] : [note]),
    ...(byOthers
      ? ['A code that comes by SMS or mail, or is confirmed on a phone, cannot be made by any program.']
      : []),
    ...(byApp ? ['Withdraw by hand: Keybearer does not add the code that a withdrawal wants there.'] : []),
    ...(scope === 'unknown' ? ['That nothing is known is no sign that there is nothing.'] : []),
  ];
}
