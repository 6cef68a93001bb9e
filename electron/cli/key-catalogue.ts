/** The commands about keys, in the order of the help. */
import type { CommandSpec } from './command.ts';

const keyExample = `keybearer key add
keybearer key add < key.json
where key.json is
{ "label": "kraken-main", "exchange": "kraken", "apiKey": "…", "secret": "…",
  "twoFactor": { "kind": "totp", "secret": "BASE32" }, "usedBy": ["bots"] }`;

const keyMore = `At a terminal it asks, and what is secret is not shown. Else it reads key.json from standard input. "twoFactor" is { "kind": "none" }, { "kind": "totp", "secret": "…" } (or "uri":
"otpauth://…") or { "kind": "password", "password": "…" }. "usedBy" names who uses the key: bots, kraken-pro-mobile,
service:NAME, service:NAME:confirmed:2026-11-22, unsure. "tier" is starter, intermediate, pro or unlimited. "endpoint"
sends the key's requests to another address. Nothing is sent to the exchange.`;

const key = () => import('./commands/key.ts');
const keyTest = () => import('./commands/key-test.ts');

export const keyCommands: readonly CommandSpec[] = [
  {
    words: ['key', 'add'],
    summary: 'add an exchange API key with its second factor',
    options: ['yes'],
    more: keyMore,
    example: keyExample,
    load: async () => (await key()).addKey,
  },
  {
    words: ['key', 'list'],
    summary: 'the keys, and whether each may have two-factor authentication',
    example: 'keybearer key list',
    load: async () => (await key()).listKeys,
  },
  {
    words: ['key', 'show'],
    summary: 'one key, without its secrets',
    args: 'KEY',
    leastArgs: 1,
    mostArgs: 1,
    example: 'keybearer key show kraken-main',
    load: async () => (await key()).showKey,
  },
  {
    words: ['key', 'test'],
    summary: 'ask the exchange whether a key works, and has 2FA',
    args: 'KEY',
    leastArgs: 1,
    mostArgs: 1,
    options: ['reuse'],
    more: `Sends three harmless requests at most; exits 1 where the key does not work. With --reuse it also sends one code twice, to learn whether the exchange takes
a code more than once in its 30 seconds; the second may be refused.`,
    example: 'keybearer key test kraken-main',
    load: async () => (await keyTest()).testKey,
  },
  {
    words: ['key', 'rotate'],
    summary: 'put new secrets behind a key, once the exchange takes them',
    args: 'KEY',
    leastArgs: 1,
    mostArgs: 1,
    more: `Reads a JSON object from standard input with what is new: "apiKey" and "secret", "twoFactor", or all of them.
What is left out stays. The exchange is asked first; where it refuses, nothing is changed. Bots go on without a break.
  {"twoFactor": {"kind": "totp", "secret": "JBSW Y3DP…"}}`,
    example: 'keybearer key rotate kraken-main < key.json',
    load: async () => (await keyTest()).rotateKey,
  },
  {
    words: ['key', 'codes'],
    summary: 'say whether the exchange takes a code twice',
    args: 'KEY SCHEDULE',
    leastArgs: 2,
    mostArgs: 2,
    more: `A schedule is one of reusable, once-per-step, unknown; "keybearer key test KEY --reuse" finds it out. Where codes work
once, a key makes one call in 30 seconds: cancels go first, then orders, then reads.`,
    example: 'keybearer key codes kraken-main reusable',
    load: async () => (await keyTest()).setCodes,
  },
  {
    words: ['key', 'dead-man'],
    summary: 'let bots feed the switch that cancels every order when they fall silent',
    args: 'KEY on|off',
    leastArgs: 2,
    mostArgs: 2,
    options: ['yes'],
    more: `Bots feed it with POST /v1/keys/KEY/heartbeat. When none comes in time, the exchange cancels every order of the account,
also those that no bot has placed. It is taken off when the agent ends, or the vault is sealed, on purpose.`,
    example: 'keybearer key dead-man kraken-main on',
    load: async () => (await keyTest()).setDeadMan,
  },
  {
    words: ['key', 'use'],
    summary: 'say who uses a key',
    args: 'KEY USE…',
    leastArgs: 2,
    mostArgs: 21,
    more: `A use is one of bots, kraken-pro-mobile, service:NAME, unsure; what was said before is replaced. service:NAME:confirmed:2026-11-22 says that a service confirmed on that day that
keys with 2FA work there.`,
    example: 'keybearer key use kraken-main bots',
    load: async () => (await keyTest()).useKey,
  },
  {
    words: ['key', 'remove'],
    summary: 'forget a key and its secrets',
    args: 'KEY',
    leastArgs: 1,
    mostArgs: 1,
    options: ['yes'],
    example: 'keybearer key remove kraken-main',
    load: async () => (await key()).removeKey,
  },
];
