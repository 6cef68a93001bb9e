import { open } from 'node:fs/promises';
import type { ImportFile, ImportView } from '../../../shared/control-views.ts';
import { AppError } from '../../../shared/errors.ts';
import { answer, paperOf } from '../answer.ts';
import type { Context, Run } from '../command.ts';
import type { Io } from '../io.ts';
import { clean, table } from '../print.ts';
import { readSecretFile } from '../secret-file.ts';
import { printTest } from './key-test.ts';

export const importFile: Run = async (context) => {
  const bytes = await readGiven(context);
  const key = context.options.text('key');
  try {
    const { file, view } = await read(context, bytes.toString('base64'));
    sayRefused(context.io, view);
    if (key === undefined) {
      const { needsPassword: _, ...shown } = view;
      return answer(context, shown, () => printList(view, context));
    }
    return await keep(context, key, file, view);
  } finally {
    bytes.fill(0);
  }
};

/** Shows the code, waits until it was typed in at the exchange, then asks the exchange. */
async function keep(context: Context, key: string, file: ImportFile, view: ImportView): Promise<number> {
  const account = await choose(context, view);
  const choice = { ...file, key, account };
  await confirm(context, () => context.call('import.code', choice));
  const { warnings, ...kept } = await context.call('import.keep', choice);
  answer(context, kept, () => `${kept.label} has its second factor.\n${printTest(kept, paperOf(context))}`);
  for (const warning of warnings) context.io.err(`warning: ${clean(warning)}\n`);
  return 0;
}

async function read(context: Context, file: string): Promise<{ file: ImportFile; view: ImportView }> {
  const path = context.options.text('export-password-file');
  const given = path === undefined ? { file } : { file, password: await passwordOf(path) };
  const view = await context.call('import.read', given);
  if (!view.needsPassword) return { file: given, view };
  const typed = await ask(context.io, 'Password of the export: ', 'hidden');
  if (typed === undefined)
    throw new AppError('INPUT_INVALID', {
      detail: 'This export is encrypted. Give the password that it was made with: --export-password-file F.',
    });
  const withPassword = { file, password: typed };
  return { file: withPassword, view: await context.call('import.read', withPassword) };
}

async function passwordOf(path: string): Promise<string> {
  const secret = await readSecretFile(path);
  const text = secret.useText((password) => password);
  secret.wipe();
  return text;
}

async function choose({ io, options }: Context, { accounts }: ImportView): Promise<number> {
  const given = options.whole('account', 1, 1000);
  if (given !== undefined) return given;
  if (accounts.length === 1) return 1;
  if (accounts.length === 0)
    throw new AppError('CODE_SECRET_INVALID', { detail: 'No account of this file can be used.' });
  const lines = accounts.map(({ n, issuer, name }) => `  ${n}  ${clean([issuer, name].join(' '))}\n`).join('');
  const typed = await ask(io, `This file has ${accounts.length} accounts.\n${lines}Which one? `, 'shown');
  if (typed !== undefined && /^\d{1,4}$/.test(typed.trim())) return Number(typed);
  throw new AppError('INPUT_INVALID', {
    detail: `This file has ${accounts.length} accounts. Choose one with --account N; without --key they are listed.`,
  });
}

/** Nobody types a code within the blink of an eye, so a new one is shown for each Enter. */
async function confirm(
  { io, options }: Context,
  code: () => Promise<{ code: string; expiresAt: string }>,
): Promise<void> {
  if (options.has('yes')) return;
  for (;;) {
    const { code: digits, expiresAt } = await code();
    const secondsLeft = Math.max(0, Math.ceil((Date.parse(expiresAt) - io.now()) / 1000));
    const shown = `Type this code at the exchange and confirm it there: ${digits} (${secondsLeft} s left)\n`;
    const typed = await ask(
      io,
      `${shown}Enter shows the code of the moment; type y once the exchange has taken one: `,
      'shown',
    );
    if (typed === undefined)
      throw new AppError('CONFIRMATION_NEEDED', {
        detail:
          'Nothing was kept. Answer in a terminal, or pass --yes where the exchange has this second factor already.',
      });
    if (/^y(es)?$/i.test(typed.trim())) return;
    if (typed.trim() !== '') throw new AppError('CONFIRMATION_NEEDED', { detail: 'Nothing was kept.' });
  }
}

const mostBytes = 10 * 1024 * 1024;

async function readGiven({ args, io }: Context): Promise<Buffer> {
  const [path = '-'] = args;
  if (path !== '-') return readBytes(path);
  if (!io.isInTerminal) return io.readInput();
  const typed = await ask(io, 'Set-up key or otpauth:// address: ', 'hidden');
  return Buffer.from(typed ?? '', 'utf8');
}

async function readBytes(path: string): Promise<Buffer> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      if (size <= mostBytes) return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new AppError('INPUT_INVALID', { detail: `${path} can't be read (${why}).`, cause });
  }
  throw new AppError('INPUT_INVALID', { detail: `${path} is larger than 10 MiB. Crop the picture to its QR code.` });
}

async function ask(io: Io, question: string, kind: 'shown' | 'hidden'): Promise<string | undefined> {
  const terminal = io.openTerminal();
  if (terminal === undefined) return undefined;
  try {
    return await terminal.ask(question, kind);
  } finally {
    terminal.close();
  }
}

function sayRefused(io: Io, { refused }: ImportView): void {
  for (const { issuer, name, reason } of refused)
    io.err(
      `warning: ${clean([issuer, name].filter((part) => part !== '').join(' ') || 'an account')}: ${clean(reason)}\n`,
    );
}

function printList({ accounts }: ImportView, context: Context): string {
  if (accounts.length === 0) return 'No account of this file can be used.\n';
  const columns = [
    { title: 'n', align: 'right' as const },
    { title: 'issuer', shrinks: true },
    { title: 'account', shrinks: true },
    { title: 'codes' },
  ];
  const rows = accounts.map(({ n, issuer, name, algorithm, digits, periodSec }) => [
    ...[String(n), issuer, name, `${digits} digits, ${periodSec} s, ${algorithm}`],
  ]);
  const warnings = accounts.flatMap((account) => account.warnings.map((text) => `${account.n}: ${clean(text)}\n`));
  return `${table(columns, rows, paperOf(context))}${warnings.join('')}\nGive one to a key: keybearer import FILE --key KEY${accounts.length > 1 ? ' --account N' : ''}\n`;
}
