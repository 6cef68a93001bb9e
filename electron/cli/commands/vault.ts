import { resolve } from 'node:path';
import type { ControlResult } from '../../../shared/control-api.ts';
import type { Secret } from '../../base/secret.ts';
import { answer, paperOf } from '../answer.ts';
import { shutOff } from '../backup-file.ts';
import type { Context, Run } from '../command.ts';
import { flow } from '../flow.ts';
import { clean } from '../print.ts';
import { withProgress } from '../progress.ts';
import { recoveryKeyText, stillOnScreen, typedAgain } from '../recovery-key.ts';
import { newPassphrase } from '../unlock.ts';

export const init: Run = async (context) => {
  const { io, host, dataDir, options, isJson } = context;
  const made = await host.init(dataDir, async (create) => {
    const passphrase = await newPassphrase(io, options.text('passphrase-file'));
    return withProgress(io, () => create(passphrase));
  });
  answer(
    context,
    made,
    () => `The vault is made: ${clean(dataDir)}\n\n${recoveryKeyText(made.recoveryKey, paperOf(context))}\n`,
  );
  const copy = await typedAgain(context, made.recoveryKey);
  if (copy === 'given-up') io.err(flow(notProven, paperOf(context)));
  if (!isJson) io.out(`${stillOnScreen[copy]}Next: keybearer agent\n`);
  return 0;
};

const notProven = `Your copy was not checked. The vault is made all the same; for another recovery key:
  keybearer vault rotate
`;

export const changePassphrase: Run = async (context) => {
  const { io, options, unlocker } = context;
  const port = await context.port();
  let fresh: Secret | undefined;
  try {
    // The old one is asked for first; where it was wrong, the new one need not be typed again.
    const changed = await unlocker.with(async (unlock) => {
      fresh ??= await newPassphrase(io, options.text('new-passphrase-file'));
      return fresh.useText((passphrase) => port.call('passphrase.change', { passphrase }, unlock));
    });
    return answer(context, changed, () => changedText);
  } finally {
    fresh?.wipe();
  }
};

const changedText = `The passphrase is changed; the recovery key stays as it is.
Copies of the vault that were made before still open with the old passphrase.
`;

export const backup: Run = async (context) => {
  const { io, options, unlocker, dataDir } = context;
  const path = resolve(context.args[0] ?? '');
  const port = await context.port();
  let own: Secret | undefined;
  try {
    const made = await unlocker
      .with(async (unlock) => {
        own ??= await newPassphrase(io, options.text('new-passphrase-file'), 'A passphrase for the backup: ');
        return own.useText((passphrase) => port.call('vault.backup', { path, passphrase }, unlock));
      })
      .catch(async (fault: unknown) => {
        throw port.isLocal ? fault : await shutOff(fault, path, dataDir);
      });
    const what = `${made.keys} ${made.keys === 1 ? 'key' : 'keys'} and ${made.bots} ${made.bots === 1 ? 'bot' : 'bots'}`;
    return answer(
      context,
      made,
      () =>
        `Backed up ${what} to ${clean(made.path)}, and read it back.\nIt opens with the passphrase that you just gave it, and with the recovery key.\n`,
    );
  } finally {
    own?.wipe();
  }
};

export const restore: Run = async (context) => {
  const { io, host, dataDir, unlocker } = context;
  const made = await host.restore(dataDir, resolve(context.args[0] ?? ''), (open) =>
    unlocker.with((unlock) => withProgress(io, () => open(unlock))),
  );
  const paused = made.paused.length === 0 ? '' : `Paused until you resume them: ${clean(made.paused.join(', '))}\n`;
  return answer(
    context,
    made,
    () => `The vault is restored, with ${made.keys} ${made.keys === 1 ? 'key' : 'keys'}: ${clean(dataDir)}
Its passphrase is the backup's; change it with "keybearer passphrase change".
${paused}`,
  );
};

export const seal: Run = async (context) => answerVault(context, await context.call('seal', {}));

export const unseal: Run = async (context) => answerVault(context, await context.call('unseal', {}));

function answerVault(context: Context, view: ControlResult<'seal'>): number {
  const paused = view.paused.length === 0 ? '' : `Paused: ${view.paused.join(', ')}\n`;
  const said = {
    open: 'The vault is open.',
    sealed: 'The vault is sealed.',
    missing: 'There is no vault yet. Make one: keybearer init',
  };
  return answer(context, view, () => `${said[view.vault]}\n${paused}`);
}

/** Narrows only, so that it asks nothing: who panics has no time. */
export const panic: Run = async (context) => {
  const { options } = context;
  const done = await context.call('panic', { cancelAll: options.has('cancel-all'), seal: options.has('seal') });
  const { keys } = await context.call('status', {});
  const labels = keys.map(({ label }) => label);
  answer(context, done, () => printPanic(done, options.has('cancel-all'), labels));
  return done.failed.length === 0 ? 0 : 1;
};

function printPanic(
  { vault, paused, cancelled, failed }: ControlResult<'panic'>,
  isCancelling: boolean,
  keys: readonly string[],
): string {
  const isLeftUndone = isCancelling && cancelled.length === 0 && failed.length === 0 && keys.length > 0;
  const lines = [
    paused.length === 0 ? 'No bot was active.' : `Paused: ${paused.join(', ')}`,
    ...(cancelled.length > 0 ? [`All open orders cancelled on: ${cancelled.join(', ')}`] : []),
    ...(isLeftUndone
      ? [
          'Nothing was cancelled: the vault was sealed. Open it with "keybearer unseal" and repeat, or cancel at the exchange.',
        ]
      : []),
    ...failed.map((text) => `NOT cancelled on ${text}`),
    vault === 'sealed' ? 'The vault is sealed.' : 'The vault is open.',
    ...(keys.length > 0 ? [`If a key may have leaked, delete it at the exchange now: ${keys.join(', ')}`] : []),
    ...(paused.length > 0 ? ['Bots go on with "keybearer bot resume BOT".'] : []),
  ];
  return `${lines.map(clean).join('\n')}\n`;
}
