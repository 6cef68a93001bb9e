import type { LogBundleView } from '../../../shared/log-views.ts';
import { answer } from '../answer.ts';
import type { Run } from '../command.ts';
import { writeFile } from '../log/out-file.ts';
import { clean } from '../print.ts';
import { needYes } from '../question.ts';

export const bundleLog: Run = async (context) => {
  const { io, isJson } = context;
  const bundle = await context.call('log.bundle', {});
  const text = bundleText(bundle);
  const out = context.args[0] ?? '';
  // With --json standard output is for the one value; a person still sees what is to be saved.
  if (!isJson) io.out(`${readable(text)}\n`);
  else if (io.isErrTerminal) io.err(`${readable(text)}\n`);
  await io.saidAll();
  await needYes(context, `Save it to ${out}?`);
  const path = await writeFile(context, out, text);
  return answer(
    context,
    { path, bytes: Buffer.byteLength(text) },
    () => `Saved to ${clean(path)}. Read it once more before you hand it on.\n`,
  );
};

/** JSON with a line a thing: short enough to be read, and still one value. */
export function bundleText(bundle: LogBundleView): string {
  const members = Object.entries(bundle).map(([name, value]) => `  ${JSON.stringify(name)}: ${memberText(value)}`);
  return `{\n${members.join(',\n')}\n}\n`;
}

function memberText(value: unknown): string {
  if (!Array.isArray(value) || value.length === 0) return JSON.stringify(value);
  return `[\n${value.map((item) => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`;
}

/** As it is shown: what steers a terminal is taken out, the lines stay. */
const readable = (text: string): string => text.trimEnd().split('\n').map(cleanLine).join('\n');

const cleanLine = (line: string): string => `${/^ */.exec(line)?.[0] ?? ''}${clean(line.trimStart())}`;
