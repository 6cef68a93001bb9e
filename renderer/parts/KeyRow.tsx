import { Bot, KeyRound, Smartphone, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Cell, Row } from 'react-aria-components';
import type { KeyListItem } from '../../shared/control-views.ts';
import { exchangeName } from '../../shared/guidance/exchange-name.ts';
import type { HealthItem, TwoFactorKind } from '../../shared/model.ts';
import { formatNear } from '../format.ts';
import { t } from '../strings.ts';
import { twoFactorWords, usesWords } from '../words.ts';
import { KeyWorst } from './KeyWorst.tsx';
import { virtualCell, virtualRow } from './table-look.ts';
import { VerdictChip } from './VerdictChip.tsx';

interface Props {
  readonly item: KeyListItem;
  readonly health: readonly HealthItem[];
}

export function KeyRow({ item, health }: Props) {
  const exchange = exchangeName(item.exchange);
  const uses = usesWords(item.usedBy);
  const bots = item.bots.join(', ');
  return (
    <Row id={item.id} textValue={item.label} className={virtualRow}>
      <Cell className={virtualCell}>
        <span title={item.label} className="block truncate font-semibold">
          {item.label}
        </span>
        {item.title === '' ? null : (
          <span title={item.title} className="block truncate text-small text-muted">
            <bdi>{item.title}</bdi>
          </span>
        )}
      </Cell>
      <Cell className={virtualCell}>
        <span title={exchange} className="block truncate">
          {exchange}
        </span>
      </Cell>
      <Cell className={virtualCell}>
        <span title={uses} className="block truncate">
          {uses}
        </span>
        <span title={bots} className="flex items-center gap-1.5 text-small text-muted">
          <Bot aria-hidden className="size-3.5 shrink-0" />
          <span className="truncate">{bots === '' ? t('keys.noBots') : bots}</span>
        </span>
      </Cell>
      <Cell className={virtualCell}>
        <TwoFactorMark kind={item.twoFactor} />
      </Cell>
      <Cell className={virtualCell}>
        <TwoLines above={item.tested === null ? t('keys.addedOnly') : t('keys.testedNow')}>
          {item.tested === null ? t('keys.notTested') : formatNear(item.tested)}
        </TwoLines>
      </Cell>
      <Cell className={`${virtualCell} items-start`}>
        <VerdictChip verdict={item.verdict} twoFactor={item.twoFactor} />
      </Cell>
      <Cell className={virtualCell}>
        <KeyWorst health={health} isTested={item.tested !== null} />
      </Cell>
    </Row>
  );
}

function TwoLines({ above, children }: { readonly above: string; readonly children: ReactNode }) {
  return (
    <>
      <span className="block">{above}</span>
      <span className="block truncate text-small text-muted">{children}</span>
    </>
  );
}

const marks = { none: X, totp: Smartphone, password: KeyRound } as const;

function TwoFactorMark({ kind }: { readonly kind: TwoFactorKind }) {
  const Icon = marks[kind];
  return (
    <span className={`flex items-center gap-1.5 ${kind === 'none' ? 'text-muted' : ''}`}>
      <Icon aria-hidden className="size-4 shrink-0" /> {twoFactorWords(kind)}
    </span>
  );
}
