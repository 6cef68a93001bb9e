/** Opens the newest file that authenticates, and makes the other one whole again. */
import { AppError } from '../../shared/errors.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import type { Secret } from '../base/secret.ts';
import type { VaultDeps } from './deps.ts';
import { parse, type SealedVault } from './envelope.ts';
import type { Kdf } from './kdf.ts';
import { faultOf, type Keys, keysOf, wipeKeys } from './manifest.ts';
import { isUnderFormerKey, leave, mend } from './mend.ts';
import { readOnlyReason } from './newer.ts';
import { formatVersion } from './seal.ts';
import { openSlot, slotKeyOf, type Unlock, wrong } from './slots.ts';
import { type Copy, fileNames, type Readable, readCopy, Store } from './store.ts';

export interface Loaded {
  readonly sealed: SealedVault;
  readonly keys: Keys;
  readonly store: Store;
  readonly warnings: readonly string[];
}

type Opened = { readonly copy: Readable; readonly keys: Keys };

/** Throws: VAULT_MISSING, VAULT_NEWER, VAULT_DAMAGED, PASSPHRASE_WRONG, INPUT_INVALID. */
export async function load(deps: VaultDeps, unlock: Unlock): Promise<Loaded> {
  const copies = [await readCopy(deps, fileNames[0]), await readCopy(deps, fileNames[1])];
  const readable = readableOf(copies);
  const opened = await openEach(readable, unlock, deps.kdf);
  let chosen: Opened | undefined;
  try {
    if (opened.length === 0) throw refusal(unlock, copies);
    const whole: Opened[] = [];
    // Of two that say the same of their age, the one that opens by itself comes first.
    const isOpened = (copy: Readable): number => (opened.some((one) => one.copy === copy) ? 0 : 1);
    const byAge = readable.toSorted((a, b) => b.sealed.generation - a.sealed.generation || isOpened(a) - isOpened(b));
    for (const copy of byAge) whole.push(...wholeBy(opened, copy, whole[0]));
    chosen = choose(whole, opened, readable, unlock);
    const { sealed } = chosen.copy;
    const good = whole.map(({ copy }) => copy).filter((copy) => !isUnderFormerKey(copy, sealed));
    const generations = good.map(({ name, sealed: { generation } }) => [name, generation] as const);
    const store = new Store(deps, generations);
    const bad = copies.filter((copy) => !good.some(({ name }) => name === copy.name));
    const reason = readOnlyReason(sealed, deps.schemas);
    const warnings = reason === undefined ? await mend(store, chosen.copy, bad) : [reason, ...leave(bad)];
    return { sealed, keys: chosen.keys, store, warnings };
  } finally {
    for (const { keys } of opened) if (keys !== chosen?.keys) wipeKeys(keys);
  }
}

/** Opens one copy of a vault that stands elsewhere. Throws: as `load`; INPUT_INVALID where it is no vault at all. */
export async function openCopy(
  bytes: Uint8Array,
  unlock: Unlock,
  kdf: Kdf,
): Promise<{ readonly sealed: SealedVault; readonly keys: Keys }> {
  const sealed = parseCopy(bytes);
  const slotKey = await slotKeyOf(unlock, sealed.kdf, kdf);
  const vaultKey = openSlot(sealed, unlock.kind, slotKey);
  slotKey.wipe();
  if (vaultKey === undefined) throw wrong(unlock);
  const keys = keysOf(vaultKey);
  vaultKey.wipe();
  const fault = faultOf(sealed, keys);
  if (fault === undefined) return { sealed, keys };
  wipeKeys(keys);
  throw new AppError('VAULT_DAMAGED', { detail: 'The copy is damaged or was changed. Nothing was made of it.' });
}

/** Reads a copy without opening it. Throws: VAULT_NEWER; INPUT_INVALID where it is no whole vault. */
export function parseCopy(bytes: Uint8Array): SealedVault {
  const parsed = parse(bytes);
  if (parsed.kind === 'newer') throw new AppError('VAULT_NEWER');
  if (parsed.kind === 'damaged')
    throw new AppError('INPUT_INVALID', { detail: `This is no whole copy of a vault: ${parsed.why}.` });
  return parsed.sealed;
}

/** The copies to try, newest first by what they say of themselves. A version that we don't know hides all earlier ones. */
function readableOf(copies: readonly Copy[]): readonly Readable[] {
  const newer = copies.filter((copy) => copy.kind === 'newer');
  if (newer.length > 0) return newestOf(newer);
  if (copies.every(({ kind }) => kind === 'missing')) throw new AppError('VAULT_MISSING');
  const readable = copies.filter((copy) => copy.kind === 'vault');
  if (readable.length === 0) throw new AppError('VAULT_DAMAGED');
  return readable.sort((a, b) => b.sealed.generation - a.sealed.generation);
}

