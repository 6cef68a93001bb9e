import type { ControlResult } from '../../../shared/control-api.ts';
import { answer } from '../answer.ts';
import type { Run } from '../command.ts';
import { needYes } from '../question.ts';
import { recoveryKeyText, stillOnScreen, typedAgain } from '../recovery-key.ts';

const question = 'Rotate the vault key and the recovery key? The recovery key of now will open nothing any more.';

/** The agent keeps the new recovery key until it is told that its owner has it: whatever is cut short, it is shown again. */
export const rotateVault: Run = async (context) => {
  const { io, isJson, call } = context;
  await needYes(context, question);
  const made = await call('vault.rotate', {});
  answer(context, made, () => `${doneText(made)}\n${recoveryKeyText(made.recoveryKey)}\n`);
  await io.saidAll();
  const copy = await typedAgain(context, made.recoveryKey);
  if (copy === 'given-up') io.err(notProven);
  else await call('vault.recovery-kept', {});
  if (!isJson) io.out(`${stillOnScreen[copy]}${afterwards}`);
  return 0;
};

const doneText = ({ records, isResumed }: ControlResult<'vault.rotate'>): string =>
  isResumed
    ? 'An earlier rotation was done, and its recovery key not kept. Nothing was rotated now: this is that key.\n'
    : `The vault is rotated: ${records} ${records === 1 ? 'record is' : 'records are'} sealed under a new key.\n`;

const notProven = `Your copy was not checked. The vault is rotated all the same; to see this key again:
  keybearer vault rotate
`;

const afterwards = `The old recovery key opens nothing any more; the passphrase is as it was.
Backups, and copies that Keybearer made by itself, still open with what opened them before: where something
has leaked, delete them, and change the passphrase, too. Where the system's keychain opened the vault, turn
that on again.
`;
