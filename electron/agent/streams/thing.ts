import { AppError } from '../../../shared/errors.ts';
import { type MethodRow, methodOf } from '../../../shared/methods.ts';

/** What a bot wants to watch, checked. */
export interface Thing {
  readonly method: string;
  readonly row: MethodRow;
  /** As ccxt takes them, without empty ones at the end. */
  readonly args: readonly unknown[];
  /** The unified symbols among them; undefined where it is about all there are. */
  readonly symbols: readonly string[] | undefined;
  /** The same for the same method and arguments. */
  readonly name: string;
}

/**
 * Reads what is to be watched. Throws: METHOD_UNKNOWN for what doesn't stream; BODY_INVALID for arguments that are not what
 * ccxt takes, or might reach what others watch.
 */
export function readThing(method: string, args: readonly unknown[]): Thing {
  const row = methodOf(method);
  if (row?.kind !== 'stream')
    throw new AppError('METHOD_UNKNOWN', { detail: `There is no method "${method.slice(0, 60)}" that streams.` });
  if (args.length > row.args.length) throw invalid(`${method} takes ${row.args.length} arguments at most`);
  const given = withoutEnd(args.map((arg) => arg ?? undefined));
  for (const [at, arg] of given.entries()) {
    const name = row.args[at] ?? '';
    if (arg !== undefined && forms[name]?.(arg) !== true) throw invalid(`${name} is not what ${method} takes`);
  }
  return { method, row, args: given, symbols: symbolsIn(row, given), name: `${method} ${JSON.stringify(given)}` };
}

const invalid = (what: string): AppError => new AppError('BODY_INVALID', { detail: `${what}.` });

const mostSymbols = 200;
const isSymbol = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= 100;
const isCount = (value: unknown): boolean => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
const isTimeframe = (value: unknown): boolean => typeof value === 'string' && /^\d{1,4}[A-Za-z]$/.test(value);
const isList = (value: unknown): value is readonly unknown[] =>
  Array.isArray(value) && value.length > 0 && value.length <= mostSymbols;

/**
 * What ccxt merges into its own message to the exchange, so that a bot could end there what others watch (`method:
 * "unsubscribe"`) or begin what it may not see: only these pass. Source: ccxt's manual, "Params".
 */
const params: ReadonlySet<string> = new Set([
  'depth',
  'marginMode',
  'portfolioMargin',
  'price',
  'settle',
  'stop',
  'subType',
  'timezone',
  'trigger',
  'type',
]);

const isScalar = (value: unknown): boolean =>
  typeof value === 'boolean' || isCount(value) || (typeof value === 'string' && /^[\w:+-]{1,40}$/.test(value));

function isParams(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(([name, member]) => params.has(name) && isScalar(member));
}

const forms: Readonly<Record<string, (value: unknown) => boolean>> = {
  symbol: isSymbol,
  symbols: (value) => isList(value) && value.every(isSymbol),
  symbolsAndTimeframes: (value) => isList(value) && value.every(isPair),
  timeframe: isTimeframe,
  since: isCount,
  limit: isCount,
  params: isParams,
};

const isPair = (value: unknown): boolean =>
  Array.isArray(value) && value.length === 2 && isSymbol(value[0]) && isTimeframe(value[1]);

function withoutEnd(args: readonly unknown[]): unknown[] {
  const last = args.findLastIndex((arg) => arg !== undefined);
  return args.slice(0, last + 1);
}

function symbolsIn({ args: names }: MethodRow, args: readonly unknown[]): readonly string[] | undefined {
  const found = args.flatMap((arg, at) => {
    const name = names[at] ?? '';
    if (name === 'symbol') return [arg];
    if (!name.startsWith('symbols') || !Array.isArray(arg)) return [];
    return arg.map((one: unknown) => (Array.isArray(one) ? one[0] : one));
  });
  const symbols = found.filter(isSymbol);
  return symbols.length === 0 ? undefined : symbols;
}
