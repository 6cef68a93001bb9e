import { ShieldCheck } from 'lucide-react';
import { Cell, Column, Row, Table, TableBody, TableHeader } from 'react-aria-components';
import type { CallRecord } from '../../shared/model.ts';
import { formatClock, formatMs } from '../format.ts';
import { StatusChip } from './StatusChip.tsx';
import { cell, column, row, table, tableFrame } from './table-look.ts';

interface Props {
  readonly calls: readonly CallRecord[];
  readonly chosen: string | undefined;
  readonly choose: (id: string | undefined) => void;
}

export function CallTable({ calls, chosen, choose }: Props) {
  return (
    <div className={`${tableFrame} min-h-0`}>
      <Table
        aria-label="Calls"
        className={table}
        selectionMode="single"
        selectionBehavior="replace"
        selectedKeys={chosen === undefined ? [] : [chosen]}
        onSelectionChange={(keys) => choose(keys === 'all' ? undefined : [...keys].map(String)[0])}
      >
        <TableHeader>
          <Column className={column}>Time</Column>
          <Column isRowHeader className={column}>
            Bot
          </Column>
          <Column className={column}>Key</Column>
          <Column className={column}>Method</Column>
          <Column className={column}>Symbol</Column>
          <Column className={column}>Status</Column>
          <Column className={column}>Code</Column>
          <Column className={`${column} text-end!`}>ms</Column>
        </TableHeader>
        <TableBody items={calls}>{(call) => <CallRow id={call.id} call={call} />}</TableBody>
      </Table>
    </div>
  );
}

interface RowProps {
  /** Given outright: react-aria would else take the call's `key`, which many calls share. */
  readonly id: string;
  readonly call: CallRecord;
}

function CallRow({ id, call }: RowProps) {
  return (
    <Row id={id} className={row}>
      <Cell className={`${cell} whitespace-nowrap text-muted`}>{formatClock(call.time)}</Cell>
      <Cell className={`${cell} font-semibold whitespace-nowrap`}>{call.bot ?? 'You'}</Cell>
      <Cell className={`${cell} whitespace-nowrap`}>{call.key}</Cell>
      <Cell className={`${cell} font-mono text-small`}>{call.method}</Cell>
      <Cell className={`${cell} whitespace-nowrap`}>{call.symbol}</Cell>
      <Cell className={cell}>
        <StatusChip status={call.status} code={call.code} />
      </Cell>
      <Cell className={cell}>
        {call.otp ? (
          <span className="flex items-center gap-1.5 text-good">
            <ShieldCheck aria-hidden className="size-4" /> sent
          </span>
        ) : null}
      </Cell>
      <Cell className={`${cell} text-end`}>{formatMs(call.timings.total)}</Cell>
    </Row>
  );
}
