/** All that is done to a vault's files. */
import { pathB } from '../unit/vault/helpers.ts';
import type { Deed } from './deed.ts';
import { changingPassphrase, migrating, rotating, takingKeychain } from './key-deeds.ts';
import { backingUp, keepingCopies, making, mending, restoring, saving } from './saving-deeds.ts';

export const deeds: readonly Deed[] = [
  saving('a save', false),
  saving('a save to both files', true),
  saving('a save after one that was cut off', false, (fs) => fs.set(`${pathB}.tmp`, Buffer.from('half'))),
  making,
  changingPassphrase,
  rotating,
  takingKeychain,
  migrating,
  restoring,
  mending,
  backingUp,
  keepingCopies,
];
