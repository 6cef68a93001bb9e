import { expect, test } from 'vitest';
import { bash, fish, zsh } from '../../../build/scripts/dist/completions.ts';
import { commands } from '../../../electron/cli/catalogue.ts';

test('every command and each of its options is completed in bash, zsh and fish', () => {
  const [inBash, inZsh, inFish] = [bash(), zsh(), fish()];
  for (const { words, options = [] } of commands) {
    expect(inBash).toContain(`'${words.join(' ')}') options=`);
    expect(inZsh).toContain(`    ${words[0]})`);
    expect(inFish).toContain(`-a ${words.at(-1)} `);
    for (const option of options) {
      expect(inBash).toContain(`--${option}`);
      expect(inZsh).toContain(`--${option}[`);
      expect(inFish).toContain(`-l ${option} `);
    }
  }
});
