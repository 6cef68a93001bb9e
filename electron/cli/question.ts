import { AppError } from '../../shared/errors.ts';
import type { Context } from './command.ts';
import { clean } from './print.ts';

type Asker = Pick<Context, 'io' | 'options'>;

/** Goes on where the user says yes, by --yes or on the terminal. Throws: CONFIRMATION_NEEDED. */
export const needYes = (asker: Asker, question: string): Promise<void> =>
  needWord(asker, `${clean(question)} [y/N] `, (typed) => /^y(es)?$/i.test(typed.trim()));

/** The same for what is easily overlooked: the user types a word. Throws: CONFIRMATION_NEEDED. */
export const needTyped = (asker: Asker, question: string, word: string): Promise<void> =>
  needWord(asker, `${clean(question)}\nType ${word} to go on: `, (typed) => typed.trim() === word);

async function needWord({ io, options }: Asker, question: string, isYes: (typed: string) => boolean): Promise<void> {
  if (options.has('yes')) return;
  const terminal = io.openTerminal();
  if (terminal === undefined)
    throw new AppError('CONFIRMATION_NEEDED', {
      detail: `${question.split('\n')[0]?.replace(' [y/N] ', '')} Answer in a terminal, or pass --yes.`,
    });
  try {
    const typed = await terminal.ask(question, 'shown');
    if (typed === undefined || !isYes(typed))
      throw new AppError('CONFIRMATION_NEEDED', { detail: 'Nothing was done.' });
  } finally {
    terminal.close();
  }
}
