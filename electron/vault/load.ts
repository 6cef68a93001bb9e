/** Opens the newest file that authenticates, and makes the other one whole again. */
import { AppError } from '../../shared/errors.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import type { Secret } from '../base/secret.ts';
import { diskFault } from './disk-fault.ts';
import { parse, type SealedVault } from './envelope.ts';
import type { Kdf } from './kdf.ts';
import { faultOf, type Keys, keysOf, wipeKeys } from './manifest.ts';
import { openSlot, slotKeyOf, type Unlock } from './slots.ts';
import { type Copy, fileNames, type Place, readCopy, Store } from './store.ts';

export interface Loaded {
  readonly sealed: SealedVault;
  readonly keys: Keys;
  readonly store: Store;
  readonly warnings: readonly string[];
}

type Readable = Extract<Copy, { kind: 'vault' }>;
type Opened = { readonly copy: Readable; readonly keys: Keys };

/** Throws: VAULT_MISSING, VAULT_NEWER, VAULT_DAMAGED, PASSPHRASE_WRONG, INPUT_INVALID. */
export async function load(place: Place, unlock: Unlock, kdf: Kdf): Promise<Loaded> {
  const copies = [await readCopy(place, fileNames[0]), await readCopy(place, fileNames[1])];
  const readable = readableOf(copies);
  const opened = await openEach(readable, unlock, kdf);
  let chosen: Opened | undefined;
  try {
    if (opened.length === 0) throw wrong(unlock, readable.length < copies.length);
    const whole = readable.flatMap((copy) => wholeBy(opened, copy));
    chosen = choose(whole, opened, unlock);
    const good = whole.map(({ copy }) => copy);
    const store = new Store(
      place,
      good.map(({ name, sealed }) => [name, sealed.generation] as const),
    );
    const warnings = await mend(
      store,
      chosen.copy,
      copies.filter((copy) => !good.some(({ name }) => name === copy.name)),
    );
    return { sealed: chosen.copy.sealed, keys: chosen.keys, store, warnings };
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
  const parsed = parse(bytes);
  if (parsed.kind === 'newer') throw new AppError('VAULT_NEWER');
  if (parsed.kind === 'damaged')
    throw new AppError('INPUT_INVALID', { detail: `This is no whole copy of a vault: ${parsed.why}.` });
  const { sealed } = parsed;
  const slotKey = await slotKeyOf(unlock, sealed.kdf, kdf);
  const vaultKey = openSlot(sealed, unlock.kind, slotKey);
  slotKey.wipe();
  if (vaultKey === undefined) throw wrong(unlock, false);
  const keys = keysOf(vaultKey);
  vaultKey.wipe();
  const fault = faultOf(sealed, keys);
  if (fault === undefined) return { sealed, keys };
  wipeKeys(keys);
  throw new AppError('VAULT_DAMAGED', { detail: 'The copy is damaged or was changed. Nothing was made of it.' });
}

/** Newest first, by what they say of themselves. */
function readableOf(copies: readonly Copy[]): readonly Readable[] {
  if (copies.some(({ kind }) => kind === 'newer')) throw new AppError('VAULT_NEWER');
  if (copies.every(({ kind }) => kind === 'missing')) throw new AppError('VAULT_MISSING');
  const readable = copies.filter((copy) => copy.kind === 'vault');
  if (readable.length === 0) throw new AppError('VAULT_DAMAGED');
  return readable.sort((a, b) => b.sealed.generation - a.sealed.generation);
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
      vaultKey?.wipe();
    }
    return opened;
  } finally {
    for (const slotKey of slotKeys.values()) slotKey.wipe();
  }
}

/** The copy with the keys that it authenticates under; a key may come from the other copy's slot. */
function wholeBy(opened: readonly Opened[], copy: Readable): readonly Opened[] {
  const own = opened.filter((each) => each.copy === copy);
  const fitting = [...own, ...opened].find(({ keys }) => faultOf(copy.sealed, keys) === undefined);
  return fitting === undefined ? [] : [{ copy, keys: fitting.keys }];
}

function choose(whole: readonly Opened[], opened: readonly Opened[], unlock: Unlock): Opened {
  const [newest, other] = whole;
  if (newest === undefined) throw new AppError('VAULT_DAMAGED');
  if (other !== undefined && other.copy.sealed.vaultId !== newest.copy.sealed.vaultId) {
    throw new AppError('VAULT_DAMAGED', {
      detail: `${newest.copy.name} and ${other.copy.name} are of two different vaults. Move away the one that does not belong here.`,
    });
  }
  // An older file's slot must not open a newer state: its passphrase may have been changed since.
  const generation = newest.copy.sealed.generation;
  if (!opened.some(({ copy }) => copy === newest.copy || copy.sealed.generation > generation))
    throw wrong(unlock, false);
  return newest;
}

function wrong({ kind }: Unlock, isDamaged: boolean): AppError {
  const subject = kind === 'passphrase' ? 'This passphrase' : 'This recovery key';
  const damage = isDamaged ? ' One of the two files of the vault is missing or damaged, which may be the reason.' : '';
  return new AppError('PASSPHRASE_WRONG', { detail: `${subject} does not open the vault.${damage}` });
}

/** Sets bad files aside and makes them again. A disk that won't have it must not keep the vault closed. */
async function mend(store: Store, good: Readable, bad: readonly Copy[]): Promise<readonly string[]> {
  const warnings: string[] = [];
  for (const copy of bad) {
    const what = copy.kind === 'missing' ? `${copy.name} was missing` : `${copy.name} was damaged${lossOf(copy, good)}`;
    try {
      const aside = copy.kind === 'missing' ? '' : ` was kept as ${await store.setAside(copy.name)} and`;
      await store.remake(copy.name, { bytes: good.bytes, generation: good.sealed.generation });
      warnings.push(`${what}. It${aside} was made again from ${good.name}.`);
    } catch (fault) {
      warnings.push(diskFault(fault, copy.name, `${what}. It could not be made again from ${good.name}.`).message);
    }
  }
  return warnings;
}

function lossOf(copy: Copy, good: Readable): string {
  const isSurelyOlder = copy.kind === 'vault' && copy.sealed.generation <= good.sealed.generation;
  return isSurelyOlder ? '' : ' and may have held your last change; look whether it is still there';
}
