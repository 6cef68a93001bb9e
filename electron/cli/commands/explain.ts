import type { ControlResult } from '../../../shared/control-api.ts';
import { besideLikelihood } from '../../../shared/guidance/likelihood.ts';
import { answer, paperOf } from '../answer.ts';
import type { Run } from '../command.ts';
import { likelihoodWord, longestWord } from '../likelihood.ts';
import { clean, type Paper, paint, paragraph } from '../print.ts';

export const explain: Run = async (context) => {
  const key = context.options.text('key');
  const view = await context.call('explain', { error: context.args[0], ...(key === undefined ? {} : { key }) });
  return answer(context, view, () => print(view, paperOf(context)));
};

function print({ error, causes }: ControlResult<'explain'>, paper: Paper): string {
  if (causes.length === 0) return `${clean(error)}\n\nNothing is known about this error.\n`;
  const lines = causes.map(({ text, check, likelihood }) => {
    const word = likelihoodWord(likelihood);
    const margin = ' '.repeat(longestWord + 2);
    const why = paragraph(besideLikelihood(text), paper, word.padEnd(margin.length), margin).replace(
      word,
      paint(word, 'dim', paper.hasColour),
    );
    return `${why}\n${paragraph(`Check: ${check}`, paper, margin)}\n`;
  });
  return `${clean(error)} may mean, likeliest first:\n\n${lines.join('\n')}`;
}
