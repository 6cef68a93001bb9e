import { type ErrorCode, errors, type Fix, isErrorCode } from '../../../shared/errors.ts';
import { type DiagnoseInput, diagnose } from '../../../shared/guidance/diagnose.ts';
import { krakenRefusals } from '../../../shared/guidance/exchange-words.ts';
import { inWindow } from '../../../shared/guidance/in-window.ts';
import { botErrorCodes } from '../../../shared/openapi.ts';
import { cell, madeFrom, table } from './markdown.ts';
import { type ToDo, whatToDo } from './what-to-do.ts';

/** Every error by its code, and every refusal of Kraken's with its causes. */
export function errorsPage(): string {
  const codes = Object.keys(errors).filter(isErrorCode);
  const forBots = codes.filter((code) => botErrorCodes.includes(code));
  const forOwner = codes.filter((code) => !botErrorCodes.includes(code));
  return [
    `${madeFrom('shared/errors.ts, shared/guidance/ and build/scripts/docs/what-to-do.ts')}# Troubleshooting\n`,
    intro,
    table(
      ['code', 'who can mend it'],
      codes.map((code) => [`[\`${code}\`](#${code.toLowerCase()})`, who[errors[code].fix]]),
    ),
    '## What bots are told\n',
    ...forBots.map(codeText),
    '## What you are told\n',
    ...forOwner.map(codeText),
    "## Kraken's refusals\n",
    refusalsIntro,
    ...krakenRefusals.map(refusalText),
  ].join('\n');
}

const intro = `Every refusal has a code. Codes stay; sentences may change. In the terminal it begins a line (\`error CODE: …\`), at the bots' door
it is the member \`code\`, and in the window it stands below the sentence and at the call. An exchange's own words are explained by
\`keybearer explain "…" --key KEY\`, and by *Explain* in the window.
`;

const who: Readonly<Record<Fix, string>> = {
  bot: 'the bot',
  user: 'you',
  exchange: 'the exchange',
  us: 'whoever makes Keybearer',
};

function codeText(code: ErrorCode): string {
  const { text, sent, retryable } = errors[code];
  const { means, window, terminal }: ToDo = whatToDo[code];
  const more = means === undefined ? '' : ` ${means}`;
  const acted =
    sent === 'no'
      ? ''
      : sent === 'unknown'
        ? ' The exchange may have acted.'
        : ' Its `sent` says whether the exchange may have acted.';
  const again = retryable ? ' A program may try again by itself.' : '';
  return `### ${code}\n\n${text}${more}${acted}${again && !more.includes('may try again') ? again : ''}\n\n- **In the window**: ${window}\n- **In the terminal**: ${terminal}\n`;
}

const refusalsIntro = `Kraken uses the same words for different faults, so that nobody can be certain; the check beside a cause settles it. The order
below is that of a key about which nothing else is known: \`explain\` and *Explain* also weigh the key's set-up, the clocks, the last
test and the call. A missing code was reported under three of these words (npm-kraken-api#61, #64, krakenex#50).
`;

const nothingKnown: Omit<DiagnoseInput, 'error'> = { exchange: 'kraken', twoFactor: undefined };

function refusalText(error: string): string {
  const rows = diagnose({ ...nothingKnown, error }).map(({ text, check }) => [cell(text), cell(checkText(check))]);
  return `### ${error}\n\n${table(['it may mean', 'check'], rows)}`;
}

/** Said twice only where the window has another deed for it than the terminal. */
function checkText(check: string): string {
  const inTerminal = check.replaceAll(/"(keybearer [^"]*)"/g, '`$1`');
  const there = inWindow(check);
  return there === check ? inTerminal : `**In the window**: ${there} **In the terminal**: ${inTerminal}`;
}
