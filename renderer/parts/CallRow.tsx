import { ShieldCheck } from 'lucide-react';
import { memo } from 'react';
import type { CallRecord } from '../../shared/model.ts';
import { formatClock, formatMs } from '../format.ts';
import { t } from '../strings.ts';
import { CallKindMark } from './CallKindMark.tsx';
import { StatusChip } from './StatusChip.tsx';

interface Props {
  readonly call: CallRecord;
  /** Its place in the whole list, from 1; the head is the first row. */
  readonly index: number;
  readonly isChosen: boolean;
}

export const rowId = (call: string): string => `call-row-${call}`;
const cell = 'h-9 border-b border-line px-3 truncate';

/** A row of the list: always as high, so that what is out of sight need not be drawn. */
export const CallRow = memo(function CallRow({ call, index, isChosen }: Props) {
  return (
    <tr
      id={rowId(call.id)}
      data-call={call.id}
      aria-rowindex={index + 1}
      aria-selected={isChosen}
      className={`cursor-default ${isChosen ? 'bg-accent-soft' : 'hover:bg-hover'}`}
    >
      <td className={`${cell} text-muted`}>{formatClock(call.time)}</td>
      <th scope="row" className={`${cell} text-start font-semibold`} data-wide title={call.bot ?? undefined}>
        <bdi>{call.bot ?? t('calls.you')}</bdi>
      </th>
      <td className={cell}>
        <span className="flex items-center gap-2">
          <CallKindMark call={call} />
          <span className="truncate font-mono text-small" title={call.method ?? undefined}>
            {call.method ?? call.endpoint}
          </span>
        </span>
      </td>
      <td className={cell} data-wide>
        {call.symbol}
      </td>
      <td className={`${cell} @max-[54rem]:hidden`} data-wide title={call.key ?? undefined}>
        <bdi>{call.key}</bdi>
      </td>
      <td className={`${cell} [&>span]:flex-nowrap [&>span>span+span]:truncate @max-2xl:[&>span>span+span]:hidden`}>
        <StatusChip status={call.status} code={call.code} />
      </td>
      <td className={cell} data-wide>
        {call.otp ? (
          <span title={t('calls.codeSent')} className="flex items-center text-good">
            <ShieldCheck aria-hidden className="size-4 shrink-0" />
            <span className="sr-only">{t('calls.codeSent')}</span>
          </span>
        ) : null}
      </td>
      <td className={`${cell} text-end`}>{formatMs(call.timings.total)}</td>
    </tr>
  );
});
