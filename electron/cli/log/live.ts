/** A log that goes on: what has ended stands, what is under way is drawn below it and drawn again. */
import type { CallRecord } from '../../../shared/model.ts';
import type { Io } from '../io.ts';
import { clean, cut, type Paper, paint } from '../print.ts';
import { durationText } from './duration.ts';
import { dayOf, type Layout } from './table.ts';

const mostShown = 8;
const shortestMs = 1000;

export class LiveLog {
  readonly #io: Pick<Io, 'out' | 'now'>;
  readonly #paper: Paper;
  readonly #layout: Layout;
  /** Can the lines below be drawn over? Else only what has ended is shown. */
  readonly #isLive: boolean;
  readonly #pending = new Map<string, CallRecord>();
  #day: string;
  #drawn = 0;

  constructor(io: Pick<Io, 'out' | 'now'>, paper: Paper, layout: Layout, isLive: boolean) {
    this.#io = io;
    this.#paper = paper;
    this.#layout = layout;
    this.#isLive = isLive;
    this.#day = dayOf(io.now());
  }

  /** A call has ended, or is to stand as it is. */
  ended(call: CallRecord): void {
    this.#pending.delete(call.id);
    const day = dayOf(call.time);
    const newDay = day === this.#day ? '' : `${paint(day, 'dim', this.#paper.hasColour)}\n`;
    this.#day = day;
    this.#draw(newDay + this.#layout.lines(call));
  }

  underWay(call: CallRecord): void {
    if (!this.#isLive) return;
    this.#pending.set(call.id, call);
    this.#draw('');
  }

  /** Time has passed. */
  tick(): void {
    if (this.#pending.size > 0) this.#draw('');
  }

  /** Takes the lines below away. */
  end(): void {
    this.#pending.clear();
    this.#draw('');
  }

  #draw(standing: string): void {
    // Source: ECMA-48 sections 8.3.22 (CUU) and 8.3.39 (ED).
    const erase = this.#drawn === 0 ? '' : `\r\u001b[${this.#drawn}A\u001b[J`;
    const shown = [...this.#pending.values()].slice(0, mostShown).map((call) => this.#lineOf(call));
    const more = this.#pending.size - shown.length;
    if (more > 0) shown.push(this.#fit(`  and ${more} more under way`));
    this.#drawn = shown.length;
    const text = erase + standing + shown.map((line) => `${line}\n`).join('');
    if (text !== '') this.#io.out(text);
  }

  #lineOf({ time, bot, method, endpoint, symbol }: CallRecord): string {
    const goneMs = this.#io.now() - Date.parse(time);
    const since = goneMs < shortestMs ? '' : `, ${durationText(goneMs)}`;
    const words = [bot, method ?? endpoint, symbol].filter((word) => word !== null).join(' ');
    return this.#fit(`${this.#paper.isAscii === true ? '.' : '…'} pending  ${clean(words)}${since}`);
  }

  /** A line that wraps could not be drawn over. */
  #fit(text: string): string {
    const width = (this.#paper.columns ?? Number.POSITIVE_INFINITY) - 1;
    return paint(cut(text, width, this.#paper.isAscii === true ? '~' : '…'), 'dim', this.#paper.hasColour);
  }
}
