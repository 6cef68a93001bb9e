import { parseArgs } from 'node:util';
import { closest, distance } from 'fastest-levenshtein';
import { commands } from './catalogue.ts';
import type { CommandSpec } from './command.ts';
import { commonOptions, isOptionName, type OptionName, Options, optionSpecs, UsageError } from './options.ts';

export type Parsed =
  | { readonly kind: 'version' }
  /** `isAsked`: somebody wanted the help; else it stands for a command that is missing. */
  | { readonly kind: 'help'; readonly words: readonly string[]; readonly isAsked: boolean }
  | { readonly kind: 'run'; readonly spec: CommandSpec; readonly args: readonly string[]; readonly options: Options };

/** Reads the command line. Throws: UsageError. */
export function parseCommand(argv: readonly string[]): Parsed {
  const { words, options } = readArgs(argv);
  if (words[0] === 'help') return { kind: 'help', words: known(words.slice(1)), isAsked: true };
  const spec = findCommand(words);
  if (options.has('help')) return { kind: 'help', words: spec?.words ?? known(words), isAsked: true };
  if (options.has('version') && words.length === 0) return { kind: 'version' };
  if (spec === undefined) return { kind: 'help', words: known(words), isAsked: false };
  const args = words.slice(spec.words.length);
  checkOptions(spec, options);
  checkArgs(spec, args, options);
  return { kind: 'run', spec, args, options };
}

/** `log export` is meant where both words stand, and not `log`. */
export const findCommand = (words: readonly string[]): CommandSpec | undefined =>
  commands
    .filter((spec) => spec.words.every((word, at) => word === words[at]))
    .toSorted((a, b) => b.words.length - a.words.length)[0];

function readArgs(argv: readonly string[]): { words: string[]; options: Options } {
  const known = Object.entries(optionSpecs).map(([name, spec]) => [
    name,
    { type: 'value' in spec ? ('string' as const) : ('boolean' as const) },
  ]);
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      options: Object.fromEntries(known),
      allowPositionals: true,
      strict: true,
    });
    const given = new Map<OptionName, string | true>();
    for (const [name, value] of Object.entries(values)) {
      if (!isOptionName(name) || (typeof value !== 'string' && value !== true)) continue;
      if (value === '') throw new UsageError(`--${name} takes a value.`, commandWords(argv));
      given.set(name, value);
    }
    return { words: positionals, options: new Options(given) };
  } catch (fault) {
    if (!(fault instanceof TypeError) || !('code' in fault)) throw fault;
    // Node's first sentence says it; the next ones explain positional arguments.
    throw new UsageError(`${fault.message.split(/\. |\n/)[0]?.replace(/\.$/, '')}.`, commandWords(argv));
  }
}

/** The words of the command, from a command line that couldn't be read. */
function commandWords(argv: readonly string[]): readonly string[] {
  const first = argv.find((word) => commands.some((spec) => spec.words[0] === word));
  if (first === undefined) return [];
  const words = argv.slice(argv.indexOf(first)).slice(0, 2);
  return findCommand(words)?.words ?? words.slice(0, 1);
}

/** The words as far as they name a command or a group of commands. Throws: UsageError where they name neither. */
function known(words: readonly string[]): readonly string[] {
  const spec = findCommand(words);
  if (spec !== undefined) return spec.words;
  const [group, word] = words;
  if (group === undefined) return [];
  const inGroup = commands.some((one) => one.words[0] === group);
  if (inGroup && word === undefined) return [group];
  const near = nearestCommand(words.slice(0, 2).join(' '));
  const hint = near === undefined ? '' : ` Did you mean "${near}"?`;
  throw new UsageError(`There is no command "${words.slice(0, 2).join(' ')}".${hint}`, inGroup ? [group] : []);
}

/** The command that was likely meant: one slip in three letters is let pass. */
function nearestCommand(said: string): string | undefined {
  const names = [...new Set(commands.flatMap(({ words }) => [words.join(' '), ...words.slice(0, 1)]))];
  const [word = ''] = said.split(' ');
  const found = [closest(said, names), closest(word, names)].find(
    (name, at) => distance(at === 0 ? said : word, name) <= Math.max(1, Math.floor(name.length / 3)),
  );
  return found;
}

function checkOptions(spec: CommandSpec, options: Options): void {
  const allowed: readonly OptionName[] = [...commonOptions, ...(spec.options ?? [])];
  const stranger = options.names.find((name) => !allowed.includes(name));
  if (stranger !== undefined)
    throw new UsageError(`"${spec.words.join(' ')}" has no option --${stranger}.`, spec.words);
  if (options.has('recovery-file') && options.has('passphrase-file')) {
    throw new UsageError('Give --passphrase-file or --recovery-file, one of them.', spec.words);
  }
}

function checkArgs(spec: CommandSpec, args: readonly string[], options: Options): void {
  const isExcused = spec.insteadOfArgs !== undefined && options.has(spec.insteadOfArgs);
  if (args.length < (spec.leastArgs ?? 0) && !isExcused)
    throw new UsageError(`"${spec.words.join(' ')}" needs ${spec.args ?? 'an argument'}.`, spec.words);
  if (args.length > (spec.mostArgs ?? 0)) {
    const hint = (spec.mostArgs ?? 0) > 0 ? ' Put quotes around what holds spaces.' : '';
    throw new UsageError(`"${spec.words.join(' ')}" takes no further argument.${hint}`, spec.words);
  }
  if (args.includes('')) throw new UsageError(`${spec.args ?? 'The argument'} is empty.`, spec.words);
}
