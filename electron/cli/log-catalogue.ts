/** The commands about the call log, in the order of the help. */
import type { CommandSpec } from './command.ts';
import type { OptionName } from './options.ts';

const filters = [
  ...(['bot', 'key', 'method', 'status', 'since', 'exchange', 'symbol', 'error', 'slower-than', 'text'] as const),
] satisfies readonly OptionName[];

const check = () => import('./commands/log-verify.ts');

export const logCommands: readonly CommandSpec[] = [
  {
    words: ['log'],
    summary: 'the calls of the bots, newest last (with --json newest first)',
    options: ['follow', ...filters, 'limit'],
    more: `Filters can be mixed: all of them must hold. --text finds words and beginnings of words, also in what was sent and
answered; with --follow in the names and errors alone. Requests of a call that made several stand below it. With --follow,
calls under way stand at the end until they are done. More about the log: "keybearer log stats", "keybearer log export",
"keybearer log verify", "keybearer log anchor", "keybearer log bundle".`,
    example: 'keybearer log --bot grid-1 --since 2h --status denied',
    load: async () => (await import('./commands/log.ts')).log,
  },
  {
    words: ['log', 'stats'],
    summary: 'how many calls and errors there were, and how long they took',
    options: ['since'],
    more: 'Of the last 24 hours, unless --since says another time.',
    example: 'keybearer log stats --since 7d',
    load: async () => (await import('./commands/log-stats.ts')).logStats,
  },
  {
    words: ['log', 'export'],
    summary: 'hand the log on: as HAR, CSV or JSON Lines, oldest call first',
    options: ['format', 'out', 'amounts', ...filters, 'yes'],
    more: `HAR 1.2 opens in the network panel of a browser, CSV in a spreadsheet, JSON Lines in a program. Secrets never stand in
the log; amounts and prices are masked, unless --amounts is given; names of bots, labels of keys and ids of orders are not.
A file is there whole or, after Ctrl-C, not at all.`,
    example: 'keybearer log export --format har --since 2h --out calls.har',
    load: async () => (await import('./commands/log-export.ts')).exportLog,
  },
  {
    words: ['log', 'verify'],
    summary: 'check that nobody changed the log',
    options: ['anchor'],
    more: `Exit codes: 0 intact, 1 altered, 3 sealed (only hashes were checked), 4 a gap, 5 cut off at the end, 6 could not be
checked. While the vault is sealed, --passphrase-file lets the seals be checked, too; the vault stays sealed. A check that
fails keeps bots from orders and from moving funds, until "keybearer log accept".`,
    example: 'keybearer log verify --anchor /media/stick/keybearer-anchor.json',
    load: async () => (await check()).verifyLog,
  },
  {
    words: ['log', 'anchor'],
    summary: 'note where the log stands, in a file to keep elsewhere',
    args: 'FILE',
    leastArgs: 1,
    mostArgs: 1,
    options: ['yes'],
    more: `Keep FILE where whoever might change the log can't reach it: on a stick, on another machine, in a mail to yourself. It
holds a number and a hash, and tells nothing of what is in the log. "keybearer log verify --anchor FILE" compares.`,
    example: 'keybearer log anchor /media/stick/keybearer-anchor.json',
    load: async () => (await check()).anchorLog,
  },
  {
    words: ['log', 'accept'],
    summary: 'put a log that failed its check aside and begin a new one; bots may trade again',
    options: ['yes'],
    more: 'The old log is kept, whole, beside the new one. Look first: "log verify" says what is wrong with it.',
    example: 'keybearer log accept',
    load: async () => (await check()).acceptLog,
  },
  {
    words: ['log', 'bundle'],
    summary: 'write a support bundle for a bug report, after showing it to you',
    args: 'OUT',
    leastArgs: 1,
    mostArgs: 1,
    options: ['yes'],
    more: `Versions, the machine, settings, counts, and the last errors with their causes and timings. In it are no names of bots,
labels of keys, ids, amounts, markets, paths or addresses, and no secrets; the names of exchanges and of methods are.`,
    example: 'keybearer log bundle keybearer-bundle.json',
    load: async () => (await import('./commands/log-bundle.ts')).bundleLog,
  },
];
