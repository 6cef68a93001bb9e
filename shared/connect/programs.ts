/** Ready-made configurations of bots that can't be changed. The window and the terminal show the same. */
import { type BotSetup, tokenMark } from './bot-setup.ts';
import { csharp, javascript, type Language, php, python, treeAsValue, type Value, written } from './literals.ts';

/**
 * How ccxt is told the agent's address: before the exchange's own (`proxyUrl`), which covers every address, or in its place
 * (`urls`).
 */
export type Way = 'proxyUrl' | 'urls';

export interface Program {
  /** As it is named in the terminal. */
  readonly id: 'javascript' | 'python' | 'php' | 'csharp' | 'freqtrade' | 'hummingbot';
  readonly name: string;
  /** Absent where the program can't be pointed at the agent; `notes` then says why. */
  text?(setup: BotSetup, way: Way): string;
  readonly notes: readonly string[];
}

export const fromEnvironment = 'It reads the bot’s token from the environment, as KEYBEARER_TOKEN.';
const async_ = (what: string): string => `${what} takes the same configuration.`;

export const programs: readonly Program[] = [
  {
    id: 'javascript',
    name: 'JavaScript',
    text: ({ exchange, ...setup }, way) => `import ccxt from 'ccxt';

const exchange = new ccxt.${exchange}(${configured(javascript, setup, way)});
console.log(await exchange.fetchBalance());
`,
    notes: [fromEnvironment],
  },
  {
    id: 'python',
    name: 'Python',
    text: ({ exchange, ...setup }, way) => `import os

import ccxt

exchange = ccxt.${exchange}(${configured(python, setup, way)})
print(exchange.fetch_balance())
`,
    notes: [fromEnvironment, async_('ccxt.async_support')],
  },
  {
    id: 'php',
    name: 'PHP',
    text: ({ exchange, ...setup }, way) => `<?php
require 'vendor/autoload.php';

$exchange = new \\ccxt\\${exchange}(${configured(php, setup, way)});
print_r($exchange->fetch_balance());
`,
    notes: [fromEnvironment, async_('\\ccxt\\async')],
  },
  {
    id: 'csharp',
    name: 'C#',
    // Its constructor reads no `proxyUrl`, only the property does (cs/ccxt/base/Exchange.Options.cs).
    text: ({ exchange, ...setup }, way) => `using System;
using System.Collections.Generic;
using ccxt;

var exchange = new ${exchange.charAt(0).toUpperCase()}${exchange.slice(1)}(${
      way === 'urls'
        ? configured(csharp, setup, way)
        : `${written(csharp, setup.credentials.map(asMember))});
exchange.proxyUrl = ${csharp.text(setup.proxyUrl ?? '')}`
    }${way === 'urls' ? ')' : ''};
Console.WriteLine(await exchange.FetchBalance());
`,
    notes: [fromEnvironment],
  },
  {
    id: 'freqtrade',
    name: 'freqtrade',
    text: (setup, way) => `${JSON.stringify({ exchange: freqtrade(setup, way) }, null, 4)}\n`,
    notes: [
      'This goes into config.json. Put the bot’s token in the place of its placeholder, or into FREQTRADE__EXCHANGE__KEY.',
      'ccxt_config is for both of freqtrade’s ccxt objects. ccxt_sync_config and ccxt_async_config must name no other proxy, since ccxt takes one.',
      'freqtrade’s own WebSockets carry market data alone and go to the exchange directly. A dry run sends nothing private.',
    ],
  },
  {
    id: 'hummingbot',
    name: 'hummingbot',
    notes: [
      'hummingbot can’t be pointed at the agent: each connector has the exchange’s addresses in its code, and no setting replaces them.',
      'Its connectors also follow orders over WebSockets, which are not signed anew. It would need a connector of its own that calls the agent’s API.',
    ],
  },
];

export const programOf = (id: string): Program | undefined => programs.find((program) => program.id === id);

/** The better one first. */
export const ways: readonly Way[] = ['proxyUrl', 'urls'];

type Credential = BotSetup['credentials'][number];
type Told = Pick<BotSetup, 'credentials' | 'proxyUrl' | 'urls'>;

type Member = readonly [name: string, value: Value];

const asMember = ({ name, value }: Credential): Member => [name, value];

const configured = (language: Language, { credentials, ...setup }: Told, way: Way): string =>
  written(language, [...credentials.map(asMember), ...addressOf(setup, way, language === python)]);

function addressOf({ proxyUrl, urls }: Omit<Told, 'credentials'>, way: Way, isPython: boolean): Member[] {
  if (way === 'urls' || proxyUrl === null) return [['urls', [['api', treeAsValue(urls)]]]];
  return [['proxyUrl', proxyUrl], ...(isPython ? [['origin', pythonOrigin] as const] : [])];
}

/**
 * With `proxyUrl` ccxt sends an Origin. In JavaScript and PHP it is `*`; in Python a random UUID, unless it is told one
 * (python/ccxt/base/exchange.py, `__init__`), and the agent refuses that as a web page's.
 */
const pythonOrigin = '*';

/** What stands where freqtrade's configuration has the token: it reads no variable within a text. */
export const tokenPlaceholder = 'kb_THE_TOKEN_OF_THIS_BOT';

/** freqtrade's names of the credentials that it has a field for; the others go to ccxt as they are. */
const fields: ReadonlyMap<string, string> = new Map([
  ['apiKey', 'key'],
  ['secret', 'secret'],
  ['password', 'password'],
  ['uid', 'uid'],
]);

function freqtrade({ exchange, credentials, proxyUrl, urls }: BotSetup, way: Way): object {
  const filled = credentials.map(({ name, value }) => ({ name, value: value.replace(tokenMark, tokenPlaceholder) }));
  const own = filled.flatMap(({ name, value }) => {
    const field = fields.get(name);
    return field === undefined ? [] : [[field, value] as const];
  });
  const others = filled.filter(({ name }) => !fields.has(name)).map(({ name, value }) => [name, value] as const);
  const address =
    way === 'proxyUrl' && proxyUrl !== null ? { proxyUrl, origin: pythonOrigin } : { urls: { api: urls } };
  return { name: exchange, ...Object.fromEntries(own), ccxt_config: { ...Object.fromEntries(others), ...address } };
}
