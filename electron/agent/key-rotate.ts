import type { KeyRotation, RotateInput } from '../../shared/control-views.ts';
import { AppError } from '../../shared/errors.ts';
import { exchangeFacts } from '../../shared/guidance/catalogue.ts';
import { exchangeName } from '../../shared/guidance/exchange-name.ts';
import type { Key } from '../../shared/model.ts';
import { newId } from '../base/random.ts';
import type { CallDeps } from './call.ts';
import { type Credential, credentialId, type Inventory, putCredential, useCredential } from './inventory.ts';
import { checkCredentials, credentialNames, readCredential } from './key-input.ts';
import { type KeyProof, proveKey } from './key-test.ts';
import type { Opened } from './opened.ts';

const longestWaitMs = 500;

/**
 * Puts new credentials, or a new second factor, behind a key's label once the exchange takes them. Calls under way end
 * with the old ones; bots notice nothing. Throws: INPUT_INVALID, CODE_SECRET_INVALID, and the exchange's refusal; then
 * nothing is changed.
 */
export async function rotateKey(deps: CallDeps, opened: Opened, ref: string, input: RotateInput): Promise<KeyRotation> {
  const { vault, inventory, keyStore, sessions } = opened;
  const key = inventory.key(ref);
  const { twoFactor, credential, warnings } = renew(opened, key, input);
  const record = newId('cred', deps.random);
  const candidate: Key = { ...key, twoFactor, credential: record, codes: 'unknown', tested: null, findings: [] };
  await vault.commit([putCredential(record, credential)]);
  try {
    const { test, changes } = await prove(deps, opened, key, candidate);
    const before = credentialId(inventory.key(key.id));
    await keyStore.change(key.id, { twoFactor, credential: record, ...changes });
    // Those that began with the old secrets need them until they end; that is mostly at once.
    const retiring = sessions.retire(key.id).then(() => vault.commit([{ remove: before }], { both: true }));
    await Promise.race([retiring.catch(deps.report), deps.clock.sleep(longestWaitMs)]);
    return { id: key.id, label: key.label, ...test, warnings: [...warnings] };
  } catch (fault) {
    await vault.commit([{ remove: record }], { both: true });
    throw fault;
  }
}

/** The probe of the new credentials, while no call of the key is on its way: the exchange may know both as one key. */
async function prove(deps: CallDeps, { sessions }: Opened, key: Key, candidate: Key): Promise<KeyProof> {
  const live = sessions.ready(key.id);
  const end = await live?.turn.take(0);
  const session = await sessions.try(candidate);
  try {
    const proof = await proveKey(deps, session, { tryReuse: false, lastOwnMs: undefined });
    if (proof.refusal !== undefined) throw refused(proof.refusal);
    return proof;
  } finally {
    session.end();
    end?.();
  }
}

const refused = ({ code, details }: AppError): AppError =>
  new AppError(code, {
    ...details,
    detail: 'The exchange does not take the new credentials as they are configured. Nothing was changed.',
  });

/** What is left out stays as it is. */
function renew({ vault, inventory }: Opened, key: Key, input: RotateInput): ReturnType<typeof readCredential> {
  checkSameKey(inventory, key, input);
  const old = useCredential(vault, key, (credential) => credential);
  const given = credentialNames.flatMap((name) => (input[name] === undefined ? [] : [[name, input[name]] as const]));
  if (given.length === 0 && input.twoFactor === undefined)
    throw new AppError('INPUT_INVALID', {
      detail: 'There is nothing new: give "apiKey" and "secret", or "twoFactor".',
    });
  const credentials = { ...old.credentials, ...Object.fromEntries(given) };
  const facts = exchangeFacts(key.exchange);
  if (facts !== undefined) checkCredentials({ ...credentials, exchange: key.exchange }, facts);
  const second = secondOf(key, old, input);
  return {
    ...second,
    credential: { ...second.credential, credentials },
    warnings: [...second.warnings, ...left(key, input)],
  };
}

function secondOf(key: Key, old: Credential, { twoFactor }: RotateInput): ReturnType<typeof readCredential> {
  if (twoFactor === undefined) return { twoFactor: key.twoFactor, credential: old, warnings: [] };
  return readCredential({ twoFactor });
}

function checkSameKey(inventory: Inventory, key: Key, { label, exchange, endpoint }: RotateInput): void {
  if (exchange !== undefined && exchange !== key.exchange)
    throw new AppError('INPUT_INVALID', {
      detail: `"${key.label}" is a key of ${exchangeName(key.exchange)}, not of ${exchangeName(exchange)}.`,
    });
  if (label !== undefined && label !== key.label && inventory.findKey(label) !== undefined)
    throw new AppError('INPUT_INVALID', {
      detail: `This is the key "${key.label}"; the input is for "${label}", which is another.`,
    });
  if (endpoint !== undefined && URL.parse(endpoint)?.origin !== key.endpoint)
    throw new AppError('INPUT_INVALID', {
      detail: `"${key.label}" goes to another endpoint. Add a new key for this one.`,
    });
}

const staying = ['title', 'usedBy', 'tier'] as const;

/** A whole key.json may be given, but only secrets are replaced. */
function left(key: Key, input: RotateInput): string[] {
  const isRenamed = input.label !== undefined && input.label !== key.label;
  const ignored = [...(isRenamed ? ['label'] : []), ...staying.filter((name) => input[name] !== undefined)];
  return ignored.length === 0 ? [] : [`What the input says of ${ignored.join(', ')} was left as it was.`];
}
