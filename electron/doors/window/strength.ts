import type { PassphraseStrength } from '../../../shared/window-views.ts';

/** Longer ones are strong by their first part alone, and judging them whole would hold main up. */
const mostJudged = 64;

type Judge = (passphrase: string) => PassphraseStrength;
let judge: Promise<Judge> | undefined;

/**
 * Judges a passphrase by zxcvbn, whose dictionaries are loaded when it is first asked. Nothing of what it is given is
 * kept or given back.
 */
export async function strengthOf(passphrase: string): Promise<PassphraseStrength> {
  judge ??= loadJudge();
  return (await judge)(passphrase.slice(0, mostJudged));
}

async function loadJudge(): Promise<Judge> {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ]);
  const zxcvbn = new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    translations: english.translations,
  });
  return (passphrase) => {
    const { score, crackTimes, feedback } = zxcvbn.check(passphrase);
    return {
      score,
      // 10,000 guesses a second: more than the vault's Argon2id lets one machine make.
      crackTime: crackTimes.offlineSlowHashingXPerSecond.display,
      warning: feedback.warning || null,
      advice: [...feedback.suggestions],
    };
  };
}
