import { exchangeFacts } from '../../shared/guidance/catalogue.ts';
import { verdictOf } from '../../shared/guidance/verdict.ts';
import { Label, Use } from '../../shared/model.ts';
import type { Check, Fields } from './ask-fields.ts';

/** What each of ccxt's credentials is called at most exchanges, and whether it may be seen. */
const credentials: Readonly<Record<string, readonly [name: string, isShown: boolean]>> = {
  apiKey: ['API key, the public part', true],
  secret: ['Private key', false],
  uid: ['User or account number', true],
  accountId: ['Account id', true],
  login: ['Login', true],
  password: ['Passphrase of the key', false],
  twofa: ['2FA secret that the exchange asks for', false],
  privateKey: ['Private key of the wallet', false],
  walletAddress: ['Address of the wallet', true],
  token: ['Token', false],
};

/** The questions of `key add`; the answers make a key.json. */
export async function askKey(fields: Fields): Promise<Record<string, unknown>> {
  fields.say('Answer, or give up with Ctrl-C; nothing is kept before the end. With < key.json nothing is asked.');
  const exchange = await fields.text('Exchange', { fallback: 'kraken', check: checkExchange });
  const label = await fields.text('A label, by which bots name the key', {
    fallback: `${exchange}-main`,
    check: asLabel,
  });
  const given: Record<string, string> = {};
  for (const name of exchangeFacts(exchange)?.requiredCredentials ?? []) {
    const [title, isShown] = credentials[name] ?? [name, false];
    given[name] = isShown ? await fields.text(title) : await fields.secret(title);
  }
  const usedBy = await askUses(fields, exchange);
  const verdict = verdictOf({ exchange, usedBy });
  fields.say(verdict.reason);
  const isClosed = verdict.id === 'keep-off' || verdict.id === 'unsupported';
  const twoFactor = isClosed ? { kind: 'none' } : await askTwoFactor(fields);
  return { label, exchange, ...given, twoFactor, usedBy };
}

async function askUses(fields: Fields, exchange: string): Promise<string[]> {
  const words = ['bots', ...(exchange === 'kraken' ? ['kraken-pro-mobile'] : []), 'service:NAME', 'unsure'];
  const split = (text: string) =>
    text.split(/[, ]+(?=bots|kraken-pro-mobile|service:|unsure)/).map((use) => use.trim());
  const check: Check = (text) =>
    split(text).every((use) => Use.safeParse(use).success)
      ? undefined
      : `One or several of these: ${words.join(', ')}.`;
  return split(await fields.text(`Who uses it (${words.join(', ')})`, { fallback: 'bots', check }));
}

/** Has the key 2FA at the exchange already? It can be set up later, too. */
async function askTwoFactor(fields: Fields): Promise<Record<string, string>> {
  const kind = await fields.choice('2FA that the exchange has on for it now', ['none', 'app', 'password'], 'none');
  if (kind === 'none') return { kind };
  if (kind === 'password') return { kind, password: await fields.secret('The 2FA password') };
  const text = await fields.secret('The set-up key, or its otpauth:// address');
  return text.startsWith('otpauth:') ? { kind: 'totp', uri: text } : { kind: 'totp', secret: text };
}

const checkExchange: Check = (text) =>
  exchangeFacts(text) === undefined
    ? `There is no exchange "${text}". Exchanges go by ccxt's names: "keybearer guide" lists them.`
    : undefined;

const asLabel: Check = (text) =>
  Label.safeParse(text).success ? undefined : 'Use a-z, 0-9, ".", "_" and "-", 63 at most.';
