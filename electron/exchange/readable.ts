import { AppError } from '../../shared/errors.ts';

/**
 * The answer, where it is data. What ccxt can't read as JSON it hands on as text, a web page or nothing at all with
 * status 200 too, and its parsers take that for an empty answer: an account without a balance, an order without an id.
 * Throws: EXCHANGE_UNAVAILABLE.
 */
export function readable(answer: unknown): unknown {
  if (typeof answer !== 'string' || isJson(answer)) return answer;
  const what = /^\s*</.test(answer) ? 'a web page' : answer === '' ? 'nothing' : 'text';
  throw new AppError('EXCHANGE_UNAVAILABLE', {
    detail: `The exchange answered with ${what} instead of data.`,
    sent: 'unknown',
  });
}

/** Some exchanges put blanks before their JSON, which ccxt then reads itself. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (fault) {
    if (fault instanceof SyntaxError) return false;
    throw fault;
  }
}
