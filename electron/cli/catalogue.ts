/** The commands, in the order of the help. */
import type { CommandSpec } from './command.ts';
import { keyCommands } from './key-catalogue.ts';
import { logCommands } from './log-catalogue.ts';
import { vaultCommands } from './vault-catalogue.ts';

const botExample = `keybearer bot add
keybearer bot add < bot.json
where bot.json is
{ "name": "grid-1", "grants": [{ "key": "kraken-main", "preset": "trade", "symbols": ["BTC/USD"] }] }`;

const botMore = `At a terminal it asks; else it reads bot.json from standard input. Prints the token, once. A grant has "key", "symbols" ("any" or a list) and "may"
(a list of permissions) or "preset" ("watch" or "trade"); "orders" ("own" or "any") and "limits" may be left out. "doors" is
any of "socket" and "http", the socket by default; "expires" is a time.`;

const grantMore = `Reads grants from standard input: one, a list, or {"grants": […]}, each as in bot.json. Each takes the place of the bot's
grant on that key, whole, or is added; grants on other keys stay. What would change is shown, and you are asked. It holds at
once: what waits for your yes is refused, and what you allowed for longer on these keys is over. A grant whose "may" is
empty allows nothing.`;

const grantExample = `keybearer bot grant grid-1 < grant.json
where grant.json is
{ "key": "kraken-main", "preset": "trade", "symbols": ["BTC/USD"], "limits": { "ordersPerDay": 500 } }`;

const programsHelp =
  'its ready-made configuration, on standard output: javascript, python, php, csharp, freqtrade, hummingbot';

const setupMore = `With --dummy KEY it shows how any bot built on ccxt, and many others, uses KEY unchanged: the agent's address in place
of the exchange's, the bot's token as the API key, and dummies for the other secrets; the agent signs each request anew. It
needs an agent with --http, and a bot with "http" among its doors. BOT may be left out; named, it is checked.
With -urls after the program (python-urls) ccxt is told by urls.api, address by address, instead of by proxyUrl.`;

const vault = () => import('./commands/vault.ts');
const key = () => import('./commands/key.ts');
const bot = () => import('./commands/bot.ts');
const config = () => import('./commands/config.ts');
const approvals = () => import('./commands/approvals.ts');

