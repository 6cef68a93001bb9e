import { AppError } from '../../../shared/errors.ts';
import { catalogue, type Scope } from '../../../shared/guidance/catalogue.ts';
import { exchangeName } from '../../../shared/guidance/exchange-name.ts';
import { type Guide, guideList, guideOf, nearestExchanges } from '../../../shared/guidance/guide.ts';
import { krakenSplit, type SetUpStep } from '../../../shared/guidance/kraken-set-up.ts';
import { answer, paperOf } from '../answer.ts';
import type { Context, Run } from '../command.ts';
import { type Colour, type Paper, paint, paragraph, table } from '../print.ts';

/** Reads the catalogue that comes with the program, so it needs neither agent nor vault. */
export const guide: Run = async (context) => {
  const [exchange] = context.args;
  if (exchange === undefined) return answer(context, guideList(), () => printList(paperOf(context)));
  const found = guideOf(exchange);
  if (found === undefined) throw unknownExchange(exchange);
  return answer(context, jsonOf(found), () => printGuide(found, context));
};

/** The promised shape: each step as one sentence or two. */
function jsonOf({ exchange, scope, kinds, carrier, name, steps, warnings, sources }: Guide) {
  const shown = steps.map((step) => sentenceOf(step, exchangeName(exchange)));
  return { exchange, scope, kinds, carrier, name, steps: shown, warnings, sources };
}

function unknownExchange(exchange: string): AppError {
  const near = nearestExchanges(exchange);
  const hint = near.length === 0 ? '"keybearer guide" lists them.' : `Did you mean ${near.join(', ')}?`;
  return new AppError('INPUT_INVALID', { detail: `There is no exchange "${exchange.slice(0, 60)}". ${hint}` });
}

const sentenceOf = ({ atExchange, here }: SetUpStep, name: string): string =>
  [
    ...(atExchange === undefined ? [] : [`At ${name}: ${atExchange}`]),
    ...(here === undefined ? [] : [`Here: ${here}`]),
  ].join(' ');

const scopeWords: Readonly<Record<Scope, { readonly text: string; readonly colour?: Colour }>> = {
  'every-private-call': { text: 'every private call', colour: 'green' },
  'sign-in': { text: 'sign-in' },
  withdrawal: { text: 'withdrawals' },
  none: { text: 'none known', colour: 'dim' },
  unknown: { text: 'unknown', colour: 'dim' },
};

function printList(paper: Paper): string {
  const columns = [{ title: 'exchange' }, { title: 'a code is wanted for' }, { title: 'kinds', shrinks: true }];
  const rows = guideList().map(({ exchange, scope, kinds }) => [exchange, scopeWords[scope], kinds.join(', ')]);
  const list = table(columns, rows, paper);
  return `${list}\nSources were read on ${catalogue.read}. More of one: keybearer guide kraken\n`;
}

function printGuide(found: Guide, context: Context): string {
  const paper = paperOf(context);
  const name = exchangeName(found.exchange);
  const steps = (list: readonly SetUpStep[]): string =>
    list.map((step, index) => printStep(step, index + 1, name, paper)).join('\n');
  const split =
    found.exchange === 'kraken' ? [heading('Split a key that the app uses too', paper), steps(krakenSplit)] : [];
  return [
    paragraph(found.summary, paper),
    '',
    // Who reads that a key must stay without 2FA after turning it on has read it too late.
    heading('Mind', paper),
    found.warnings.map((text) => paragraph(text, paper, '  - ', '    ')).join('\n') || '  Nothing that is known.',
    '',
    heading(found.exchange === 'kraken' ? 'Set it up' : 'What to do', paper),
    steps(found.steps),
    '',
    ...split,
    ...(split.length > 0 ? [''] : []),
    heading('Sources', paper),
    ...found.sources.map((source) => paragraph(source, paper, '  ', '    ')),
    '',
  ].join('\n');
}

const heading = (text: string, { hasColour }: Paper): string => paint(text.toUpperCase(), 'dim', hasColour);

function printStep({ atExchange, here }: SetUpStep, number: number, name: string, paper: Paper): string {
  const mark = `${String(number).padStart(2)}. `;
  const lines = [
    ...(atExchange === undefined ? [] : [`At ${name}: ${atExchange}`]),
    ...(here === undefined ? [] : [`Here: ${here}`]),
  ];
  return lines.map((line, index) => paragraph(line, paper, index === 0 ? mark : '    ', '    ')).join('\n');
}
