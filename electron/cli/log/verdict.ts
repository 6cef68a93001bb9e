/** What a check of the log says to a person: what was found, what that means, and what to do. */
import type { LogCheckView } from '../../../shared/log-views.ts';
import { flow } from '../flow.ts';
import { type Colour, clean, type Paper, paint } from '../print.ts';

type LogResult = LogCheckView['result'];

/** What `log verify` ends with. Source: call-log.md. */
export const verifyExit = {
  intact: 0,
  altered: 1,
  sealed: 3,
  gap: 4,
  truncated: 5,
  unchecked: 6,
} as const satisfies Record<LogResult, number>;

interface Verdict {
  readonly colour: Colour;
  /** Before the check's own sentence, unless that says it all. */
  readonly title: string;
  readonly means: string;
  readonly todo: string;
}

const keepIt = `Keep a copy of calls.sqlite and its -wal before anything else touches it. If you did not change it yourself, treat the
machine as broken into: "keybearer panic --seal", and look at the exchange's own history of orders and withdrawals, which
nobody here can change. While the vault was open, orders are refused from now on; "keybearer log accept" puts this log aside
and begins a new one.`;

const verdicts: Readonly<Record<LogResult, Verdict>> = {
  intact: {
    colour: 'green',
    title: '',
    means: `Every entry follows from the one before it, every signature is by a key of this vault, and the list of calls says what
the entries say.`,
    todo: `It can't tell what somebody did who had the open vault and every place where the log's end is noted. Keep an anchor where
nobody here can reach it: "keybearer log anchor FILE".`,
  },
  altered: {
    colour: 'red',
    title: 'Altered',
    means: 'What was written once stands there differently now: something other than Keybearer changed the file.',
    todo: keepIt,
  },
  gap: {
    colour: 'red',
    title: 'A gap',
    means: 'Entries in the middle are gone. Pruning takes only the oldest, and leaves a signed note of it.',
    todo: keepIt,
  },
  truncated: {
    colour: 'red',
    title: 'Cut off',
    means: 'The log once went further than it does now. A copy of calls.sqlite that was put back looks like that, too.',
    todo: keepIt,
  },
  sealed: {
    colour: 'yellow',
    title: 'Hashes agree',
    means: `Whoever changes an entry can make the hashes anew. The signatures nobody can make anew, but to check them takes a key that
is in the sealed vault.`,
    todo: 'Give --passphrase-file for this check, or open the vault with "keybearer unseal".',
  },
  unchecked: {
    colour: 'yellow',
    title: 'Not checked',
    means: 'That says neither that the log is good nor that it is bad.',
    todo: `After "keybearer restore" from a backup, what was signed after the backup was made can't be checked, since its key is not in it.`,
  },
};

const foreign = `Look where this calls.sqlite came from. If you copied it here, keep it: the vault that wrote it can check it. This vault's own
log, if it still lies somewhere, is the record of what its bots did. If nobody you know put it here, treat the machine as
broken into: "keybearer panic --seal", and look at the exchange's own history of orders and withdrawals. While the vault is
open, bots place no orders on a log like this; "keybearer log accept" puts it aside, whole, and begins a new one. After this
vault's own files were put back from a copy, its log looks the same, since its newest key is missing there.`;

/** What a person reads. */
export function verdictText(check: LogCheckView, paper: Paper): string {
  const { colour, title, means, todo: usual } = verdicts[check.result];
  const todo = check.isForeign === true ? foreign : usual;
  const why = clean(check.why).replaceAll(/#(\d+)/g, (_, digits: string) => `#${grouped(Number(digits))}`);
  const at = check.at === null ? '' : ` at #${grouped(check.at)}`;
  const first = title === '' ? why : `${title}${at}. ${why}`;
  const size = `${grouped(check.entries)} ${check.entries === 1 ? 'entry' : 'entries'}, epoch ${check.epoch}.`;
  return `${paint(first, colour, paper.hasColour)}\n${size}\n\n${flow(`${means}\n\n${todo}\n`, paper)}`;
}

/** 12431 as 12,431. */
export const grouped = (value: number): string => value.toLocaleString('en-US');
