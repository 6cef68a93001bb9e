import { type KeyboardEvent, type MouseEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { CallRecord } from '../../shared/model.ts';
import { rowAfter, rowHeight, scrollTo, shownRows } from '../call-rows.ts';
import { usePlainKey } from '../shortcuts.ts';
import { t } from '../strings.ts';
import { CallRow, rowId } from './CallRow.tsx';
import { tableFrame } from './table-look.ts';

interface Props {
  readonly calls: readonly CallRecord[];
  readonly chosen: string | undefined;
  readonly choose: (id: string) => void;
  readonly hasMore: boolean;
  readonly more: () => void;
  /** Told when the newest call comes into sight or leaves it. */
  readonly atTop: (isAtTop: boolean) => void;
}

/** Rows from the end of what was read at which the next page is asked for. */
const readAhead = 400;
const column =
  'sticky top-0 z-10 h-9 border-b border-line bg-surface px-3 text-start text-small font-medium whitespace-nowrap text-muted';
const columns = [
  ['time', 'w-22'],
  ['bot', 'w-24'],
  ['method', ''],
  ['symbol', 'w-22'],
  ['key', 'w-28 @max-[54rem]:hidden'],
  ['status', 'w-52 @max-2xl:w-30'],
  ['code', 'w-16'],
  ['took', 'w-16 text-end!'],
] as const;
const onlyWide: readonly string[] = ['bot', 'symbol', 'key', 'code'];

/** While no call is chosen there is no row to ring. */
const unchosenRing = 'outline-accent has-[#calls:focus-visible]:not-has-[[aria-selected=true]]:outline-2';

/** The list: only the rows in sight are in the page, however many there are. */
export function CallTable({ calls, chosen, choose, hasMore, more, atTop }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 600 });
  const look = () => {
    const { scrollTop: top = 0, clientHeight: height = 0 } = frame.current ?? {};
    const rows = shownRows({ top, height }, calls.length);
    setView((now) =>
      shownRows(now, calls.length).first === rows.first && now.height === height ? now : { top, height },
    );
    atTop(top < 8);
  };
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const sizes = new ResizeObserver(() => setView({ top: element.scrollTop, height: element.clientHeight }));
    sizes.observe(element);
    return () => sizes.disconnect();
  }, []);
  const { first, last, before, after } = shownRows(view, calls.length);
  useEffect(() => {
    if (hasMore && last > calls.length - readAhead) more();
  }, [hasMore, last, calls.length, more]);
  const at = calls.findIndex(({ id }) => id === chosen);
  // The address is read a moment after it was set, and a key may be pressed again before that.
  const latest = useRef(chosen);
  useEffect(() => {
    latest.current = chosen;
  }, [chosen]);
  const here = () => calls.findIndex(({ id }) => id === latest.current);
  const reach = (next: number) => {
    const call = calls[next];
    const element = frame.current;
    if (call === undefined || element === null) return;
    const top = scrollTo(next, { top: element.scrollTop, height: element.clientHeight });
    if (top !== undefined) element.scrollTop = top;
    latest.current = call.id;
    choose(call.id);
  };
  usePlainKey((key) => {
    const next = key === 'j' || key === 'k' ? rowAfter(key, here(), calls.length, 1) : undefined;
    if (next !== undefined) reach(next);
  });
  const pressed = (event: KeyboardEvent) => {
    const next = rowAfter(event.key, here(), calls.length, Math.max(1, Math.floor(view.height / rowHeight) - 2));
    if (next === undefined || event.ctrlKey || event.metaKey || event.altKey || event.key.length === 1) return;
    event.preventDefault();
    reach(next);
  };
  const clicked = ({ target }: MouseEvent) => {
    const id = target instanceof Element ? target.closest('tr')?.dataset['call'] : undefined;
    if (id !== undefined) choose(id);
  };
  return (
    <div
      ref={frame}
      onScroll={look}
      className={`${tableFrame} ${unchosenRing} @container relative min-h-0 flex-1 [contain:strict] [overflow-anchor:none]`}
    >
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid of which most rows are out of sight
        role="grid"
        id="calls"
        aria-label={t('calls.table')}
        aria-rowcount={hasMore ? -1 : calls.length + 1}
        {...(at >= first && at < last ? { 'aria-activedescendant': rowId(chosen ?? '') } : {})}
        tabIndex={0}
        onKeyDown={pressed}
        onClick={clicked}
        className="w-full table-fixed border-separate border-spacing-0 outline-none focus-visible:[&_[aria-selected=true]]:outline-2 focus-visible:[&_[aria-selected=true]]:-outline-offset-2 focus-visible:[&_[aria-selected=true]]:outline-accent @max-2xl:[&_[data-wide]]:hidden"
      >
        <thead>
          <tr aria-rowindex={1}>
            {columns.map(([name, width]) => (
              <th
                key={name}
                scope="col"
                {...(onlyWide.includes(name) ? { 'data-wide': true } : {})}
                className={`${column} ${width}`}
              >
                {t(`calls.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <Space height={before} />
        <tbody>
          {calls.slice(first, last).map((call, n) => (
            <CallRow key={call.id} call={call} index={first + n + 1} isChosen={call.id === chosen} />
          ))}
        </tbody>
        <Space height={after} />
      </table>
    </div>
  );
}

/** Stands for rows out of sight. Its height is an attribute, since the policy of the page allows no style in markup. */
function Space({ height }: { readonly height: number }) {
  if (height === 0) return null;
  return (
    <tbody aria-hidden="true">
      <tr>
        <td height={height} className="p-0" />
      </tr>
    </tbody>
  );
}
