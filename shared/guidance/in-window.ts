/** What the window says in place of a command of the terminal. The terminal's own words stay as they are. */

/** From the sentences as they stand in the code, which a test looks through. */
export const phrases: readonly (readonly [terminal: string, window: string])[] = [
  // Health of a key.
  ['"keybearer log --status failed" shows why', 'The calls that failed show why'],
  [
    'or take the second factor out here ("keybearer key rotate")',
    'or take the second factor out here (Replace its secrets)',
  ],
  [
    'Add the second factor of this key ("keybearer import", or "keybearer key rotate")',
    'Add the second factor of this key (Protect this key)',
  ],
  // Causes of a refusal.
  ['a code shown by "keybearer code KEY"', 'the code that the page of the key shows'],
  [
    'Run "keybearer key test KEY --reuse".',
    'Test the key on its page, and let it find out whether a code works twice.',
  ],
  ['the clock offset in "keybearer status"', 'the clock of the exchange in the report of a test'],
  // Warnings of the vault and the call log.
  ['then resume them with "keybearer bot resume BOT"', 'then resume each on its page'],
  ['Show it again and write it down: keybearer vault rotate.', 'Make a new one in Settings and write it down.'],
  ['until you have looked: keybearer log verify.', 'until you have looked: check the log under Calls.'],
  [
    'To put it aside and go on with a new one: keybearer log accept.',
    'After the check it can be put aside there, and a new one begun.',
  ],
  ['To put it aside and begin a new one: keybearer log accept.', 'It can be put aside, and a new one begun.'],
  // Faults.
  ['Make one with "keybearer init".', 'Start Keybearer again to make one.'],
  ['Start one with "keybearer agent".', 'Quit Keybearer and start it again.'],
  ['Make one with "keybearer bot add", or check', 'Connect it under Bots, or check'],
  ['"keybearer bot list" shows them.', 'The page of the bots shows them.'],
  ['give it with --passphrase-file, or run the command in a terminal.', 'type it.'],
  ['answer in a terminal, or pass --yes.', 'tick what it asks for.'],
];

/** A sentence of the agent as the window says it: with the deed that the window has for a command. */
export const inWindow = (text: string): string =>
  phrases.reduce((said, [terminal, window]) => said.replaceAll(terminal, window), text);
