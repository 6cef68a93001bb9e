import type { ControlResult } from '../../../shared/control-api.ts';
import type { KeyTest } from '../../../shared/control-views.ts';
import { CodeSchedule, type HealthItem } from '../../../shared/model.ts';
import { answer, paperOf } from '../answer.ts';
import type { Run } from '../command.ts';
import { readObject } from '../input.ts';
import { UsageError } from '../options.ts';
import { type Colour, clean, type Paper, paint, paragraph } from '../print.ts';
import { needYes } from '../question.ts';

export const testKey: Run = async (context) => {
  const { args, options } = context;
  const tested = await context.call('key.test', { key: args[0], reuse: options.has('reuse') });
  answer(context, tested, () => printTest(tested, paperOf(context)));
  return tested.twoFactor.accepted ? 0 : 1;
};

const marks: Readonly<Record<HealthItem['level'], { readonly mark: string; readonly colour: Colour }>> = {
  bad: { mark: 'bad ', colour: 'red' },
  warn: { mark: 'warn', colour: 'yellow' },
  good: { mark: 'good', colour: 'green' },
};

export const rotateKey: Run = async (context) => {
  const [key] = context.args;
  const input = await readObject(context.io, 'key.json');
  const { warnings, ...rotated } = await context.call('key.rotate', { key, input });
  answer(
    context,
    rotated,
    () => `The new secrets of ${rotated.label} are in use.\n${printTest(rotated, paperOf(context))}`,
  );
  for (const warning of warnings) context.io.err(`warning: ${clean(warning)}\n`);
  return 0;
};

/** What the exchange said of a key, for people. */
export function printTest({ twoFactor, health, verdict, requests }: KeyTest, paper: Paper): string {
  const found = {
    on: '2FA is on for this key.',
    off: '2FA is off for this key.',
    unknown: 'Whether 2FA is on could not be found out.',
  }[twoFactor.detected];
  const items = health.map(({ level, text }) => {
    const { mark, colour } = marks[level];
    const lines = paragraph(text, paper, `  ${mark}  `, '        ');
    return `${lines.replace(mark, paint(mark, colour, paper.hasColour))}\n`;
  });
  const isDone = twoFactor.detected === 'on' && (verdict.id === 'turn-on' || verdict.id === 'may-be-on');
  const advice = isDone ? '' : `\n${paragraph(verdict.reason, paper)}\n`;
  const sent = `${requests} ${requests === 1 ? 'request' : 'requests'} sent.`;
  return `${found}\n${items.join('')}${advice}${paint(sent, 'dim', paper.hasColour)}\n`;
}

const scheduleWords: Readonly<Record<CodeSchedule, string>> = {
  reusable: 'may be sent more than once in its 30 seconds',
  'once-per-step': 'is sent once, so that there is one call every 30 seconds',
  unknown: 'may be sent more than once, until the exchange refuses that',
};

export const setCodes: Run = async (context) => {
  const [key, word] = context.args;
  const codes = CodeSchedule.safeParse(word);
  if (!codes.success) throw new UsageError('Say reusable, once-per-step or unknown.', ['key', 'codes']);
  const said = await context.call('key.codes', { key, codes: codes.data });
  return answer(context, said, () => `A code of ${said.label} ${scheduleWords[codes.data]}.\n`);
};

export const setDeadMan: Run = async (context) => {
  const [key, word] = context.args;
  if (word !== 'on' && word !== 'off') throw new UsageError('Say on or off.', ['key', 'dead-man']);
  if (word === 'on')
    await needYes(
      context,
      `If the bots of ${key} fall silent, the exchange cancels EVERY order of the account, also those that no bot has placed. Turn it on?`,
    );
  const said = await context.call('key.dead-man', { key, on: word === 'on' });
  return answer(context, said, () => `The dead man's switch of ${said.label} is ${word}.\n`);
};

export const useKey: Run = async (context) => {
  const [key, ...usedBy] = context.args;
  const used: ControlResult<'key.use'> = await context.call('key.use', { key, usedBy });
  return answer(
    context,
    used,
    () =>
      `${clean(`${used.label} is used by ${used.usedBy.join(', ')}.`)}\n\n${paragraph(used.verdict.reason, paperOf(context))}\n`,
  );
};
