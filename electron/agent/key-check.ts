/** Looks at a key while it is typed in: what is wrong with a field, and what is only strange. Keeps nothing, sends nothing. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { AppError } from '../../shared/errors.ts';
import type { KeyDraftInput, KeyFinding } from '../../shared/window-views.ts';
import { parseEndpoint } from '../exchange/endpoint-override.ts';
import { isHostOfExchange } from '../exchange/hosts.ts';
import { readSecret } from '../otp/read-secret.ts';
import { useCredential } from './inventory.ts';
import { isBase64 } from './key-input.ts';
import type { Opened } from './opened.ts';

/** Bytes of a private key of Kraken; in base64 they are 88 characters. Source: Kraken's API reference, "Authentication". */
const krakenSecretBytes = 64;
const krakenSecretChars = 88;

/** Takes: what is filled in so far; what is left out is not looked at. Throws: VAULT_SEALED, VAULT_MISSING. */
export async function checkKey(opened: Opened, draft: KeyDraftInput): Promise<KeyFinding[]> {
  return [
    ...labelFindings(opened, draft),
    ...publicFindings(opened, draft),
    ...privateFindings(draft),
    ...(await endpointFindings(draft)),
    ...setUpKeyFindings(draft),
  ];
}

const wrong = (field: string, text: string): KeyFinding => ({ field, level: 'wrong', text });
const doubt = (field: string, text: string): KeyFinding => ({ field, level: 'doubt', text });

function labelFindings({ inventory }: Opened, { label }: KeyDraftInput): KeyFinding[] {
  if (label === undefined || inventory.findKey(label) === undefined) return [];
  return [wrong('label', `There is a key "${label}" already. Choose another label.`)];
}

function publicFindings(opened: Opened, { exchange, apiKey, secret }: KeyDraftInput): KeyFinding[] {
  if (apiKey === undefined) return [];
  if (/\s/.test(apiKey)) return [wrong('apiKey', 'There is a space or a line break in it. Copy it again, whole.')];
  if (apiKey === secret) return [wrong('apiKey', 'Both parts are the same. Copy the public part here.')];
  if (exchange === 'kraken' && apiKey.length === krakenSecretChars && isBase64(apiKey))
    return [doubt('apiKey', 'This looks like the private part. The public part is shorter: 56 characters.')];
  const twin = twinOf(opened, exchange, apiKey);
  if (twin === undefined) return [];
  return [
    doubt(
      'apiKey',
      `This key is here already, as "${twin}". Under two labels its calls get in each other's way: let the bots use "${twin}".`,
    ),
  ];
}

/** The label of a key with the same public part. Only digests are compared. */
function twinOf({ vault, inventory }: Opened, exchange: string, apiKey: string): string | undefined {
  const wanted = digestOf(apiKey);
  const isTwin = ({ credentials }: { readonly credentials: Readonly<Record<string, string>> }): boolean =>
    credentials['apiKey'] !== undefined && timingSafeEqual(digestOf(credentials['apiKey']), wanted);
  return inventory.keys().find((key) => key.exchange === exchange && useCredential(vault, key, isTwin))?.label;
}

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

function privateFindings({ exchange, secret }: KeyDraftInput): KeyFinding[] {
  if (exchange !== 'kraken' || secret === undefined) return [];
  if (!isBase64(secret))
    return [
      wrong('secret', 'This is not base64, so it is not whole or not the private part. Copy it again from Kraken.'),
    ];
  const bytes = Buffer.from(secret, 'base64').length;
  if (bytes === krakenSecretBytes) return [];
  return [
    doubt(
      'secret',
      `Kraken's private parts have ${krakenSecretBytes} bytes, and this has ${bytes}. Is it copied whole?`,
    ),
  ];
}

async function endpointFindings({ exchange, endpoint }: KeyDraftInput): Promise<KeyFinding[]> {
  if (endpoint === undefined) return [];
  try {
    const { origin, isLoopback } = parseEndpoint(endpoint);
    if (isLoopback || (await isHostOfExchange(exchange, origin))) return [];
    const text = `${origin} is neither on this machine nor the exchange's own address. Every request of this key, signed and with its code, would go there.`;
    return [doubt('endpoint', text)];
  } catch (fault) {
    if (fault instanceof AppError) return [wrong('endpoint', fault.message)];
    throw fault;
  }
}

function setUpKeyFindings({ setUpKey }: KeyDraftInput): KeyFinding[] {
  if (setUpKey === undefined) return [];
  try {
    const { secret, warnings } = readSecret(setUpKey);
    secret.wipe();
    return warnings.map((text) => doubt('twoFactor', text));
  } catch (fault) {
    if (fault instanceof AppError) return [wrong('twoFactor', fault.message)];
    throw fault;
  }
}
