/** Words that many pages share. */
export const common = {
  cancel: 'Cancel',
  close: 'Close',
  again: 'Try again',
  loading: 'Loading',
  passphrase: 'Passphrase of the vault',
  passphraseHint: 'Asked each time something widens what bots can reach.',
  working: 'Working…',
  copied: 'Copied',
} as const;
