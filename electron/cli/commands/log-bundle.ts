import { resolve } from 'node:path';
import { answer } from '../answer.ts';
import type { Run } from '../command.ts';
import { writeOut } from '../log/out-file.ts';
import { clean } from '../print.ts';
import { needYes } from '../question.ts';

/** Its owner reads it before it is saved: whoever gets it learns no more than this. */
export const bundleLog: Run = async (context) => {
  const { io } = context;
  const path = resolve(context.args[0] ?? '');
  const bundle = await context.call('log.bundle', {});
  const text = `${JSON.stringify(bundle, undefined, 2)}\n`;
  if (!context.options.has('yes')) {
    io.err(text.split('\n').map(cleanLine).join('\n'));
    await needYes(context, `This is all that is in it. Save it as ${path}?`);
  }
  const parts = async function* () {
    yield text;
  };
  const bytes = await writeOut(context, path, parts());
  return answer(context, { path, bytes }, () => `Saved as ${clean(path)}.\n`);
};

/** Indentation stays. */
const cleanLine = (line: string): string => line.replace(/\S.*/, clean);
