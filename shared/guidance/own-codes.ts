/** What Keybearer's own error codes mean to whoever met one. */
import { type Cause, type ErrorCode, errors, type Fix, isErrorCode } from '../errors.ts';

/** Who puts it right, and where to look. */
const checks: Readonly<Record<Fix, string>> = {
  bot: "It is for the bot's author: look at what the bot sends, and at the call in the log.",
  user: 'It is for you: look at the bot’s grant, at the key and at the vault.',
  exchange: 'It is for the exchange: look at its status page, and come back later.',
  us: 'Something went wrong in Keybearer: look at what the agent wrote to its standard error, and at the disk.',
};

const further: Partial<Record<ErrorCode, string>> = {
  RESIGN_REFUSED:
    'The answer that the bot got says why in "causes", and so does the call in the log as its reason; what is refused stands in docs/connect-a-bot.md.',
  OUTCOME_UNKNOWN:
    'Look at the open and closed orders before the order is repeated; ten seconds later the call in the log says what became of it.',
  CIRCUIT_OPEN:
    'The exchange refused the credentials three times in a row, so the key rests before it is locked out: test the key.',
  BOT_PAUSED: 'Look who paused it: you, a panic, or a vault that was put back from a copy; then resume it.',
};

/** The cause that one of our codes in a text stands for; undefined where there is none. */
export function ownCauseIn(text: string): (Cause & { readonly check: string }) | undefined {
  const code = text.match(/\b[A-Z]{2,}(?:_[A-Z]+)*\b/g)?.find(isErrorCode);
  if (code === undefined || !isErrorCode(code)) return undefined;
  const { text: says, fix } = errors[code];
  return { id: code, text: says, likelihood: 1, check: further[code] ?? checks[fix] };
}
