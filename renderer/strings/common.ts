/** Words that many pages share. */
export const common = {
  cancel: 'Cancel',
  close: 'Close',
  again: 'Try again',
  loading: 'Loading',
  passphrase: 'Passphrase of the vault',
  passphraseHint: 'Asked each time something widens what bots can reach.',
  optional: '(optional)',
  silence: 'Keybearer does not answer. It may be busy; if this stays so, close the window and start Keybearer again.',
  obstacle: 'Something is in the way',
  obstacleLead: 'The window cannot read the state of the vault.',
  exchange: 'Exchange',
  showExchanges: 'Show exchanges',
  working: 'Working…',
} as const;