/** Of files by a newer Keybearer the newest alone, since we can't know what else they may mean. Throws: VAULT_NEWER. */
function newestOf(newer: readonly Extract<Copy, { kind: 'newer' }>[]): readonly Readable[] {
  const readable = newer.flatMap(({ name, bytes, sealed }) => (sealed === undefined ? [] : [{ name, bytes, sealed }]));
  const [first, second] = readable.sort((a, b) => b.sealed.v - a.sealed.v || b.sealed.generation - a.sealed.generation);
  if (first === undefined || readable.length < newer.length) throw new AppError('VAULT_NEWER');
  const isSame = second?.sealed.v === first.sealed.v && second.sealed.generation === first.sealed.generation;
  return isSame ? [first, second] : [first];
}

/** The copies whose slot opens; the KDF runs once for each set of its parameters. */
async function openEach(copies: readonly Readable[], unlock: Unlock, kdf: Kdf): Promise<readonly Opened[]> {
  const slotKeys = new Map<string, Secret>();
  const opened: Opened[] = [];
  try {
    for (const copy of copies) {
      const id = canonicalJson(copy.sealed.kdf);
      const slotKey = slotKeys.get(id) ?? (await slotKeyOf(unlock, copy.sealed.kdf, kdf));
      slotKeys.set(id, slotKey);
      const vaultKey = openSlot(copy.sealed, unlock.kind, slotKey);
      if (vaultKey !== undefined) opened.push({ copy, keys: keysOf(vaultKey) });
      else refuseRenumbered(copy.sealed, unlock, slotKey);
      vaultKey?.wipe();
    }
    return opened;
  } catch (fault) {
    for (const { keys } of opened) wipeKeys(keys);
    throw fault;
  } finally {
    for (const slotKey of slotKeys.values()) slotKey.wipe();
  }
}

/** A file of ours with a later version written on it is no newer vault that this passphrase fails on. Throws: VAULT_NEWER. */
function refuseRenumbered(sealed: SealedVault, { kind }: Unlock, slotKey: Secret): void {
  if (sealed.v === formatVersion) return;
  const vaultKey = openSlot({ ...sealed, v: formatVersion }, kind, slotKey);
  vaultKey?.wipe();
  if (vaultKey !== undefined) throw new AppError('VAULT_NEWER');
}

/** The copy with the keys that it authenticates under; a key may come from the other copy's slot. */
function wholeBy(opened: readonly Opened[], copy: Readable, first: Opened | undefined): readonly Opened[] {
  const proven = first && { sealed: first.copy.sealed, keys: first.keys };
  const own = opened.filter((each) => each.copy === copy);
  const fitting = [...own, ...opened].find(({ keys }) => faultOf(copy.sealed, keys, { proven }) === undefined);
  return fitting === undefined ? [] : [{ copy, keys: fitting.keys }];
}

function choose(
  whole: readonly Opened[],
  opened: readonly Opened[],
  readable: readonly Readable[],
  unlock: Unlock,
): Opened {
  const [newest, other] = whole;
  if (newest === undefined) {
    const isNewer = readable.some(({ sealed }) => sealed.v > formatVersion);
    throw new AppError(isNewer ? 'VAULT_NEWER' : 'VAULT_DAMAGED');
  }
  const { name, sealed } = newest.copy;
  if (other !== undefined && other.copy.sealed.vaultId !== sealed.vaultId) {
    throw new AppError('VAULT_DAMAGED', {
      detail: `${name} and ${other.copy.name} are of two different vaults. Move away the one that does not belong here.`,
    });
  }
  // An older file's slot must not open a newer state: its passphrase may have been changed since.
  // By the slot's own word, which is proven: what a file says of its generation is not, before the file is.
  // One that was taken away counts as the newest.
  const slotOf = ({ slots }: SealedVault): number =>
    slots.find(({ kind }) => kind === unlock.kind)?.revision ?? Number.POSITIVE_INFINITY;
  const mayOpen = ({ copy }: Opened): boolean =>
    copy === newest.copy || (copy !== other?.copy && slotOf(copy.sealed) > slotOf(sealed));
  if (!opened.some(mayOpen)) throw wrong(unlock);
  // Nor may it undo a rotation whose keys it doesn't have.
  const rotated = readable.find((copy) => isUnderFormerKey(newest.copy, copy.sealed));
  if (rotated !== undefined && !opened.some(({ copy }) => copy === rotated)) {
    throw wrong(
      unlock,
      `It opens the older file, ${name}, but ${rotated.name} has new keys since. Use the passphrase, or the newest recovery key; if you have neither, move ${rotated.name} away.`,
    );
  }
  return newest;
}

function refusal(unlock: Unlock, copies: readonly Copy[]): AppError {
  if (copies.some(({ kind }) => kind === 'newer'))
    return wrong(unlock, 'It was written by a newer Keybearer: if you are sure of what you typed, update Keybearer.');
  const isDamaged = copies.some(({ kind }) => kind !== 'vault');
  return isDamaged
    ? wrong(unlock, 'One of the two files of the vault is missing or damaged, which may be the reason.')
    : wrong(unlock);
}