export const commands: readonly CommandSpec[] = [
  {
    words: ['init'],
    summary: 'make the vault; prints the recovery key, once',
    example: 'keybearer init',
    load: async () => (await vault()).init,
  },
  {
    words: ['agent'],
    summary: 'run the agent in the foreground',
    options: ['http', 'socket-group', 'recovery-file'],
    more: `Prints one line of JSON when it serves. Asks for the passphrase; where there is no terminal, it starts sealed, unless
--passphrase-file or a systemd credential named "passphrase" opens the vault. Ends on SIGTERM and Ctrl-C.`,
    example: 'keybearer agent --http 8700',
    load: async () => (await import('./commands/agent.ts')).agent,
  },
  {
    words: ['status'],
    summary: 'agent, vault, keys, bots; exits 1 when something needs you',
    options: ['socket'],
    example: 'keybearer status',
    load: async () => (await import('./commands/status.ts')).status,
  },
  {
    words: ['seal'],
    summary: 'drop every key from memory; bots wait until the vault is opened again',
    example: 'keybearer seal',
    load: async () => (await vault()).seal,
  },
  {
    words: ['unseal'],
    summary: 'open the vault of the running agent',
    options: ['recovery-file'],
    example: 'keybearer unseal --passphrase-file ~/.keybearer-passphrase',
    load: async () => (await vault()).unseal,
  },
  {
    words: ['panic'],
    summary: 'pause every bot at once; cancel and seal where asked',
    options: ['cancel-all', 'seal'],
    more: `It never asks, needs no passphrase, and works while the vault is sealed. Bots stay paused over restarts, until
"keybearer bot resume". To stop a key for good, delete it at the exchange: panic names the keys.`,
    example: 'keybearer panic --cancel-all',
    load: async () => (await vault()).panic,
  },
  ...keyCommands,
  {
    words: ['code'],
    summary: 'the current one-time code of a key',
    args: 'KEY',
    leastArgs: 1,
    mostArgs: 1,
    example: 'keybearer code kraken-main',
    load: async () => (await key()).showCode,
  },
  {
    words: ['guide'],
    summary: 'what 2FA the API keys of an exchange can have, and how to set it up',
    args: '[EXCHANGE]',
    mostArgs: 1,
    more: "Without an exchange it lists all of them. Exchanges go by ccxt's names. It needs neither agent nor passphrase.",
    example: 'keybearer guide kraken',
    load: async () => (await import('./commands/guide.ts')).guide,
  },
  {
    words: ['import'],
    summary: 'read second factors from a QR picture or an export, and give one to a key',
    args: '[FILE]',
    mostArgs: 1,
    options: ['key', 'account', 'export-password-file', 'yes'],
    more: `FILE is a picture (PNG, JPEG, GIF, BMP) with QR codes, otpauth:// addresses a line each, the parts of an export of
Google Authenticator, an export of Aegis, 2FAS or Bitwarden, or a set-up key. Left out, or "-": standard input.
Without --key it lists what is in the file. With --key it shows the code to type in at the exchange, asks the exchange
once you have confirmed there, and keeps the second factor only if it works.`,
    example: 'keybearer import qr.png --key kraken-main',
    load: async () => (await import('./commands/import.ts')).importFile,
  },
  {
    words: ['explain'],
    summary: 'what an error of an exchange may mean, and what to check',
    args: 'ERROR',
    leastArgs: 1,
    mostArgs: 1,
    options: ['key'],
    example: 'keybearer explain "EAPI:Invalid signature" --key kraken-main',
    load: async () => (await import('./commands/explain.ts')).explain,
  },
  {
    words: ['bot', 'add'],
    summary: 'let a bot use keys within grants; prints its token, once',
    options: ['yes'],
    more: botMore,
    example: botExample,
    load: async () => (await bot()).addBot,
  },
  {
    words: ['bot', 'grant'],
    summary: 'change what a bot may do with a key, and within which limits; its token stays',
    args: 'BOT',
    leastArgs: 1,
    mostArgs: 1,
    options: ['yes'],
    more: grantMore,
    example: grantExample,
    load: async () => (await import('./commands/bot-grant.ts')).grantBot,
  },
  {
    words: ['bot', 'rotate-token'],
    summary: 'give a bot a new token; the old one stops at once',
    args: 'BOT',
    leastArgs: 1,
    mostArgs: 1,
    example: 'keybearer bot rotate-token grid-1',
    load: async () => (await bot()).rotateToken,
  },
  {
    words: ['bot', 'approve'],
    summary: 'let a bot in that shows this code',
    args: 'CODE',
    leastArgs: 1,
    mostArgs: 1,
    options: ['yes'],
    more: `A bot that asks to be let in shows a code for two minutes. Grants come from standard input, as a list or as
{"grants": […]}; where nothing stands there, the wanted ones are shown and you are asked. After five wrong codes every bot
that waits is refused.`,
    example: 'keybearer bot approve 7F3A-91C2',
    load: async () => (await bot()).approveBot,
  },
  {
    words: ['bot', 'list'],
    summary: 'the bots and what they may do',
    example: 'keybearer bot list',
    load: async () => (await bot()).listBots,
  },
  {
    words: ['bot', 'show'],
    summary: "one bot and its grants; or how a bot that can't be changed is set up",
    args: 'BOT',
    leastArgs: 1,
    mostArgs: 1,
    insteadOfArgs: 'dummy',
    options: ['dummy', 'for'],
    meanings: { for: { value: 'PROGRAM', help: programsHelp } },
    more: setupMore,
    example: 'keybearer bot show grid-1 --dummy kraken-main --for freqtrade',
    load: async () => (await bot()).showBot,
  },
  ...(['pause', 'resume', 'revoke'] as const).map(onBot),
  {
    words: ['approvals'],
    summary: 'orders that wait for your yes',
    options: ['follow'],
    more: 'An order waits for two minutes, then it is refused. Bots have a limit "askAbove" for it.',
    example: 'keybearer approvals --follow',
    load: async () => (await approvals()).listApprovals,
  },
  {
    words: ['approve'],
    summary: 'let a waiting order through',
    args: 'ID',
    leastArgs: 1,
    mostArgs: 1,
    options: ['for'],
    more: `Once lets one request through; the others let all through that wait, and orders of this bot on this key and market
that are worth no more: for 15 minutes, until the vault is sealed, or for good.`,
    example: 'keybearer approve ask_3f5q --for 15m',
    load: async () => (await approvals()).approve,
  },
  {
    words: ['deny'],
    summary: 'refuse a waiting order; it never needs the passphrase',
    args: 'ID',
    leastArgs: 1,
    mostArgs: 1,
    example: 'keybearer deny ask_3f5q',
    load: async () => (await approvals()).deny,
  },
  ...vaultCommands,
  {
    words: ['config', 'get'],
    summary: 'the settings',
    args: '[NAME]',
    mostArgs: 1,
    example: 'keybearer config get notify.command',
    load: async () => (await config()).getConfig,
  },
  {
    words: ['config', 'set'],
    summary: 'change a setting',
    args: 'NAME VALUE',
    leastArgs: 2,
    mostArgs: 2,
    more: `VALUE is JSON.
  notify.command         a program and its arguments, as ["/usr/bin/tell-me", "--quiet"], or null. It is run without a
                         shell, gets one line of JSON without secrets on standard input, and is told when: an order waits
                         for your yes, a bot was paused, a key expires or is used elsewhere, an order's outcome is
                         unknown, the agent starts sealed
  pairing.http           may a bot ask over TCP to be let in? true or false
  seal.afterIdleHours    seal the vault when no bot has called for so many hours, as 12 or 0.5, or null (never; the default)
  lock.afterIdleMinutes  lock the window when nobody has used it for so many minutes, 1 to 240, or null (10 by default);
                         bots go on
  log.keepDays           take calls out of the log that are older than so many days, or null (never; the default)
  log.maxMegabytes       take the oldest calls out where the log grows larger, or null (never); 1000 by default. What is left
                         still verifies`,
    example: `keybearer config set notify.command '["/usr/local/bin/tell-me"]'`,
    load: async () => (await config()).setConfig,
  },
  {
    words: ['service', 'install'],
    summary: 'run the agent as a service of yours: a systemd user unit, or a launchd agent on macOS',
    options: ['http', 'print', 'yes'],
    more: `Writes one file and says how to turn the service on; it starts nothing. With --passphrase-file F the service opens the
vault by itself: on Linux systemd hands it F as a credential, and F must stay. Without it the service starts sealed, and
"keybearer unseal" opens the vault.`,
    example: 'keybearer service install --passphrase-file ~/.keybearer-passphrase',
    load: async () => (await import('./commands/service.ts')).installService,
  },
  {
    words: ['service', 'uninstall'],
    summary: 'take the service away again; vault and keys stay',
    options: ['yes'],
    example: 'keybearer service uninstall',
    load: async () => (await import('./commands/service.ts')).uninstallService,
  },
  ...logCommands,
  {
    words: ['practice'],
    summary: 'run the practice exchange, to try everything without a real key',
    options: ['port'],
    example: 'keybearer practice --port 9001',
    load: async () => (await import('./commands/practice.ts')).practice,
  },
];

function onBot(word: 'pause' | 'resume' | 'revoke'): CommandSpec {
  const about = {
    pause: { summary: 'refuse a bot everything until it is resumed', load: async () => (await bot()).pauseBot },
    resume: { summary: 'let a paused bot go on', load: async () => (await bot()).resumeBot },
    revoke: { summary: 'take a bot and its token away for good', load: async () => (await bot()).revokeBot },
  }[word];
  const options = word === 'revoke' ? (['yes'] as const) : [];
  return {
    words: ['bot', word],
    args: 'BOT',
    leastArgs: 1,
    mostArgs: 1,
    options,
    example: `keybearer bot ${word} grid-1`,
    ...about,
  };
}
