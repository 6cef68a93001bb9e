import type { KeyInput } from '../../shared/control-views.ts';
import { AppError } from '../../shared/errors.ts';
import { type ExchangeFacts, exchangeFacts } from '../../shared/guidance/catalogue.ts';
import { exchangeName } from '../../shared/guidance/exchange-name.ts';
import type { Key } from '../../shared/model.ts';
import { isoTime } from '../base/clock.ts';
import type { Secret } from '../base/secret.ts';
import { parseEndpoint } from '../exchange/endpoint-override.ts';
import { isHostOfExchange } from '../exchange/hosts.ts';
import { readTwoFactor } from '../otp/read-two-factor.ts';
import type { Credential } from './inventory.ts';
import type { KeyService } from './ports.ts';

/** ccxt's names of the credentials that an exchange may ask for. */
export const credentialNames = [
  'apiKey',
  'secret',
  'uid',
  'accountId',
  'login',
  'password',
  'twofa',
  'privateKey',
  'walletAddress',
  'token',
] as const;

type Credentials = Pick<KeyInput, (typeof credentialNames)[number]>;

type KeyWithoutFactor = Omit<Key, 'twoFactor'>;

type NewKey = Parameters<KeyService['add']>[0];

export async function readKey(input: NewKey, id: string, added: string): Promise<KeyWithoutFactor> {
  const { label, title, exchange, usedBy, tier } = input;
  const facts = exchangeFacts(exchange);
  if (facts === undefined)
    throw new AppError('INPUT_INVALID', {
      detail: `There is no exchange "${exchange}". Exchanges go by ccxt's names, like "kraken".`,
    });
  checkCredentials(input, facts);
  return {
    id,
    label,
    title,
    exchange,
    usedBy: [...new Set(usedBy)],
    tier,
    ...(await readEndpoint(input)),
    added,
    codes: 'unknown',
    credential: null,
    deadMan: false,
    tested: null,
    findings: [],
  };
}

/** Throws: INPUT_INVALID where a service confirmed on a day that has not come. A day may have begun elsewhere. */
export function checkUses(exchange: string, usedBy: readonly string[], nowMs: number): void {
  if (usedBy.includes('kraken-pro-mobile') && exchange !== 'kraken') {
    throw new AppError('INPUT_INVALID', { detail: 'Only a key of Kraken can be used by the Kraken Pro mobile app.' });
  }
  const latest = isoTime(nowMs + 86_400_000).slice(0, 10);
  const early = usedBy.find((use) => (use.split(':confirmed:')[1] ?? '') > latest);
  if (early !== undefined)
    throw new AppError('INPUT_INVALID', { detail: `"${early}" was confirmed on a day that has not come yet.` });
}

export function checkCredentials(input: Credentials & Pick<KeyInput, 'exchange'>, facts: ExchangeFacts): void {
  const missing = credentialNames.filter(
    (name) => facts.requiredCredentials.includes(name) && input[name] === undefined,
  );
  if (missing.length > 0)
    throw new AppError('INPUT_INVALID', { detail: `A key of ${facts.title} also needs: ${missing.join(', ')}.` });
  const { secret } = input;
  // ccxt would fail on each call with a message that names no cause. Source: Kraken's API reference, "Authentication".
  if (input.exchange === 'kraken' && secret !== undefined && !isBase64(secret)) {
    throw new AppError('INPUT_INVALID', { detail: 'The private key is not base64. Copy it again from Kraken, whole.' });
  }
}

/** Whole and padded: ccxt takes no other. */
export const isBase64 = (text: string): boolean => text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);

async function readEndpoint({
  endpoint,
  exchange,
  confirmEndpoint,
}: NewKey): Promise<Pick<Key, 'endpoint' | 'isForeign'>> {
  if (endpoint === undefined) return { endpoint: null, isForeign: false };
  const { origin, isLoopback } = parseEndpoint(endpoint);
  const isForeign = !isLoopback && !(await isHostOfExchange(exchange, origin));
  if (!isForeign || confirmEndpoint === true) return { endpoint: origin, isForeign };
  throw new AppError('CONFIRMATION_NEEDED', {
    detail: `${origin} is neither on this machine nor ${exchangeName(exchange)}'s own address. Every request of this key, signed and with its code, would go there.`,
  });
}

export interface NewCredential {
  readonly twoFactor: Key['twoFactor'];
  readonly credential: Credential;
  readonly warnings: readonly string[];
}

export function readCredential(input: Credentials & Pick<KeyInput, 'twoFactor'>): NewCredential {
  const { twoFactor, secret, warnings } = readTwoFactor(input.twoFactor);
  const given = credentialNames.flatMap((name) => {
    const value = input[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  try {
    const credentials = Object.fromEntries(given);
    return { twoFactor, credential: { credentials, second: secondOf(twoFactor, secret) }, warnings };
  } finally {
    secret?.wipe();
  }
}

function secondOf(twoFactor: Key['twoFactor'], secret: Secret | undefined): Credential['second'] {
  if (twoFactor.kind === 'none' || secret === undefined) return { kind: 'none' };
  if (twoFactor.kind === 'password') return { kind: 'password', password: secret.useText((text) => text) };
  return { kind: 'totp', seed: secret.use((bytes) => bytes.toString('base64')) };
}
