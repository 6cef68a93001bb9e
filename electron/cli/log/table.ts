/** Calls as people read them: a table as wide as the terminal, or cards where that is narrow. */
import type { CallRecord, CallStatus, Timings } from '../../../shared/model.ts';
import {
  type Cell,
  type Colour,
  type Column,
  clean,
  cut,
  measure,
  type Paper,
  paint,
  paragraph,
  tableRow,
  titlesOf,
  widthOf,
} from '../print.ts';
import { durationText } from './duration.ts';

interface Look {
  readonly mark: string;
  readonly ascii: string;
  readonly colour: Colour;
}

/** Told by a mark and a word, too: colours are not for everybody. */
const looks: Readonly<Record<CallStatus, Look>> = {
  ok: { mark: '✓', ascii: '+', colour: 'green' },
  pending: { mark: '…', ascii: '.', colour: 'dim' },
  denied: { mark: '✗', ascii: 'x', colour: 'yellow' },
  failed: { mark: '!', ascii: '!', colour: 'red' },
  unknown: { mark: '?', ascii: '?', colour: 'red' },
  interrupted: { mark: '~', ascii: '~', colour: 'red' },
};

/** How calls are laid out; a log that goes on keeps to it. */
export interface Layout {
  /** What stands above the calls; empty where nothing does. */
  readonly head: string;
  /** A call and its requests, where there were several, in whole lines. */
  lines(call: CallRecord): string;
}

/** Narrower ones have no room for columns. */
const cardColumns = 72;
const keyColumns = 100;
const stageColumns = 130;

/** Takes: the calls that are known already; isGoingOn = will others follow? Then times are of the clock alone. */
export function layoutOf(calls: readonly CallRecord[], paper: Paper, nowMs: number, isGoingOn = false): Layout {
  const room = paper.columns ?? Number.POSITIVE_INFINITY;
  if (room < cardColumns) return { head: '', lines: (call) => card(call, paper, room) };
  // What programs read has a call a line.
  const isEndless = paper.columns === undefined;
  const timeOf = isGoingOn || calls.every(({ time }) => dayOf(time) === dayOf(nowMs)) ? clockOf : dateOf;
  const shown = everyColumn.filter(({ from }) => room >= from);
  const cut = (cells: readonly Cell[]): Cell[] => cells.filter((_, at) => room >= (everyColumn[at]?.from ?? 0));
  const rowsOf = (call: CallRecord): Cell[][] => [
    cut(callCells(call, paper, timeOf, isEndless)),
    ...childrenOf(call).map((one) => cut(childCells(one, paper))),
  ];
  const least = isGoingOn ? shown.map(({ least: width }) => width) : [];
  const widths = measure(shown, calls.flatMap(rowsOf), paper, least);
  return {
    head: tableRow(shown, titlesOf(shown), widths, paper),
    lines: (call) => {
      const [own, ...children] = rowsOf(call).map((row) => tableRow(shown, row, widths, paper));
      return [own, isEndless ? '' : wrongLines(call, paper, room < keyColumns), ...children].join('');
    },
  };
}

/** Calls in the order given. */
export function callTable(calls: readonly CallRecord[], paper: Paper, nowMs: number): string {
  const { head, lines } = layoutOf(calls, paper, nowMs);
  return head + calls.map(lines).join('');
}

/** `from`: the width of a terminal that has room for it. `least`: what a log that goes on leaves it. */
const everyColumn: readonly (Column & { readonly from: number; readonly least: number })[] = [
  { title: 'status', from: 0, least: 8 },
  { title: 'time', from: 0, least: 8 },
  { title: 'bot', from: 0, least: 8, shrinks: true },
  { title: 'key', from: keyColumns, least: 12, shrinks: true },
  { title: 'method', from: 0, least: 15, shrinks: true },
  { title: 'about', from: 0, least: 24, shrinks: true },
  { title: 'took', from: 0, least: 6, align: 'right' },
  { title: 'most of it', from: stageColumns, least: 20, shrinks: true },
];

const wrongIndent = ' '.repeat(10);

/** What went wrong, in full, below its call. */
function wrongLines(call: CallRecord, paper: Paper, isWithKey: boolean): string {
  const wrong = wrongOf(call);
  if (wrong === '') return '';
  const text = isWithKey && call.key !== null ? `${wrong} (${call.key})` : wrong;
  return painted(paragraph(text, paper, wrongIndent), looks[call.status].colour, paper);
}

const painted = (lines: string, colour: Colour | undefined, { hasColour }: Paper): string =>
  lines
    .split('\n')
    .map((line) => `${paint(line, colour, hasColour)}\n`)
    .join('');

/** A call of one request is that request. */
const childrenOf = ({ requests }: CallRecord): CallRecord['requests'] => (requests.length > 1 ? requests : []);

