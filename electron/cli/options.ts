/** Every option of the terminal, said once. */
export interface OptionSpec {
  /** What stands for its value in the help; undefined for a switch. */
  readonly value?: string;
  readonly help: string;
}

export const optionSpecs = {
  data: { value: 'DIR', help: "the data directory (else KEYBEARER_DATA, else the system's place for it)" },
  json: { help: 'one JSON value on one line on standard output, nothing else' },
  'passphrase-file': { value: 'F', help: 'read the passphrase from F, where one is needed' },
  help: { help: 'say what the command does' },
  version: { help: 'say the version' },
  'new-passphrase-file': { value: 'F', help: 'read the new passphrase from F' },
  'recovery-file': { value: 'F', help: 'read the recovery key from F; it stands for the passphrase' },
  http: { value: 'PORT', help: 'also serve bots on 127.0.0.1; 0 takes any free port' },
  'socket-group': { value: 'G', help: 'also serve bots of the group G on a socket beside the data directory' },
  socket: { help: 'print only the path of the socket that bots use' },
  port: { value: 'P', help: 'the port on 127.0.0.1; left out, any free one' },
  yes: { help: 'answer questions with yes; it never replaces the passphrase' },
  print: { help: 'print the file and write nothing' },
  key: { value: 'K', help: 'a key, by its label or id' },
  dummy: {
    value: 'KEY',
    help: "how a bot that can't be changed uses this key: addresses, and dummies for its secrets",
  },
  follow: { help: 'go on printing calls as they come, until Ctrl-C' },
  bot: { value: 'B', help: 'only calls of this bot' },
  method: { value: 'M', help: 'only calls of this method, like createOrder' },
  status: { value: 'S', help: 'ok, denied, failed, unknown, interrupted or pending' },
  since: { value: 'T', help: 'only calls since 15m, 2h, 7d ago or a time like 2026-11-22T08:00:00Z' },
  exchange: { value: 'E', help: 'only calls to this exchange' },
  symbol: { value: 'X', help: 'only calls about this symbol, like BTC/USD' },
  error: { value: 'CODE', help: 'only calls that ended in this error' },
  'slower-than': { value: 'MS', help: 'only calls that took longer, in milliseconds' },
  text: { value: 'X', help: 'only calls in which this text stands' },
  account: { value: 'N', help: 'the account of the file, by its number in the list' },
  'export-password-file': { value: 'F', help: 'read the password of an encrypted export from F' },
  for: { value: 'HOW', help: 'once, 15m, until-sealed or always; once by default' },
  'cancel-all': { help: 'also cancel every open order on every key' },
  seal: { help: 'also seal the vault' },
  reuse: { help: 'also send one code twice, to learn whether the exchange takes it' },
  format: { value: 'F', help: 'har (for the network panel of a browser), csv or jsonl' },
  out: { value: 'FILE', help: 'write to FILE, which only you can read; left out, to standard output' },
  amounts: { help: 'show amounts and prices, which are masked else' },
  anchor: { value: 'FILE', help: 'also compare with what "keybearer log anchor" wrote to FILE' },
  limit: { value: 'N', help: 'at most N calls, 1 to 1000; 100 by default' },
} as const satisfies Record<string, OptionSpec>;

export type OptionName = keyof typeof optionSpecs;
export const commonOptions = ['data', 'json', 'passphrase-file', 'help'] as const satisfies readonly OptionName[];

/** The names as strings: `Object.keys` knows no better. */
export const isOptionName = (name: string): name is OptionName => Object.hasOwn(optionSpecs, name);

/** What a command was given. */
export class Options {
  readonly #given: ReadonlyMap<OptionName, string | true>;

  constructor(given: ReadonlyMap<OptionName, string | true>) {
    this.#given = given;
  }

  get names(): readonly OptionName[] {
    return [...this.#given.keys()];
  }

  has(name: OptionName): boolean {
    return this.#given.has(name);
  }

  text(name: OptionName): string | undefined {
    const value = this.#given.get(name);
    return value === true ? undefined : value;
  }

  /** Throws: UsageError where the value isn't a whole number in this range. */
  whole(name: OptionName, least: number, most: number): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new UsageError(`--${name} takes a whole number from ${least} to ${most}.`);
  }
}

/** The command line itself is wrong: exit code 2. */
export class UsageError extends Error {
  /** The words of the command whose help says more. */
  readonly words: readonly string[] | undefined;

  constructor(message: string, words?: readonly string[]) {
    super(message);
    this.name = 'UsageError';
    this.words = words;
  }
}
