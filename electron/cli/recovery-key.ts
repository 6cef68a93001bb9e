/** Has a recovery key typed again in part, while it can still be seen: a slip on paper shows too late otherwise. */
import { isGroup, pickGroups } from '../../shared/recovery-groups.ts';
import type { Context } from './command.ts';
import { flow } from './flow.ts';
import type { Terminal } from './io.ts';
import type { Paper } from './print.ts';

/** What is shown of a new recovery key; the numbers below it are those that `typedAgain` asks for. */
export function recoveryKeyText(recoveryKey: string, paper: Paper): string {
  const numbers = recoveryKey.split('-').map((group, at) => String(at + 1).padEnd(group.length + 1));
  const fits = paper.columns === undefined || paper.columns >= recoveryKey.length + 2;
  const below = fits ? `\n  ${numbers.join('').trimEnd()}` : '';
  return `Recovery key, shown this once:\n\n  ${recoveryKey}${below}\n\n${flow(paperText, paper)}`;
}

const paperText = `It opens the vault like the passphrase does. Write it down and keep it away from this machine;
without the passphrase and without it, nobody can open the vault again.
`;

/** How a key that was shown came to stand on paper: see `typedAgain`. */
export type Copy = 'right' | 'given-up' | 'unasked';

/** What is left to do about the screen. */
export const stillOnScreen: Readonly<Record<Copy, string>> = {
  right: 'Your copy is right. The key still stands on this screen: clear it, and its scrollback.\n\n',
  'given-up': 'The key still stands on this screen: clear it, and its scrollback.\n\n',
  unasked: '',
};

const tries = 3;

/**
 * Asks for three groups of a key that stands on the screen.
 * Gives: `unasked` where nobody sits there to see it; `given-up` after three wrong tries at a group, Ctrl-C or Ctrl-D.
 */
export async function typedAgain({ io, isJson }: Pick<Context, 'io' | 'isJson'>, recoveryKey: string): Promise<Copy> {
  if (isJson || !io.isOutTerminal) return 'unasked';
  const terminal = io.openTerminal();
  if (terminal === undefined) return 'unasked';
  try {
    const groups = recoveryKey.split('-');
    const asked = pickGroups(io.random, groups.length);
    io.err(`To be sure of your copy, type ${asked.length} of its ${groups.length} groups.\n`);
    for (const number of asked) {
      if (!(await askGroup(terminal, io.err, number, groups[number - 1] ?? ''))) return 'given-up';
    }
    return 'right';
  } finally {
    terminal.close();
  }
}

async function askGroup(
  terminal: Terminal,
  err: (text: string) => void,
  number: number,
  group: string,
): Promise<boolean> {
  for (let left = tries; left > 0; left--) {
    const typed = await terminal.ask(`Group ${number}: `, 'shown');
    if (typed === undefined) return false;
    if (isGroup(typed, group)) return true;
    const next = left === 1 ? '' : ' Compare your copy with the key, and type it again.';
    err(`That is not group ${number}.${next}\n`);
  }
  return false;
}
