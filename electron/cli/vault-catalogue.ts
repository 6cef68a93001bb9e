/** The commands about the vault as a whole, in the order of the help. */
import type { CommandSpec } from './command.ts';

const vault = () => import('./commands/vault.ts');

export const vaultCommands: readonly CommandSpec[] = [
  {
    words: ['passphrase', 'change'],
    summary: 'put a new passphrase in the place of the old one',
    options: ['new-passphrase-file', 'recovery-file'],
    more: 'The old passphrase, or the recovery key, is asked for first; the recovery key stays as it is.',
    example: 'keybearer passphrase change',
    load: async () => (await vault()).changePassphrase,
  },
  {
    words: ['vault', 'rotate'],
    summary: 'put a new vault key and a new recovery key in the place of the old ones',
    options: ['yes'],
    more: `For when the recovery key, or a copy of the vault, may be in wrong hands. Every record is sealed anew, the passphrase
stays, and the old recovery key opens nothing any more. Backups and copies that were made before open as they did: delete
them. Where it is cut short, the same command goes on and shows the same new key.`,
    example: 'keybearer vault rotate',
    load: async () => (await import('./commands/rotate.ts')).rotateVault,
  },
  {
    words: ['backup'],
    summary: 'write a sealed copy of the vault to a new file',
    args: 'OUT',
    leastArgs: 1,
    mostArgs: 1,
    options: ['new-passphrase-file', 'recovery-file'],
    more: 'The copy has a passphrase of its own; the recovery key of the vault opens it, too. It is read back and opened.',
    example: 'keybearer backup /media/stick/keybearer-2026-11-24.json',
    load: async () => (await vault()).backup,
  },
  {
    words: ['restore'],
    summary: 'make the vault from a backup',
    args: 'IN',
    leastArgs: 1,
    mostArgs: 1,
    options: ['recovery-file'],
    more: `Only where there is no vault: name another data directory with --data, or move the old vault away. The passphrase is
the backup's. Every bot is paused: what was revoked since the backup stands in it again.`,
    example: 'keybearer restore keybearer-2026-11-24.json --data ~/restored',
    load: async () => (await vault()).restore,
  },
];
