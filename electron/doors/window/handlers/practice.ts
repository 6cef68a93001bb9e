import type { Desk, HandlersOf } from './shell.ts';
import { confirmed, needOpen } from './with-passphrase.ts';

/** Keys of an exchange that plays with no money, so that all can be tried first. */
export function practiceHandlers({ agent, shell }: Desk): HandlersOf<'practice'> {
  return {
    'practice.start': ({ passphrase }) =>
      confirmed(agent, passphrase, () => {
        needOpen(agent);
        return shell.practice.addKeys();
      }),
  };
}
