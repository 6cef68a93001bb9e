/** Completions for bash, zsh and fish, out of the terminal's own catalogue. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands } from '../../../electron/cli/catalogue.ts';
import type { CommandSpec } from '../../../electron/cli/command.ts';
import { commonOptions, type OptionSpec, optionSpecs } from '../../../electron/cli/options.ts';

/** Options whose value is a file or a directory. */
const files = ['F', 'FILE', 'DIR'];

const optionsOf = ({ options = [] }: CommandSpec) => [...options, ...commonOptions];
const specOf = (name: keyof typeof optionSpecs): OptionSpec => optionSpecs[name];
const groups = () => Map.groupBy(commands, ({ words }) => words[0]);

/** Writes `keybearer.bash`, `_keybearer` and `keybearer.fish`. */
export function writeCompletions(dir: string): void {
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'keybearer.bash'), bash());
  writeFileSync(join(dir, '_keybearer'), zsh());
  writeFileSync(join(dir, 'keybearer.fish'), fish());
}

export function bash(): string {
  const first = [...groups().keys()].join(' ');
  const takesFile = [...new Set(Object.entries(optionSpecs).filter(([, spec]) => isFile(spec)))].map(
    ([name]) => `--${name}`,
  );
  const rows = commands.map((spec) => `    '${spec.words.join(' ')}') options='${flags(spec)}' ;;`);
  const seconds = [...groups()].flatMap(([word, specs]) => {
    const second = specs.flatMap(({ words }) => words[1] ?? []);
    return second.length === 0 ? [] : [`    '${word}') words='${second.join(' ')}' ;;`];
  });
  return `# bash completion for keybearer
_keybearer() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} words='' options=''
  case "$previous" in
    ${takesFile.join('|')}) COMPREPLY=($(compgen -f -- "$current")); return ;;
  esac
  case "\${COMP_WORDS[1]}" in
${seconds.join('\n')}
  esac
  if [ "$COMP_CWORD" = 1 ]; then words='${first}'; elif [ "$COMP_CWORD" -gt 2 ]; then words=''; fi
  case "\${COMP_WORDS[1]} \${COMP_WORDS[2]}" in
${rows.filter((row) => row.includes(' ', row.indexOf("'") + 1) && / {4}'[^' ]+ [^']+'\)/.test(row)).join('\n')}
    *) case "\${COMP_WORDS[1]}" in
${rows
  .filter((row) => / {4}'[^' ]+'\)/.test(row))
  .map((row) => `  ${row}`)
  .join('\n')}
      esac ;;
  esac
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$options" -- "$current")) ;;
    *) COMPREPLY=($(compgen -W "$words" -- "$current")) ;;
  esac
}
complete -F _keybearer keybearer
`;
}

export function zsh(): string {
  const first = [...groups()].map(
    ([word, specs]) => `    ${quoted(`${word}:${specs.length > 1 ? `${specs.length} commands` : specs[0]?.summary}`)}`,
  );
  const rows = [...groups()].map(([word, specs]) => {
    const second = specs.flatMap(({ words, summary }) =>
      words[1] === undefined ? [] : [quoted(`${words[1].replaceAll(':', '\\:')}:${summary}`)],
    );
    const options = [...new Set(specs.flatMap(optionsOf))].map((name) => {
      const { value, help } = specOf(name);
      const text = help.replaceAll('[', '(').replaceAll(']', ')').replaceAll(':', '\\:');
      return quoted(
        `--${name}[${text}]${value === undefined ? '' : `:${value}:${isFile(specOf(name)) ? '_files' : ''}`}`,
      );
    });
    const words =
      second.length === 0
        ? ''
        : `      if (( CURRENT == 3 )); then local -a seconds=(${second.join(' ')}); _describe command seconds; fi\n`;
    return `    ${word})\n${words}      _arguments -s ${options.join(' ')} '*:: :_files' ;;`;
  });
  return `#compdef keybearer
_keybearer() {
  local -a firsts=(
${first.join('\n')}
  )
  if (( CURRENT == 2 )); then _describe command firsts; return; fi
  case $words[2] in
${rows.join('\n')}
  esac
}
_keybearer "$@"
`;
}

export function fish(): string {
  const lines = [...groups()].flatMap(([word, specs]) => {
    const single = specs.length === 1 && specs[0]?.words.length === 1 ? specs[0].summary : `${specs.length} commands`;
    const head = `complete -c keybearer -f -n __fish_use_subcommand -a ${word} -d ${quoted(single)}`;
    const seconds = specs.flatMap(({ words, summary }) =>
      words[1] === undefined
        ? []
        : [`complete -c keybearer -f -n '__fish_seen_subcommand_from ${word}' -a ${words[1]} -d ${quoted(summary)}`],
    );
    const options = [...new Set(specs.flatMap(optionsOf))].map((name) => {
      const spec = specOf(name);
      const value = spec.value === undefined ? '' : isFile(spec) ? ' -r -F' : ' -x';
      return `complete -c keybearer -n '__fish_seen_subcommand_from ${word}' -l ${name}${value} -d ${quoted(spec.help)}`;
    });
    return [head, ...seconds, ...options];
  });
  return `# fish completion for keybearer\n${lines.join('\n')}\n`;
}

const isFile = ({ value }: OptionSpec): boolean => value !== undefined && files.includes(value);
const flags = (spec: CommandSpec): string =>
  optionsOf(spec)
    .map((name) => `--${name}`)
    .join(' ');
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
