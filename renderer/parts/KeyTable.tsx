import { Bot, KeyRound, Smartphone, X } from 'lucide-react';
import { Cell, Column, Row, Table, TableBody, TableHeader } from 'react-aria-components';
import type { KeyListItem } from '../../shared/control-views.ts';
import { exchangeName } from '../../shared/guidance/exchange-name.ts';
import type { TwoFactorKind } from '../../shared/model.ts';
import { formatMoment } from '../format.ts';
import { go } from '../route.ts';
import { twoFactorWords, usesWords } from '../words.ts';
import { cell, column, row, table, tableFrame } from './table-look.ts';
import { VerdictChip } from './VerdictChip.tsx';

interface Props {
  readonly keys: readonly KeyListItem[];
}

export function KeyTable({ keys }: Props) {
  return (
    <div className={tableFrame}>
      <Table aria-label="Keys" className={table} onRowAction={(id) => go({ page: 'key', id: String(id) })}>
        <TableHeader>
          <Column isRowHeader className={column}>
            Key
          </Column>
          <Column className={column}>Exchange</Column>
          <Column className={column}>Used by</Column>
          <Column className={column}>2FA</Column>
          <Column className={column}>Verdict</Column>
          <Column className={column}>Bots</Column>
        </TableHeader>
        <TableBody items={keys}>{(key) => <KeyRow key={key.id} item={key} />}</TableBody>
      </Table>
    </div>
  );
}

function KeyRow({ item }: { readonly item: KeyListItem }) {
  return (
    <Row id={item.id} className={row}>
      <Cell className={cell}>
        <span className="block font-semibold whitespace-nowrap">{item.label}</span>
        <span className="block text-small whitespace-nowrap text-muted">
          {item.tested === null ? 'Not tested yet' : `Tested ${formatMoment(item.tested)}`}
        </span>
      </Cell>
      <Cell className={cell}>{exchangeName(item.exchange)}</Cell>
      <Cell className={`${cell} text-muted`}>{usesWords(item.usedBy)}</Cell>
      <Cell className={cell}>
        <TwoFactorMark kind={item.twoFactor} />
      </Cell>
      <Cell className={cell}>
        <VerdictChip verdict={item.verdict} twoFactor={item.twoFactor} />
      </Cell>
      <Cell className={`${cell} whitespace-nowrap text-muted`}>
        {item.bots.length === 0 ? (
          'None'
        ) : (
          <span className="flex items-center gap-1.5">
            <Bot aria-hidden className="size-4 shrink-0" /> {item.bots.join(', ')}
          </span>
        )}
      </Cell>
    </Row>
  );
}

const marks = { none: X, totp: Smartphone, password: KeyRound } as const;

function TwoFactorMark({ kind }: { readonly kind: TwoFactorKind }) {
  const Icon = marks[kind];
  return (
    <span className={`flex items-center gap-1.5 ${kind === 'none' ? 'text-muted' : ''}`}>
      <Icon aria-hidden className="size-4" /> {twoFactorWords[kind]}
    </span>
  );
}
