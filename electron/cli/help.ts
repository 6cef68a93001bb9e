import { commands } from './catalogue.ts';
import type { CommandSpec } from './command.ts';
import { flow } from './flow.ts';
import { commonOptions, type OptionName, type OptionSpec, optionSpecs } from './options.ts';
import { findCommand } from './parse.ts';
import type { Paper } from './print.ts';

/** The help of a command, of a group of commands, or of all. */
export function helpOf(words: readonly string[], paper: Paper): string {
  const spec = words.length === 0 ? undefined : findCommand(words);
  if (spec !== undefined) return helpOfCommand(spec, paper);
  const usage = ['keybearer', ...words, '<command> [options]'].join(' ');
  const list = words.length === 0 ? grouped() : listOf(commands.filter((one) => one.words[0] === words[0]));
  return flow(
    `Usage: ${usage}\n\n${words.length === 0 ? intro : ''}${list}\nOptions of every command:\n${optionList(commonOptions)}\nSee "keybearer <command> --help".\n`,
    paper,
  );
}

/** The commands by their first word, as a person meets them. */
const groups: readonly (readonly [title: string, words: readonly string[]])[] = [
  ['Begin', ['init', 'agent', 'status', 'practice', 'service']],
  ['Keys and their second factors', ['key', 'code', 'guide', 'import', 'explain']],
  ['Bots and what they may do', ['bot', 'approvals', 'approve', 'deny', 'panic']],
  ['The vault', ['seal', 'unseal', 'passphrase', 'vault', 'backup', 'restore', 'config']],
  ['The call log', ['log']],
];

function grouped(): string {
  const width = Math.max(...commands.map((one) => signature(one).length));
  return groups
    .map(([title, firsts]) => {
      const listed = firsts.flatMap((first) => commands.filter(({ words }) => words[0] === first));
      return `${title}:\n${listOf(listed, width)}`;
    })
    .join('\n');
}

const listOf = (listed: readonly CommandSpec[], width?: number): string =>
  aligned(
    listed.map((one) => [signature(one), one.summary]),
    width,
  );

const intro = `Keybearer holds exchange API keys and their two-factor secrets, so that no trading bot has to.\n\n`;

function helpOfCommand(spec: CommandSpec, paper: Paper): string {
  const more = spec.more === undefined ? '' : `${spec.more}\n\n`;
  const own = spec.options ?? [];
  const about = `Usage: keybearer ${signature(spec)} [options]

${spec.summary.charAt(0).toUpperCase()}${spec.summary.slice(1)}.

${more}Options:
${optionList([...own, ...commonOptions], spec.meanings)}
`;
  // What is typed in is shown as it must be.
  return `${flow(about, paper)}Example:
  ${spec.example.replaceAll('\n', '\n  ')}
`;
}

const signature = ({ words, args }: CommandSpec): string => [...words, ...(args === undefined ? [] : [args])].join(' ');

function optionList(names: readonly OptionName[], meanings: CommandSpec['meanings'] = {}): string {
  const rows = names.map((name): readonly [string, string] => {
    const spec: OptionSpec = meanings[name] ?? optionSpecs[name];
    return [`--${name}${spec.value === undefined ? '' : ` ${spec.value}`}`, spec.help];
  });
  return aligned(rows);
}

function aligned(
  rows: readonly (readonly [string, string])[],
  width = Math.max(...rows.map(([left]) => left.length)),
): string {
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}\n`).join('');
}
