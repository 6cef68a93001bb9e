import type { ControlResult } from '../../../shared/control-api.ts';
import { answer, paperOf } from '../answer.ts';
import type { Run } from '../command.ts';
import { flow } from '../flow.ts';
import { needYes } from '../question.ts';
import { recoveryKeyText, stillOnScreen, typedAgain } from '../recovery-key.ts';

const question = 'Rotate the vault key and the recovery key? The old recovery key will open nothing.';

/** The agent keeps the new recovery key until it is told that its owner has it: whatever is cut short, it is shown again. */
export const rotateVault: Run = async (context) => {
  const { io, isJson, call } = context;
  await needYes(context, question);
  const made = await call('vault.rotate', {});
  answer(context, made, () => `${doneText(made)}\n${recoveryKeyText(made.recoveryKey, paperOf(context))}\n`);
  await io.saidAll();
  const copy = await typedAgain(context, made.recoveryKey);
  if (copy === 'given-up') io.err(flow(notProven, paperOf(context)));
  else await call('vault.recovery-kept', {});
  if (!isJson) io.out(flow(`${stillOnScreen[copy]}${afterwards}`, paperOf(context)));
  return 0;
};

const doneText = ({ records, isResumed }: ControlResult<'vault.rotate'>): string =>
  isResumed
    ? 'An earlier rotation left its recovery key to be written down: this is it.\nNothing was rotated now.\n'
    : `The vault is rotated${records === 0 ? '' : `: its ${records} ${records === 1 ? 'record is' : 'records are'} sealed under a new key`}.\n`;

const notProven = `Your copy was not checked. The vault is rotated all the same; to see this key again:
  keybearer vault rotate
`;

const afterwards = `The old recovery key opens nothing any more; the passphrase is as it was.

Backups, and copies that Keybearer made by itself, still open with what opened them before: where something
has leaked, delete them, and change the passphrase, too.

Where the system's keychain opened the vault, turn that on again.
`;