function callCells(call: CallRecord, paper: Paper, timeOf: (iso: string) => string, isWrongHere: boolean): Cell[] {
  const { bot, key, method, endpoint, status, timings } = call;
  return [
    statusCell(status, paper),
    { text: timeOf(call.time), colour: 'dim' },
    { text: bot ?? '-' },
    { text: key ?? '-' },
    { text: method ?? endpoint ?? '-' },
    isWrongHere
      ? { text: aboutOf(call), colour: wrongOf(call) === '' ? undefined : looks[status].colour }
      : { text: wishOf(call) },
    { text: tookOf(timings) },
    { text: stagesOf(timings), colour: 'dim' },
  ];
}

function childCells({ endpoint, status, code, timings }: CallRecord['requests'][number], paper: Paper): Cell[] {
  const nothing = { text: '' };
  return [
    ...[statusCell(status, paper), nothing, nothing, nothing],
    { text: `${paper.isAscii === true ? '-' : '└'} ${endpoint}`, colour: 'dim' },
    ...[{ text: code ?? '', colour: looks[status].colour }, { text: tookOf(timings) }],
    { text: stagesOf(timings), colour: 'dim' },
  ];
}

function statusCell(status: CallStatus, { isAscii = false }: Paper): Cell {
  const { mark, ascii, colour } = looks[status];
  return { text: `${isAscii ? ascii : mark} ${status}`, colour };
}

const wrongOf = ({ code, exchangeError }: CallRecord): string =>
  [code, exchangeError].filter((part) => part !== null).join(': ');

const aboutOf = (call: CallRecord): string => [wrongOf(call), wishOf(call)].filter((part) => part !== '').join('; ');

/** `buy 0.01 BTC/USD at 50000`, as far as it is known. */
function wishOf({ side, amount, symbol, price }: CallRecord): string {
  const parts = [side, amount, symbol].filter((part) => part !== null);
  return [...parts, ...(price === null ? [] : [`at ${price}`])].join(' ');
}

const tookOf = ({ total }: Timings): string => (total === null ? '' : durationText(total));

const stageNames = [
  ['network', 'network'],
  ['codeWait', 'wait for a code'],
  ['budget', 'wait for its turn'],
  ['approval', 'wait for your yes'],
  ['sign', 'signing'],
  ['policy', 'policy'],
] as const;
const leastShare = 0.2;
const leastStageMs = 1;

/** Where the time went, the longest first. */
function stagesOf(timings: Timings): string {
  const total = timings.total ?? 0;
  const stages = stageNames.map(([stage, name]) => ({ name, ms: timings[stage] ?? 0 }));
  const long = stages.filter(({ ms }) => ms >= Math.max(leastStageMs, total * leastShare));
  const [first, second] = long.toSorted((a, b) => b.ms - a.ms);
  return [first, second].flatMap((stage) => (stage ? [`${stage.name} ${durationText(stage.ms)}`] : [])).join(', ');
}

/** A few short lines a call. */
function card(call: CallRecord, paper: Paper, room: number): string {
  const { bot, key, method, endpoint, timings } = call;
  const { text: status, colour } = statusCell(call.status, paper);
  const mark = paper.isAscii === true ? '~' : '…';
  const took = tookOf(timings);
  const start = `${status} ${clockOf(call.time)} `;
  const name = cut(clean(method ?? endpoint ?? '-'), Math.max(8, room - widthOf(start) - took.length - 1), mark);
  const space = ' '.repeat(Math.max(1, room - widthOf(start) - widthOf(name) - took.length));
  const who = [bot, key].filter((part) => part !== null).join(' on ');
  const wrong = wrongOf(call);
  const line = (text: string, colour: Colour | undefined) =>
    text === '' ? '' : painted(`  ${cut(clean(text), room - 2, mark)}`, colour, paper);
  const children = childrenOf(call).map((one) => {
    const cell = statusCell(one.status, paper);
    return line(`${cell.text} ${one.endpoint} ${tookOf(one.timings)}`, cell.colour);
  });
  return [
    `${paint(start, colour, paper.hasColour)}${name}${space}${took}`.trimEnd(),
    '\n',
    wrong === '' ? '' : painted(paragraph(wrong, paper, '  '), colour, paper),
    ...[line(wishOf(call), undefined), line(who, 'dim'), ...children],
  ].join('');
}

const two = (value: number) => String(value).padStart(2, '0');

/** This machine's day: 2026-11-22. */
export function dayOf(when: string | number): string {
  const time = new Date(when);
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}

/** This machine's time, to the second. */
export function clockOf(iso: string): string {
  const time = new Date(iso);
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
}

const dateOf = (iso: string): string => `${dayOf(iso)} ${clockOf(iso)}`;
