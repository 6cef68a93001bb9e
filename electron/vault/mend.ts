/** Makes the other file whole again from the good one. */
import { diskFault } from './disk-fault.ts';
import type { SealedVault } from './envelope.ts';
import type { Copy, Readable, Store } from './store.ts';

/**
 * Is this an older state of the same vault, from before its keys were made anew?
 * Takes: a copy by what it says of itself; a state that is newer, or may be.
 */
export function isUnderFormerKey({ sealed }: Pick<Readable, 'sealed'>, newer: SealedVault): boolean {
  return sealed.vaultId === newer.vaultId && sealed.generation < keyedIn(newer);
}

/** Sets bad files aside and makes them again. A disk that won't have it must not keep the vault closed. */
export async function mend(store: Store, good: Readable, bad: readonly Copy[]): Promise<readonly string[]> {
  const warnings: string[] = [];
  for (const copy of bad) {
    const { name } = copy;
    const what = stateOf(copy, good);
    try {
      const aside = what.isKept ? ` was kept as ${await store.setAside(name)} and` : '';
      await store.remake(name, { bytes: good.bytes, generation: good.sealed.generation });
      warnings.push(`${what.text}. It${aside} was made again from ${good.name}.`);
    } catch (fault) {
      warnings.push(diskFault(fault, name, `${what.text}. It could not be made again from ${good.name}.`).message);
    }
  }
  return warnings;
}

/** What is to be said of bad files where nothing may be changed. */
export const leave = (bad: readonly Copy[]): readonly string[] =>
  bad
    .filter(({ kind }) => kind === 'missing' || kind === 'damaged')
    .map(({ name, kind }) => `${name} is ${kind}, and was left so.`);

function stateOf(copy: Copy, good: Readable): { readonly text: string; readonly isKept: boolean } {
  const { name, kind } = copy;
  if (kind === 'missing') return { text: `${name} was missing`, isKept: false };
  // The former key is what a rotation is there to be rid of, and the newer file has all that this one held.
  if (kind === 'vault' && isUnderFormerKey(copy, good.sealed))
    return { text: `${name} still had the former keys, since a rotation was cut off`, isKept: false };
  const isSurelyOlder = kind === 'vault' && copy.sealed.generation <= good.sealed.generation;
  const loss = isSurelyOlder ? '' : ' and may have held your last change; look whether it is still there';
  return { text: `${name} was damaged${loss}`, isKept: true };
}

/**
 * The generation in which the vault key was made: a rotation makes every slot and record anew, and nothing else makes a
 * recovery slot. What says otherwise of itself was not rotated.
 */
function keyedIn({ generation, slots, records }: SealedVault): number {
  const made = slots.find(({ kind }) => kind === 'recovery')?.revision ?? 1;
  const isLikely = made <= generation && [...slots, ...records].every(({ revision }) => revision >= made);
  return isLikely ? made : 1;
}
