import type { CallRecord, CallStatus } from '../../../shared/model.ts';
import { type Cell, type Colour, clean, type Paper, paint, table } from '../print.ts';

const colours: Readonly<Record<CallStatus, Colour>> = {
  ok: 'green',
  pending: 'dim',
  denied: 'yellow',
  failed: 'red',
  unknown: 'red',
  interrupted: 'red',
};

const columns = [
  { title: 'time' },
  { title: 'bot', shrinks: true },
  { title: 'key', shrinks: true },
  { title: 'method', shrinks: true },
  { title: 'what', shrinks: true },
  { title: 'result', shrinks: true },
  { title: 'ms', align: 'right' },
] as const;

/** Narrower terminals need the room of the year for the rest. */
const yearColumns = 110;
const yearLength = 'YYYY-'.length;

/** Calls as a table, in the order given; where one made several requests, they stand below it. */
export const callTable = (calls: readonly CallRecord[], paper: Paper): string =>
  table(
    columns,
    calls.flatMap((call) => [
      cellsOf(call, (paper.columns ?? Number.POSITIVE_INFINITY) < yearColumns),
      ...childrenOf(call).map(childCells),
    ]),
    paper,
  );

/** One call as one line and its requests, where there were several, as one each; for a log that goes on. */
export function callLine(call: CallRecord, { hasColour }: Paper): string {
  const line = (cells: readonly Cell[]): string => {
    const parts = cells.map(({ text, colour }) => paint(clean(text), colour, hasColour));
    return `${parts.filter((part) => part !== '').join('  ')}\n`;
  };
  return [cellsOf(call, false), ...childrenOf(call).map(childCells)].map(line).join('');
}

/** A call of one request is that request. */
const childrenOf = ({ requests }: CallRecord): CallRecord['requests'] => (requests.length > 1 ? requests : []);

function childCells({ endpoint, status, code, timings }: CallRecord['requests'][number]): Cell[] {
  const result = [status, code].filter((part) => part !== null).join(' ');
  const total = timings.total === null ? '' : String(Math.round(timings.total));
  const nothing = { text: '' };
  const what = { text: `  ${endpoint ?? '-'}`, colour: 'dim' } as const;
  return [nothing, nothing, nothing, what, nothing, { text: result, colour: colours[status] }, { text: total }];
}

function cellsOf(call: CallRecord, isNarrow: boolean): Cell[] {
  const { bot, key, method, endpoint, status, code, exchangeError, timings } = call;
  const result = [status, code, exchangeError].filter((part) => part !== null).join(' ');
  return [
    { text: localTime(call.time).slice(isNarrow ? yearLength : 0), colour: 'dim' },
    { text: bot ?? '-' },
    { text: key ?? '-' },
    { text: method ?? endpoint ?? '-' },
    { text: whatOf(call) },
    { text: result, colour: colours[status] },
    { text: timings.total === null ? '' : String(Math.round(timings.total)) },
  ];
}

/** `buy 0.01 BTC/USD at 50000`, as far as it is known. */
function whatOf({ side, amount, symbol, price }: CallRecord): string {
  const parts = [side, amount, symbol].filter((part) => part !== null);
  return [...parts, ...(price === null ? [] : [`at ${price}`])].join(' ');
}

/** This machine's date and time, to the second. */
function localTime(iso: string): string {
  const time = new Date(iso);
  const two = (value: number) => String(value).padStart(2, '0');
  const date = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${date} ${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
}
