import type { KeyDetail, KeyInput, KeyListItem } from '../../shared/control-api.ts';
import { AppError } from '../../shared/errors.ts';
import { type ExchangeFacts, exchangeFacts } from '../../shared/guidance/catalogue.ts';
import { verdictOf } from '../../shared/guidance/verdict.ts';
import type { Key } from '../../shared/model.ts';
import { type Clock, isoTime } from '../base/clock.ts';
import { newId, type Random } from '../base/random.ts';
import type { Secret } from '../base/secret.ts';
import { parseEndpoint } from '../exchange/endpoint-override.ts';
import { isHostOfExchange } from '../exchange/hosts.ts';
import { readTwoFactor } from '../otp/read-two-factor.ts';
import type { CallDeps } from './call.ts';
import { Claims } from './claims.ts';
import { healthOf } from './health.ts';
import { type Credential, credentialId, type Inventory, putCredential, putKey } from './inventory.ts';
import { testKey } from './key-test.ts';
import type { Opened } from './opened.ts';
import type { KeyService } from './ports.ts';

export interface KeyDeps {
  /** Throws: VAULT_SEALED, VAULT_MISSING. */
  readonly opened: () => Opened;
  readonly clock: Clock;
  readonly random: Random;
  /** Is told after a key came, went or changed. */
  readonly changed: () => void;
  readonly calls: () => CallDeps;
}

/** ccxt's names of the credentials that an exchange may ask for. */
const credentialNames = [
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

export function makeKeyService({ opened, clock, random, changed, calls }: KeyDeps): KeyService {
  const adding = new Claims();
  return {
    async add(input) {
      const { vault, inventory } = opened();
      return adding.hold(input.label, async () => {
        if (inventory.findKey(input.label) !== undefined)
          throw new AppError('LABEL_TAKEN', { detail: `There is a key "${input.label}" already.` });
        checkUses(input.exchange, input.usedBy, clock.now());
        const { twoFactor, credential, warnings } = readCredential(input);
        const key = { ...(await readKey(input, newId('key', random), isoTime(clock.now()))), twoFactor };
        await vault.commit([putKey(key), putCredential(key.id, credential)]);
        inventory.setKey(key);
        changed();
        return { id: key.id, label: key.label, warnings };
      });
    },
    list: () =>
      opened()
        .inventory.keys()
        .map((key) => itemOf(key, opened().inventory)),
    show: (ref) => detailOf(opened().inventory.key(ref), opened(), clock.now()),
    async remove(ref) {
      const { vault, inventory, sessions } = opened();
      const key = inventory.key(ref);
      const bots = inventory.botsOf(key.id);
      if (bots.length > 0)
        throw new AppError('KEY_IN_USE', {
          detail: `Bots still have grants on "${key.label}": ${bots.join(', ')}. Revoke them first.`,
        });
      await vault.commit([{ remove: key.id }, { remove: credentialId(key.id) }], { both: true });
      inventory.removeKey(key.id);
      sessions.drop(key.id);
      changed();
      return { id: key.id, label: key.label };
    },
    async test(ref, tryReuse) {
      const tested = await testKey(calls(), opened(), ref, tryReuse);
      changed();
      return tested;
    },
    async use(ref, usedBy) {
      const { inventory, keyStore } = opened();
      const key = inventory.key(ref);
      checkUses(key.exchange, usedBy, clock.now());
      const said = await keyStore.change(key.id, { usedBy: [...new Set(usedBy)] });
      changed();
      return itemOf(said, inventory);
    },
    async code(ref) {
      const { inventory, sessions } = opened();
      return (await sessions.of(inventory.key(ref))).codes.forShowing();
    },
  };
}

type KeyWithoutFactor = Omit<Key, 'twoFactor'>;

type NewKey = Parameters<KeyService['add']>[0];

async function readKey(input: NewKey, id: string, added: string): Promise<KeyWithoutFactor> {
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
    tested: null,
    findings: [],
  };
}

/** Throws: INPUT_INVALID where a service confirmed on a day that has not come. A day may have begun elsewhere. */
function checkUses(exchange: string, usedBy: readonly string[], nowMs: number): void {
  if (usedBy.includes('kraken-pro-mobile') && exchange !== 'kraken') {
    throw new AppError('INPUT_INVALID', { detail: 'Only a key of Kraken can be used by the Kraken Pro mobile app.' });
  }
  const latest = isoTime(nowMs + 86_400_000).slice(0, 10);
  const early = usedBy.find((use) => (use.split(':confirmed:')[1] ?? '') > latest);
  if (early !== undefined)
    throw new AppError('INPUT_INVALID', { detail: `"${early}" was confirmed on a day that has not come yet.` });
}

function checkCredentials(input: KeyInput, facts: ExchangeFacts): void {
  const missing = credentialNames.filter(
    (name) => facts.requiredCredentials.includes(name) && input[name] === undefined,
  );
  if (missing.length > 0)
    throw new AppError('INPUT_INVALID', { detail: `A key of ${facts.exchangeId} also needs: ${missing.join(', ')}.` });
  const { secret } = input;
  // ccxt would fail on each call with a message that names no cause. Source: Kraken's API reference, "Authentication".
  if (input.exchange === 'kraken' && secret !== undefined && !isBase64(secret)) {
    throw new AppError('INPUT_INVALID', { detail: 'The private key is not base64. Copy it again from Kraken, whole.' });
  }
}

/** Whole and padded: ccxt takes no other. */
const isBase64 = (text: string): boolean => text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);

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
    detail: `${origin} is neither on this machine nor ${exchange}'s own address. Every request of this key, signed and with its code, would go there.`,
  });
}

interface NewCredential {
  readonly twoFactor: Key['twoFactor'];
  readonly credential: Credential;
  readonly warnings: readonly string[];
}

function readCredential(input: KeyInput): NewCredential {
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

export function itemOf(key: Key, inventory: Inventory): KeyListItem {
  const { id, label, title, exchange, usedBy, tested } = key;
  return {
    id,
    label,
    title,
    exchange,
    usedBy: [...usedBy],
    twoFactor: key.twoFactor.kind,
    verdict: verdictOf({ exchange, usedBy }),
    tested,
    bots: inventory.botsOf(id),
  };
}

const detailOf = (key: Key, { inventory, sessions }: Opened, nowMs: number): KeyDetail => ({
  ...itemOf(key, inventory),
  tier: key.tier,
  endpoint: key.endpoint,
  added: key.added,
  health: healthOf(key, sessions.ready(key.id), nowMs),
});
