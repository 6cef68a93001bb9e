/** The secrets that are planted, and the keys that hold them. */
import { randomBytes } from 'node:crypto';
import { base32Bytes } from '../fakes/authenticator.ts';
import type { Planted } from './scan.ts';

export interface KeyFile {
  readonly label: string;
  readonly exchange: string;
  readonly apiKey: string;
  readonly secret: string;
  readonly password?: string;
  readonly twoFactor: { readonly kind: string; readonly secret?: string; readonly password?: string };
}

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const word = (bytes = 9): string => randomBytes(bytes).toString('base64url');

/** With what JSON, addresses and pages spell otherwise. */
export const phrase = (): string => `${word()} "${word()}" /&ü ${word()}`;

const seed = (): string => [...randomBytes(32)].map((byte) => base32[byte & 31]).join('');

/** A key at an exchange that echoes: Kraken's with a second factor, others with a passphrase where they have one. */
export function echoKeys(): readonly KeyFile[] {
  const kraken = () => ({ apiKey: randomBytes(42).toString('base64'), secret: randomBytes(64).toString('base64') });
  const other = () => ({ apiKey: word(24), secret: randomBytes(20).toString('hex') });
  const none = { kind: 'none' };
  return [
    { label: 'echo-app', exchange: 'kraken', ...kraken(), twoFactor: { kind: 'totp', secret: seed() } },
    {
      label: 'echo-word',
      exchange: 'kraken',
      ...kraken(),
      twoFactor: { kind: 'password', password: phrase() },
    },
    { label: 'echo-okx', exchange: 'okx', ...other(), password: phrase(), twoFactor: none },
    { label: 'echo-kucoin', exchange: 'kucoin', ...other(), password: phrase(), twoFactor: none },
    { label: 'echo-binance', exchange: 'binance', ...other(), twoFactor: none },
  ];
}

/** New secrets for a key that its exchange won't take. */
export const newCredentials = (): KeyFile => ({
  label: 'refused',
  exchange: 'kraken',
  apiKey: randomBytes(42).toString('base64'),
  secret: randomBytes(64).toString('base64'),
  twoFactor: { kind: 'totp', secret: seed() },
});

/** What of a key must stay hidden. */
export function secretsOf({ label, apiKey, secret, password, twoFactor }: KeyFile): Planted[] {
  const named = [
    [`API key of ${label}`, apiKey],
    [`API secret of ${label}`, secret],
    [`exchange passphrase of ${label}`, password],
    [`password of ${label}`, twoFactor.password],
  ] as const;
  const planted = named.flatMap(([name, text]) => (text === undefined ? [] : [{ name, text, ...insideOf(text) }]));
  const second = twoFactor.secret;
  if (second === undefined) return planted;
  return [...planted, { name: `TOTP seed of ${label}`, text: second, inside: base32Bytes(second) }];
}

/** The bytes inside a text that is base64 and long enough. */
function insideOf(text: string): { readonly inside?: Buffer } {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length >= 16 && bytes.toString('base64') === text ? { inside: bytes } : {};
}

/** A recovery key without its dashes, and the 32 bytes in it. Source: docs/vault-format.md. */
export function plantedRecoveryKey(text: string): Planted {
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  const characters = text.replaceAll('-', '').slice(0, 52);
  const bits = [...characters]
    .map((one) => alphabet.indexOf(one).toString(2).padStart(5, '0'))
    .join('')
    .slice(0, 256);
  return {
    name: 'recovery key',
    text,
    inside: Buffer.from((bits.match(/.{8}/g) ?? []).map((one) => Number.parseInt(one, 2))),
  };
}
