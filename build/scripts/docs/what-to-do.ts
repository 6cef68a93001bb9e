/** What to do about each error, in the window and in the terminal. A code without a row does not compile. */
import type { ErrorCode } from '../../../shared/errors.ts';

export interface ToDo {
  /** More than the sentence of the error itself; left out where that says it all. */
  readonly means?: string;
  readonly window: string;
  readonly terminal: string;
}

const mendTheBot = 'Nothing: the bot has to be mended. *Calls* shows what it asked for.';
const notThere = 'It does not happen in the window.';
const forTheBot = 'The bot has to be mended.';

export const whatToDo = {
  TOKEN_MISSING: {
    means: 'The bot sent no token. Below `/v1/resign/`, the token goes where the exchange wants its API key.',
    window: '*Bots*, the bot, *Try it* shows a call with the token in its place; *Set up* a whole configuration.',
    terminal: '`keybearer bot show BOT --dummy KEY` shows what an unchanged bot is told.',
  },
  TOKEN_UNKNOWN: {
    means:
      'The token was cut off, belongs to a revoked bot, was replaced, or may not come in by this door: a token works on TCP only where the bot was made for it.',
    window: '*Bots*, the bot: see *Comes in by*, and make a *New token*.',
    terminal: '`keybearer bot show BOT` names its doors; `keybearer bot rotate-token BOT` makes a new token.',
  },
  TOKEN_EXPIRED: {
    means: 'It was made with a day on which it ends; a new token does not change that.',
    window: '*Bots*, the bot, *Revoke*; then *Connect a bot*, with a later *Expires*.',
    terminal: '`keybearer bot revoke BOT`, then `keybearer bot add < bot.json` with a later `expires`.',
  },
  BOT_PAUSED: {
    means:
      'You paused it, *Panic* did, or the vault came back from a backup or as an older state than the one last seen.',
    window: '*Bots*, the bot, *Resume*. Look at its grants first.',
    terminal: '`keybearer bot show BOT`, then `keybearer bot resume BOT`.',
  },
  PERMISSION_DENIED: {
    means:
      'The grant does not name the permission that the call needs, or the call asked for more than it said: what is about to be sent decides, not the method.',
    window: '*Bots*, the bot: its grants in plain words. To allow more: *Change*, on the grant.',
    terminal: '`keybearer bot show BOT`. To allow more: `keybearer bot grant BOT < grant.json`.',
  },
  SYMBOL_DENIED: {
    means: 'The market is not in the grant, or it could not be told which market is meant.',
    window: '*Bots*, the bot: its grants name their markets. *Change* adds one.',
    terminal: '`keybearer bot show BOT` names its symbols; `keybearer bot grant BOT < grant.json` changes them.',
  },
  APPROVAL_DENIED: {
    window: 'You chose *Deny*. *Approvals*, *History* shows it.',
    terminal: '`keybearer log --error APPROVAL_DENIED`.',
  },
  APPROVAL_TIMEOUT: {
    means: 'The order was above the bot’s *ask me above* limit, and nobody answered within two minutes.',
    window: '*Approvals*. To be asked less often, choose *Allow for longer*, or raise the limit.',
    terminal: '`keybearer approvals --follow`, and `keybearer config set notify.command` to be told elsewhere.',
  },
  ORIGIN_DENIED: {
    means: 'The request had headers that only browsers send. ccxt for Python needs `"origin": "*"` beside `proxyUrl`.',
    window: '*Bots*, the bot, *Set up* shows the configuration that passes.',
    terminal: '`keybearer bot show BOT --dummy KEY --for python`.',
  },
  LIMIT_EXCEEDED: {
    means:
      'The order is past a limit of the grant, or a limit could not be held against it: no price, another currency, a sum of the day that could not be proved. It is also the 21st request of one call.',
    window: '*Bots*, the bot: each limit with how much of it is used. Days end at midnight UTC.',
    terminal: '`keybearer log --error LIMIT_EXCEEDED` says which limit; `GET /v1/me` says what is `left`.',
  },
  CALLS_LIMIT_EXCEEDED: {
    means: 'More calls in 60 seconds than `callsPerMinute`, or more than 512 requests at once.',
    window: '*Bots*, the bot: *Calls in the last minute*.',
    terminal: 'The bot may try again after `retryAfterMs`.',
  },
  BODY_INVALID: {
    means:
      'Not JSON as the agent reads it, a wrong media type, a name twice, an amount that is no plain number, or parameters that contradict each other.',
    window: mendTheBot,
    terminal: `${forTheBot} [What a call looks like](bot-api.md#a-call).`,
  },
  BODY_TOO_LARGE: { window: mendTheBot, terminal: `${forTheBot} Split the request.` },
  HOST_DENIED: {
    window: mendTheBot,
    terminal: 'Call the address that `keybearer status` shows as `HTTP`, not another name of this computer.',
  },
  METHOD_UNKNOWN: {
    means: 'Neither a unified nor an implicit method of ccxt has this name for this exchange.',
    window: mendTheBot,
    terminal: `${forTheBot} Names are those of ccxt for JavaScript: \`createOrder\`, \`privatePostBalance\`.`,
  },
  ROUTE_UNKNOWN: { window: mendTheBot, terminal: `${forTheBot} [The routes](api.md).` },
  KEY_UNKNOWN: {
    window: '*Keys* for the label, and *Bots*, the bot for its grants.',
    terminal: '`keybearer key list`, and `keybearer bot show BOT`.',
  },
  PAIRING_UNKNOWN: { window: 'Start the pairing at the bot again.', terminal: 'Start the pairing at the bot again.' },
  PAIRING_EXPIRED: {
    means: 'A code is good for two minutes.',
    window: 'Start the pairing at the bot again, with *Connect a bot* open.',
    terminal: 'Start it at the bot again, and type `keybearer bot approve CODE` within two minutes.',
  },
  PAIRING_LIMIT: {
    window: '*Connect a bot*, *It shows a code*: answer one, or wait two minutes.',
    terminal: '`keybearer bot approve CODE`, or wait two minutes.',
  },
  IDEMPOTENCY_MISMATCH: {
    means: 'The bot used the name of an earlier request for another one. Nothing was sent.',
    window: mendTheBot,
    terminal: `${forTheBot} A name stands for one request, for 24 hours.`,
  },
  VAULT_SEALED: {
    means: 'Nobody has opened the vault since the start, or it was sealed. Bots may try again.',
    window: '*Open the vault*.',
    terminal: '`keybearer unseal` where an agent runs; else give the command `--passphrase-file F`.',
  },
  CIRCUIT_OPEN: {
    means: 'The rest takes a minute, and longer each time.',
    window: '*Calls*, *Failed*: the refusals before it say why. Mend that, then *Test now* on the page of the key.',
    terminal:
      '`keybearer log --status failed`, then `keybearer key test KEY`: a test passes, and one that succeeds ends the rest.',
  },
  RATE_LIMITED: {
    means: 'Bots may try again after `retryAfterMs`.',
    window: '*Keys*, the key: is its *Verification tier at Kraken* right? A key for each busy bot helps.',
    terminal: '`keybearer status` shows each budget. `tier` stands in `key.json`.',
  },
  CODE_WAIT: {
    means: 'The exchange takes each code once, and the next is too far away. Bots may try again after `retryAfterMs`.',
    window: 'The page of the key, *Code schedule*. A fixed password, or more keys, let bots call more often.',
    terminal:
      '`keybearer key test KEY --reuse` finds out whether codes work twice; `keybearer key codes KEY reusable` sets it back.',
  },
  DEADLINE_PASSED: {
    means: 'The bot said how long it would wait (`Keybearer-Deadline-Ms`).',
    window: '*Calls*, the call, *Where the time went*.',
    terminal: '`keybearer log --error DEADLINE_PASSED`.',
  },
  CODE_REJECTED: {
    window: 'The page of the key, *Test now*. If the code is wrong, *Protect this key* again.',
    terminal: '`keybearer key test KEY`; a new set-up key goes in by `keybearer import --key KEY`.',
  },
  SIGNATURE_REJECTED: {
    means: 'On Kraken that is the usual word for a missing code, too. [The causes](#eapiinvalid-signature).',
    window: 'The page of the key, *Test now*; or *Explain* on the call.',
    terminal: '`keybearer key test KEY`, and `keybearer explain "EAPI:Invalid signature" --key KEY`.',
  },
  KEY_REJECTED: {
    means: '[The causes](#eapiinvalid-key).',
    window: 'The page of the key, *Test now*. A new API key goes in by *Replace its secrets*.',
    terminal: '`keybearer key test KEY`; a new API key goes in by `keybearer key rotate KEY < new.json`.',
  },
  EXCHANGE_PERMISSION_DENIED: {
    means: 'The grant allows it, the key at the exchange does not. [The causes](#egeneralpermission-denied).',
    window: 'Tick the permission at the exchange, then *Test now* on the page of the key.',
    terminal: 'Tick the permission at the exchange, then `keybearer key test KEY`.',
  },
  EXCHANGE_LOCKED_OUT: {
    means: 'On Kraken that lasts about 15 minutes. [The causes](#egeneraltemporary-lockout).',
    window: '*Panic*, or pause the bots of the key; wait; then *Test now*.',
    terminal: '`keybearer bot pause BOT`; wait; then `keybearer key test KEY`.',
  },
  NONCE_REJECTED: {
    means:
      'Bots may try again. If it comes back, give each program a key of its own. An order, or a withdrawal, at another exchange than Kraken is [`OUTCOME_UNKNOWN`](#outcome_unknown) in its place: the refusal may be of its second copy. [The causes](#eapiinvalid-nonce).',
    window: 'The page of the key, *Test now*: the health card says whether somebody else uses it.',
    terminal: '`keybearer key test KEY` says whether somebody else uses it.',
  },
  EXCHANGE_REFUSED: {
    means:
      'The order or its arguments: too little money, an amount too small, a market that is closed. `exchange` has its words.',
    window: '*Calls*, the call; *Run again as a dry run* asks Kraken without placing anything.',
    terminal: '`keybearer log --error EXCHANGE_REFUSED` has the words of the exchange.',
  },
  EXCHANGE_UNAVAILABLE: {
    means: 'No network, maintenance, or an answer that was none. Bots may try again where `sent` is `no`.',
    window: '*Calls*, the call says whether the exchange may have acted.',
    terminal: '`keybearer log --error EXCHANGE_UNAVAILABLE`, and the status page of the exchange.',
  },
  OUTCOME_UNKNOWN: {
    means: 'On Kraken the agent looks the order up ten seconds later and says in the log what became of it.',
    window: '*Calls*, *Unknown*. Look at the orders at the exchange before anything is repeated.',
    terminal: '`keybearer log --status unknown`. Look at the orders at the exchange before anything is repeated.',
  },
  RESIGN_REFUSED: {
    means:
      '`causes` says why: a parameter twice, an unknown header, a host that isn’t the exchange’s, two endpoints that fit. Nothing was sent.',
    window: '*Calls*, the call.',
    terminal: '`keybearer log --error RESIGN_REFUSED`. [What to know](connect-a-bot.md#what-to-know).',
  },
  RECORD_FAILED: {
    means:
      'Without a record nothing is sent; only a cancel may go on. The disk, or a log that was moved away while Keybearer ran.',
    window: 'The warning on top of the page says what to do.',
    terminal: '`keybearer status` says what to do.',
  },
  DISK_FULL: {
    window: 'Make room, then do it again. *Settings*, *Call log* sets how much the log may take.',
    terminal: 'Make room, then do it again. `keybearer config set log.maxMegabytes 200` keeps the log small.',
  },
  INTERNAL: {
    window: '*Calls*, *Support bundle*, and please report it.',
    terminal: '`keybearer log bundle report.json`, and please report it.',
  },
  STREAM_GAP: {
    window: mendTheBot,
    terminal: 'The bot asks again for what it needs to know.',
  },
  STREAM_LIMIT: { window: mendTheBot, terminal: 'The bot opens another connection, or watches less.' },
  PASSPHRASE_WRONG: {
    means: 'After the third wrong one the next try waits, up to a minute. Nothing is ever wiped.',
    window: 'Type it again, or *Use the recovery key*.',
    terminal: 'Type it again, or give `--recovery-file F` to `agent`, `unseal` or `passphrase change`.',
  },
  PASSPHRASE_NEEDED: {
    window: notThere,
    terminal: 'Give `--passphrase-file F`, or run the command in a terminal.',
  },
  VAULT_MISSING: {
    means: 'Or another data directory is meant: `--data`, `KEYBEARER_DATA`.',
    window: 'The first page makes one, or restores a backup.',
    terminal: '`keybearer init`, or `keybearer restore IN`.',
  },
  VAULT_EXISTS: {
    window: 'Quit, move `vault-a.json` and `vault-b.json` out of the data directory, start again.',
    terminal: 'Name another directory with `--data`, or move `vault-a.json` and `vault-b.json` away.',
  },
  VAULT_NEWER: { window: 'Update Keybearer.', terminal: 'Update Keybearer.' },
  VAULT_DAMAGED: {
    means:
      'A single bad file is mended from the other; this is both. [Recovery](backup.md#when-the-vault-cant-be-read).',
    window: 'Move both files away, keep them, start again and choose *Restore from a backup*.',
    terminal: 'Move both files away, keep them, and `keybearer restore IN`. Copies stand in `backups`.',
  },
  LABEL_TAKEN: { window: 'Choose another label or name.', terminal: 'Choose another label or name.' },
  KEY_IN_USE: {
    window: 'The page of the key, *Bots with a grant*: revoke each, then *Remove*.',
    terminal: '`keybearer bot list`, `keybearer bot revoke BOT`, then `keybearer key remove KEY`.',
  },
  INPUT_INVALID: {
    means: 'The sentence says what: a field, a file, a name, an owner or mode.',
    window: 'Change what it names.',
    terminal: 'Change what it names; `keybearer COMMAND --help` shows what goes in.',
  },
  CODE_SECRET_INVALID: {
    means: 'Not base32, too short, or codes that exchanges don’t use (those that count, those of Steam).',
    window: '*Protect this key*: use the picture, or copy the set-up key whole.',
    terminal: 'Copy the set-up key whole, or `keybearer import PICTURE --key KEY`.',
  },
  AGENT_RUNNING: {
    means: 'The desktop app is an agent, too. One works on a data directory at a time.',
    window: 'Stop the other one, then start the app again.',
    terminal: 'Use the running one, stop it (Ctrl-C, SIGTERM, quit the app), or name another `--data`.',
  },
  AGENT_MISSING: {
    window: 'Quit Keybearer and start it again.',
    terminal: '`keybearer agent`, in another terminal or [as a service](headless.md).',
  },
  WINDOW_LOCKED: {
    window: '*Unlock*, with the passphrase. Bots go on.',
    terminal: 'It does not happen in the terminal.',
  },
  CONFIRMATION_NEEDED: {
    window: 'Tick what it asks for.',
    terminal: 'Answer in a terminal, or pass `--yes`.',
  },
} as const satisfies Record<ErrorCode, ToDo>;
