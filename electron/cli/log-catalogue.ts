/** The commands about the call log, in the order of the help. */
import type { CommandSpec } from './command.ts';

const filters = [
  'bot',
  'key',
  'method',
  'status',
  'since',
  'exchange',
  'symbol',
  'error',
  'slower-than',
  'text',
] as const;

const verify = () => import('./commands/log-verify.ts');

export const logCommands: readonly CommandSpec[] = [
  {
    words: ['log'],
    summary: 'the calls of the bots, newest last (with --json newest first)',
    options: ['follow', ...filters, 'limit'],
    example: 'keybearer log --bot grid-1 --since 2h --status denied',
    load: async () => (await import('./commands/log.ts')).log,
  },
  {
    words: ['log', 'export'],
    summary: 'the log as HAR, CSV or JSON Lines, redacted',
    options: ['format', 'out', 'amounts', ...filters, 'yes'],
    more: `HAR opens in the network panel of a browser. Without --out the export goes to standard output, with --json too.
Amounts and prices are masked unless you ask for them; keys, signatures and codes were never in the log.`,
    example: 'keybearer log export --format har --since 2h --out calls.har',
    load: async () => (await import('./commands/log-export.ts')).exportLog,
  },
  {
    words: ['log', 'stats'],
    summary: 'how many calls, how many errors, how long they took',
    options: ['since'],
    more: 'Of the last day, or since --since. Errors are calls that failed or whose outcome is unknown; x marks when.',
    example: 'keybearer log stats --since 7d',
    load: async () => (await import('./commands/log-stats.ts')).logStats,
  },
  {
    words: ['log', 'verify'],
    summary: 'is the log as it was written? Exit 0 intact, 1 altered, 3 sealed, 4 gap, 5 truncated, 6 unchecked',
    options: ['anchor', 'recovery-file'],
    more: `Every entry is chained to the one before and signed by a key of the vault. While the vault is sealed only the chain is
checked; where no agent runs, --passphrase-file opens it for the check. A head that you kept elsewhere (--anchor) shows
what was cut off at the end. Whoever has the open vault and every anchor can forge.`,
    example: 'keybearer log verify --anchor head.json',
    load: async () => (await verify()).verifyLog,
  },
  {
    words: ['log', 'anchor'],
    summary: 'write where the log stands to a file, to be kept elsewhere',
    args: 'F',
    leastArgs: 1,
    mostArgs: 1,
    options: ['yes'],
    example: 'keybearer log anchor /media/stick/head.json',
    load: async () => (await verify()).anchorLog,
  },
  {
    words: ['log', 'accept'],
    summary: 'put a log that failed its check aside, and begin a new one',
    options: ['yes'],
    more: 'While a check has failed, no bot places orders or moves funds. The old log is kept whole.',
    example: 'keybearer log accept',
    load: async () => (await verify()).acceptLog,
  },
  {
    words: ['log', 'bundle'],
    summary: 'a file for a bug report, shown to you before it is saved',
    args: 'OUT',
    leastArgs: 1,
    mostArgs: 1,
    options: ['yes'],
    more: 'Versions, counts, settings and the last errors; no name of a key, a bot, a market or an order, and no amount.',
    example: 'keybearer log bundle report.json',
    load: async () => (await import('./commands/log-bundle.ts')).bundleLog,
  },
];
