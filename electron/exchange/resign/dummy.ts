/** Credentials that sign nothing: of the form that ccxt's adapter needs before it signs at all, with the token in them. */

import { createECDH } from 'node:crypto';

/** ccxt's names of credentials, and options that ccxt keeps a session in. */
export interface Dummy {
  readonly credentials: Readonly<Record<string, string>>;
  readonly options: Readonly<Record<string, unknown>>;
}

/** Exchanges whose requests carry another credential than the API key: there the token stands in its place. */
const tokenField: ReadonlyMap<string, 'secret' | 'uid'> = new Map([
  ['blockchaincom', 'secret'],
  ['mudrex', 'secret'],
  ['cryptomus', 'uid'],
]);

const bytes = (length: number): Buffer => Buffer.alloc(length, 1);
const pem = (label: string, der: Buffer): string =>
  `-----BEGIN ${label}-----\n${der.toString('base64')}\n-----END ${label}-----\n`;
// SEC 1 (RFC 5915) with the curve P-256, and PKCS #8 (RFC 8410) with Ed25519: each around 32 bytes of 0x01.
function ecKey(): string {
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(bytes(32));
  const fields = [
    ['30770201010420', bytes(32)],
    ['a00a06082a8648ce3d030107a144034200', pair.getPublicKey()],
  ] as const;
  return pem('EC PRIVATE KEY', Buffer.concat(fields.flatMap(([head, tail]) => [Buffer.from(head, 'hex'), tail])));
}
const ed25519Key = (): string =>
  pem('PRIVATE KEY', Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), bytes(32)]));
/** 32 bytes in base58, which begins with another alphabet than base64. */
const base58Key = '4vJ9JU1bJJE96FWSJKvHsmmFADCg4gpZQff4P3bkLKi';
const base64Key = (): string => bytes(32).toString('base64');

const secrets: ReadonlyMap<string, () => string> = new Map([
  ['coinbase', ecKey],
  ['modetrade', () => base58Key],
  ['woofipro', () => base58Key],
  // Past 32 characters ccxt takes it for an RSA key.
  ['lbank', () => bytes(24).toString('base64')],
]);

const apiKeys: ReadonlyMap<string, (token: string) => string> = new Map([
  // ccxt's gemini takes only keys of one account, which it knows by this word.
  ['gemini', (token) => `account-${token}`],
]);

/**
 * What the user's bot is told to use as its credentials, and what the agent tries candidates with.
 * Takes: exchange = ccxt's id; token = the bot's.
 */
export function dummyOf(exchange: string, token: string): Dummy {
  const credentials: Record<string, string> = {
    apiKey: apiKeys.get(exchange)?.(token) ?? token,
    secret: (secrets.get(exchange) ?? base64Key)(),
    password: 'dummy',
    uid: '1',
    login: 'dummy',
    accountId: 'dummy',
    privateKey: exchange === 'revolutx' ? ed25519Key() : `0x${bytes(32).toString('hex')}`,
    walletAddress: `0x${bytes(20).toString('hex')}`,
  };
  const field = tokenField.get(exchange);
  if (field !== undefined) credentials[field] = token;
  return { credentials, options: sessions.get(exchange) ?? {} };
}

const sessions: ReadonlyMap<string, Readonly<Record<string, unknown>>> = new Map([
  ['grvt', { AuthAccountId: 'dummy', AuthCookieValue: 'gravity=dummy' }],
  ['paradex', { authToken: 'dummy' }],
  ['derive', { deriveWalletAddress: 'dummy' }],
]);

/** Is the account known by a wallet's signature alone, so that no credential could carry the token? */
export const lacksApiKey = (required: Readonly<Record<string, boolean>>): boolean =>
  !required['apiKey'] && !required['secret'] && !required['uid'];
