/** The new recovery key, and the check that it stands on paper. */
export const recovery = {
  key: 'Recovery key',
  writeDown: 'Write down your recovery key',
  writeDownLead: 'It opens the vault if you forget the passphrase. It is shown only now, and nobody can make it again.',
  keep: 'Keep it on paper, away from this computer. Whoever has it can open the vault.',
  written: 'I have written it down',
  check: 'Type three groups from your copy',
  checkLead: 'So that you know it is whole and readable.',
  group: 'Group {{number}}',
  differs_one: 'Group {{groups}} differs from the key that was shown. Type all three again.',
  differs_other: 'Groups {{groups}} differ from the key that was shown. Type all three again.',
  goOn: 'Go on',
  showAgain: 'Show the key again',
  capsLock: 'Caps Lock is on',
} as const;
