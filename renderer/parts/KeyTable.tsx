import { Column, Table, TableBody, TableHeader, TableLayout, Virtualizer } from 'react-aria-components';
import type { KeyListItem, StatusView } from '../../shared/control-views.ts';
import { go } from '../route.ts';
import { t } from '../strings.ts';
import { KeyRow } from './KeyRow.tsx';
import { tableFrame, virtualColumn } from './table-look.ts';

interface Props {
  readonly keys: readonly KeyListItem[];
  readonly health: StatusView['keys'];
}

const layout = { rowHeight: 52, headingHeight: 36 } as const;

/** Draws only the rows that can be seen, so that a thousand keys scroll like ten. */
export function KeyTable({ keys, health }: Props) {
  const findings = new Map(health.map((one) => [one.id, one.health]));
  return (
    <Virtualizer layout={TableLayout} layoutOptions={layout}>
      <Table
        aria-label={t('keys.title')}
        className={`${tableFrame} min-h-0 w-full`}
        onRowAction={(id) => go({ page: 'key', id: String(id) })}
      >
        <TableHeader className="bg-surface">
          <Column id="key" isRowHeader className={virtualColumn} defaultWidth="1.8fr" minWidth={128}>
            {t('keys.columnKey')}
          </Column>
          <Column id="exchange" className={virtualColumn} defaultWidth="0.85fr" minWidth={80}>
            {t('keys.columnExchange')}
          </Column>
          <Column id="usedBy" className={virtualColumn} defaultWidth="1.2fr" minWidth={90}>
            {t('keys.columnUsedBy')}
          </Column>
          <Column id="twoFactor" className={virtualColumn} defaultWidth={102} minWidth={96}>
            {t('keys.columnTwoFactor')}
          </Column>
          <Column id="test" className={virtualColumn} defaultWidth="1.35fr" minWidth={112}>
            {t('keys.columnTest')}
          </Column>
          <Column id="verdict" className={virtualColumn} defaultWidth="1.5fr" minWidth={140}>
            {t('keys.columnVerdict')}
          </Column>
          <Column id="health" className={virtualColumn} defaultWidth="1.35fr" minWidth={108}>
            {t('keys.columnHealth')}
          </Column>
        </TableHeader>
        <TableBody items={keys} dependencies={[health]}>
          {(key) => <KeyRow key={key.id} item={key} health={findings.get(key.id) ?? []} />}
        </TableBody>
      </Table>
    </Virtualizer>
  );
}
