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
import { VerdictChip } from './VerdictChip.tsx';

interface Props {
  readonly item: KeyListItem;
  readonly health: readonly HealthItem[];
}

// A row stands alone in its place of the virtual list, so that none of them is the last.
const row =
  'h-full cursor-default border-b border-line outline-none data-hovered:bg-hover data-focus-visible:bg-accent-soft';
const cell = 'flex h-full min-w-0 flex-col justify-center px-4 outline-none max-lg:px-3';

export function KeyRow({ item, health }: Props) {
  const uses = usesWords(item.usedBy);
  const bots = item.bots.join(', ');
  return (
    <Row id={item.id} textValue={item.label} className={row}>
      <Cell className={cell}>
        <span title={item.label} className="block truncate font-semibold">
          {item.label}
        </span>
        {item.title === '' ? null : (
          <span title={item.title} className="block truncate text-small text-muted">
            <bdi>{item.title}</bdi>
          </span>
        )}
      </Cell>
      <Cell className={cell}>
        <span className="truncate">{exchangeName(item.exchange)}</span>
      </Cell>
      <Cell className={cell}>
        <span title={uses} className="block truncate">
          {uses}
        </span>
        <span title={bots} className="flex items-center gap-1.5 text-small text-muted">
          <Bot aria-hidden className="size-3.5 shrink-0" />
          <span className="truncate">{bots === '' ? t('keys.noBots') : bots}</span>
        </span>
      </Cell>
      <Cell className={cell}>
        <TwoFactorMark kind={item.twoFactor} />
      </Cell>
      <Cell className={cell}>
        <TwoLines above={item.tested === null ? t('keys.addedOnly') : t('keys.testedNow')}>
          {item.tested === null ? t('keys.notTested') : formatNear(item.tested)}
        </TwoLines>
      </Cell>
      <Cell className={`${cell} items-start`}>
        <VerdictChip verdict={item.verdict} twoFactor={item.twoFactor} />
      </Cell>
      <Cell className={cell}>
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
