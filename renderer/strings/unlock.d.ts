/** Opening the vault, and showing a locked window again. */
export declare const unlock: {
  readonly sealedTitle: 'The vault is sealed';
  readonly sealedLead: 'Your bots wait, and no key is in memory. Open the vault to let them go on.';
  readonly open: 'Open the vault';
  readonly lockedTitle: 'The window is locked';
  readonly lockedLead: 'The vault is open and your bots go on within their grants. Type the passphrase to see them.';
  readonly unlock: 'Unlock';
  readonly keychainNote: 'The keychain did not open the vault. {{why}}';
  readonly keychainOn: 'The keychain of this system can open this vault.';
  readonly keychainTry: 'Try the keychain again';
  readonly keychainTrying: 'Asking the keychain';
  readonly keychainFailed: 'It still does not open the vault. {{why}}';
  readonly byPassphrase: 'Use the passphrase';
  readonly byRecovery: 'Use the recovery key';
  readonly sealInstead: 'Seal the vault instead, and stop the bots';
  readonly passphrase: 'Passphrase';
  readonly recoveryKey: 'Recovery key';
  readonly recoveryHint: 'All 14 groups, with or without the dashes.';
  readonly opening: 'Opening';
  readonly waits_one: 'After wrong tries the next one waits: {{count}} second left.';
  readonly waits_other: 'After wrong tries the next one waits: {{count}} seconds left.';
  readonly damagedTitle: 'The vault cannot be read';
  readonly damagedDo: 'Quit Keybearer, move vault-a.json and vault-b.json out of its data directory, start again and choose “Restore from a backup”. Keep the two files until the backup is open.';
  readonly newerTitle: 'This vault belongs to a newer Keybearer';
  readonly newerDo: 'Update Keybearer and open the vault again. Nothing in it was changed.';
};
