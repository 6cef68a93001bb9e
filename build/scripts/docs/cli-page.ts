import { commands } from '../../../electron/cli/catalogue.ts';
import { helpOf } from '../../../electron/cli/help.ts';
import type { Paper } from '../../../electron/cli/print.ts';
import { anchorOf, cell, madeFrom, table } from './markdown.ts';

const paper: Paper = { columns: 100, hasColour: false };

/** Every command with the help that it prints. */
export function cliPage(): string {
  const names = commands.map(({ words }) => words.join(' '));
  const rows = commands.map(({ summary }, at) => {
    const name = names[at] ?? '';
    return [`[\`${name}\`](#${anchorOf(name)})`, cell(summary)];
  });
  const parts = commands.map(
    ({ words }) => `## ${words.join(' ')}\n\n\`\`\`text\n${helpOf(words, paper).trimEnd()}\n\`\`\`\n`,
  );
  return `${madeFrom("the program's help")}# The commands\n\n${intro}\n${table(['command', 'what it does'], rows)}\n${parts.join('\n')}`;
}

const intro = `What \`keybearer COMMAND --help\` prints, for every command.

Results go to standard output; errors, warnings and progress to standard error. Exit codes: **0** done, **1** refused or
failed (\`error CODE: sentence\`; [each code](troubleshooting.md)), **2** wrong usage; \`log verify\` has
[more](call-log.md#is-it-as-it-was-written), and \`status\` exits with 1 when something needs you. With \`--json\` a command
prints one JSON value on one line and nothing else.

What widens authority or shows a code asks for the passphrase each time; \`--passphrase-file F\` gives it without a terminal.
What narrows (\`seal\`, \`panic\`, \`bot pause\`, \`bot revoke\`, \`deny\`) and what only looks never asks for it. A question
without a terminal is answered no (\`CONFIRMATION_NEEDED\`); \`--yes\` answers it, and never stands for the passphrase.
`;
