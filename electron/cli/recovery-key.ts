/** Has a recovery key typed again in part, while it can still be seen: a slip on paper shows too late otherwise. */
import { isGroup, pickGroups } from '../../shared/recovery-groups.ts';
import type { Context } from './command.ts';
import type { Terminal } from './io.ts';

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
    io.err(`Type ${asked.length} of its ${groups.length} groups from what you wrote, to be sure of it.\n`);
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
