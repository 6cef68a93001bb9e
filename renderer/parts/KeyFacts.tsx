import { CircleAlert, CircleCheck, CircleX, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { KeyDetail } from '../../shared/control-views.ts';
import { exchangeName } from '../../shared/guidance/exchange-name.ts';
import type { HealthItem } from '../../shared/model.ts';
import { formatMoment } from '../format.ts';
import { usesWords } from '../words.ts';
import { Chip, type Tone } from './Chip.tsx';

interface Props {
  readonly item: KeyDetail;
}

const twoFactor = { none: 'Off', totp: 'On, with codes of an app', password: 'On, with a fixed password' } as const;

export function KeyFacts({ item }: Props) {
  return (
    <dl className="grid grid-cols-[10rem_minmax(0,1fr)] overflow-hidden rounded-card border border-line bg-surface">
      <Fact name="Exchange">{exchangeName(item.exchange)}</Fact>
      <Fact name="Used by">{usesWords(item.usedBy)}</Fact>
      <Fact name="Two-factor">{twoFactor[item.twoFactor]}</Fact>
      <Fact name="Bots">{item.bots.length === 0 ? 'No bot has a grant on it' : item.bots.join(', ')}</Fact>
      <Fact name="Health">
        {item.health.length === 0
          ? 'Not known before a test'
          : item.health.map((one) => <Health key={one.id} item={one} />)}
      </Fact>
      <Fact name="Tier">{item.tier}</Fact>
      {item.endpoint === null ? null : (
        <Fact name="Address">
          <span className="font-mono">{item.endpoint}</span>
        </Fact>
      )}
      <Fact name="Added">{formatMoment(item.added)}</Fact>
      <Fact name="Tested">{item.tested === null ? 'Never' : formatMoment(item.tested)}</Fact>
      <Fact name="Id">
        <span className="font-mono text-small text-muted">{item.id}</span>
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="border-b border-line px-4 py-2.5 text-muted nth-last-2:border-0">{name}</dt>
      <dd className="border-b border-line px-4 py-2.5 wrap-anywhere last:border-0">{children}</dd>
    </>
  );
}

const levels: Readonly<Record<HealthItem['level'], readonly [Tone, LucideIcon]>> = {
  good: ['good', CircleCheck],
  warn: ['warn', CircleAlert],
  bad: ['bad', CircleX],
};

function Health({ item }: { readonly item: HealthItem }) {
  const [tone, Icon] = levels[item.level];
  return (
    <span className="me-2 inline-block">
      <Chip tone={tone} Icon={Icon}>
        {item.text}
      </Chip>
    </span>
  );
}
