/** Takes out of a text what tells whose it is, for a bug report. */
import { findError, findRefusal } from '../../shared/guidance/exchange-words.ts';
import { hideSecretShapes } from '../../shared/redact.ts';

const hidden = '…';

/** Our own sentence, without the paths, ids and the given names in it. Takes: names = of bots and keys. */
export const namelessText = (text: string, names: readonly string[] = []): string =>
  withoutNames(hideSecretShapes(text), names)
    .replaceAll(/(?:[A-Za-z]:)?(?:[/\\][^\s/\\"':;,]+){2,}/g, (path) => `${hidden}/${path.split(/[/\\]/).at(-1) ?? ''}`)
    .replaceAll(/\b(key|bot|call|ask|cred)_[a-z2-7]{6,}\b/g, `$1_${hidden}`);

/** An error in Kraken's form begins with its class. */
const krakenClass = /^[EW][A-Z][A-Za-z]{2,20}:[A-Za-z][a-z'-]*$/;
/** Words that any error may have: lower-case letters, or one capital before them. */
const plainWord = /^[("']?[A-Z]?[a-z]+(?:['-][a-z]+)?[)"'.,:;!?]*$/;
const mostWords = 40;

/**
 * What an exchange said, without what is the user's: of words that aren't known, only plain ones stay, so that no order's id,
 * amount, market, address or account is among them. Takes: names = of bots and keys.
 */
export function namelessWords(text: string, names: readonly string[] = []): string {
  const known = findRefusal(text);
  if (known !== undefined) return known;
  const words = withoutNames(hideSecretShapes(findError(text) ?? text), names)
    .split(/\s+/)
    .slice(0, mostWords);
  const shown = words.map((word, at) => (plainWord.test(word) || (at === 0 && krakenClass.test(word)) ? word : hidden));
  return shown.join(' ').replaceAll(/…(?: …)+/g, hidden);
}

const withoutNames = (text: string, names: readonly string[]): string =>
  names.toSorted((a, b) => b.length - a.length).reduce((shown, name) => shown.replaceAll(name, hidden), text);
