/** Words that many pages share. */
export declare const common: {
  readonly cancel: 'Cancel';
  readonly close: 'Close';
  readonly again: 'Try again';
  readonly loading: 'Loading';
  readonly passphrase: 'Passphrase of the vault';
  readonly optional: '(optional)';
  readonly silence: 'Keybearer does not answer. It may be busy; if this stays so, close the window and start Keybearer again.';
  readonly obstacle: 'Something is in the way';
  readonly obstacleLead: 'The window cannot read the state of the vault.';
  readonly exchange: 'Exchange';
  readonly showExchanges: 'Show exchanges';
  readonly working: 'Working…';
};
