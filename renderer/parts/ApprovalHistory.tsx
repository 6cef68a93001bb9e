import { Cell, Column, Row, Table, TableBody, TableHeader } from 'react-aria-components';
import { answerTo, hasWaited } from '../approval-words.ts';
import { useBridge } from '../bridge.ts';
import { formatMoment, formatMs } from '../format.ts';
import { t } from '../strings.ts';
import { Failed } from './Failed.tsx';
import { Rows } from './Rows.tsx';
import { cell, column, row, table, tableFrame } from './table-look.ts';

const looked = 1000;

/** What was asked before, and what came of it: the call log knows. */
export function ApprovalHistory() {
  const calls = useBridge('calls.list', { limit: looked });
  if (calls.state === 'loading') return <Rows />;
  if (calls.state === 'failed') return <Failed error={calls.error} again={calls.again} />;
  const waited = calls.value.filter(hasWaited);
  if (waited.length === 0) return <p className="text-muted">{t('approvals.noHistory')}</p>;
  return (
    <div className={tableFrame}>
      <Table aria-label={t('approvals.table')} className={table}>
        <TableHeader>
          <Column className={column}>{t('approvals.time')}</Column>
          <Column isRowHeader className={column}>
            {t('approvals.bot')}
          </Column>
          <Column className={column}>{t('approvals.order')}</Column>
          <Column className={column}>{t('approvals.worth')}</Column>
          <Column className={column}>{t('approvals.answer')}</Column>
          <Column className={column}>{t('approvals.waited')}</Column>
        </TableHeader>
        <TableBody>
          {waited.map((call) => (
            <Row key={call.id} id={call.id} className={row}>
              <Cell className={`${cell} whitespace-nowrap text-muted`}>{formatMoment(call.time)}</Cell>
              <Cell className={`${cell} font-semibold`}>
                <bdi>{call.bot}</bdi>
              </Cell>
              <Cell className={cell}>{[call.side, call.amount, call.symbol].filter(Boolean).join(' ')}</Cell>
              <Cell className={cell}>
                {call.notional === null ? '' : `${call.notional.amount} ${call.notional.currency}`}
              </Cell>
              <Cell className={cell}>{t(`approvals.${answerTo(call)}`)}</Cell>
              <Cell className={cell}>{formatMs(call.timings.approval)}</Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}
