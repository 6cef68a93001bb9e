import { Cell, Column, Row, Table, TableBody, TableHeader } from 'react-aria-components';
import type { ExchangeFacts } from '../../shared/guidance/catalogue.ts';
import { exchangeName } from '../../shared/guidance/exchange-name.ts';
import { carrierWords, kindsWords } from '../exchange-words.ts';
import { go } from '../route.ts';
import { t } from '../strings.ts';
import { ExchangeScope } from './ExchangeScope.tsx';
import { cell, column, row, table, tableFrame } from './table-look.ts';

interface Props {
  readonly exchanges: readonly ExchangeFacts[];
}

export function ExchangeTable({ exchanges }: Props) {
  return (
    <div className={tableFrame}>
      <Table
        aria-label={t('exchanges.title')}
        className={table}
        onRowAction={(id) => go({ page: 'exchange', id: String(id) })}
      >
        <TableHeader>
          <Column isRowHeader className={column}>
            {t('exchanges.exchange')}
          </Column>
          <Column className={column}>{t('exchanges.scope')}</Column>
          <Column className={column}>{t('exchanges.kinds')}</Column>
          <Column className={column}>{t('exchanges.carrier')}</Column>
        </TableHeader>
        <TableBody>
          {exchanges.map((one) => (
            <Row key={one.exchangeId} id={one.exchangeId} className={row}>
              <Cell className={`${cell} font-semibold`}>{exchangeName(one.exchangeId)}</Cell>
              <Cell className={cell}>
                <ExchangeScope scope={one.scope} />
              </Cell>
              <Cell className={`${cell} text-muted`}>{kindsWords(one)}</Cell>
              <Cell className={`${cell} wrap-anywhere text-muted`}>{carrierWords(one)}</Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}
