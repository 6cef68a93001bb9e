import { catalogue, type ExchangeFacts, type Scope } from '../../../shared/guidance/catalogue.ts';
import { guideOf } from '../../../shared/guidance/guide.ts';
import { anchorOf, cell, madeFrom, table } from './markdown.ts';

const scopes: readonly Scope[] = ['every-private-call', 'sign-in', 'withdrawal', 'unknown', 'none'];
/** As the window groups them; a test holds them against its strings. */
export const headings: Readonly<Record<Scope, string>> = {
  'every-private-call': 'Every private call',
  'sign-in': 'Sign-in only',
  withdrawal: 'Withdrawals only',
  unknown: 'Not known',
  none: 'No code',
};

/** What is known of each exchange of the catalogue, grouped as the window groups them. */
export function exchangesPage(): string {
  const of = (scope: Scope) => catalogue.exchanges.filter((facts) => facts.scope === scope);
  const counts = scopes.map((scope) => [
    `[${headings[scope]}](#${anchorOf(headings[scope])})`,
    String(of(scope).length),
  ]);
  const parts = scopes.map((scope) => `## ${headings[scope]}\n\n${leads[scope]}\n\n${tableOf(of(scope))}`);
  return `${madeFrom('shared/guidance/catalogue.json')}# The exchanges\n\n${intro}\n${table(['a code is asked for', 'exchanges'], counts)}\n${parts.join('\n')}`;
}

const intro = `What is known of two-factor authentication (2FA) for the API keys of the ${catalogue.exchanges.length} exchanges of ccxt ${catalogue.ccxtVersion}. The
sources were read on ${catalogue.read}. \`keybearer guide EXCHANGE\` and the page *Exchanges* of the window say the same, with
what to do. Kraken has [a page of its own](two-factor.md).
`;

const leads: Readonly<Record<Scope, string>> = {
  'every-private-call':
    'An API key can have 2FA of its own, and then every private call carries the code. [Set it up](two-factor.md).',
  'sign-in': 'A code is asked for where one signs in; calls that an API key signs take none.',
  withdrawal:
    'Reading and trading take no code; letting money leave does. Bots without `funds.withdraw` never need one. *Tested* means: against a fake that was made after the documents of the exchange, not against the exchange itself.',
  unknown:
    'Neither a code nor its absence was found. That nothing is known is no sign that there is nothing: look at the security settings of the exchange, or ask its support.',
  none: 'Nothing in the sources asks for a code. Protect such a key by few permissions, and by an IP allow-list where there is one.',
};

function tableOf(list: readonly ExchangeFacts[]): string {
  const hasCode = list.some(({ name }) => name !== null);
  const titles = ['exchange', ...(hasCode ? ['where the code goes', 'kinds'] : []), 'good to know', 'source'];
  const rows = list.map((facts) => [
    `**${cell(facts.title)}** (\`${facts.exchangeId}\`)`,
    ...(hasCode ? [carrierOf(facts), facts.kinds.join(', ') || '-'] : []),
    cell(warningsOf(facts)),
    sourceOf(facts),
  ]);
  return table(titles, rows);
}

const carrierOf = ({ carrier, name }: ExchangeFacts): string =>
  carrier === null
    ? '-'
    : `${name === null ? 'a parameter that is not known' : `\`${cell(name)}\``} in ${carrier === 'header' ? 'a' : 'the'} ${carrier}`;

/** As `guide` says it; what the lead of the table has said already is left out, and Kraken's stand on its own page. */
function warningsOf({ exchangeId }: ExchangeFacts): string {
  if (exchangeId === 'kraken') return 'See its own page.';
  const said = guideOf(exchangeId);
  const steps =
    said?.steps.flatMap(({ id, here }) => (id === 'withdrawal-code' && here !== undefined ? [here] : [])) ?? [];
  const warnings = said?.warnings.filter((text) => !text.startsWith('That nothing is known')) ?? [];
  return [...warnings, ...steps].join(' ') || '-';
}

const sourceOf = ({ source }: ExchangeFacts): string =>
  source.replaceAll('|', '\\|').replaceAll(/https:\/\/[^\s;()]+/g, (url) => `<${url}>`);
