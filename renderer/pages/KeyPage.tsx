import { ArrowLeft } from 'lucide-react';
import { Link } from 'react-aria-components';
import { useBridge } from '../bridge.ts';
import { Failed } from '../parts/Failed.tsx';
import { GuidanceCard } from '../parts/GuidanceCard.tsx';
import { KeyFacts } from '../parts/KeyFacts.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { Rows } from '../parts/Rows.tsx';
import { hrefOf } from '../route.ts';

interface Props {
  readonly id: string;
}

export function KeyPage({ id }: Props) {
  const key = useBridge('keys.show', { key: id });
  return (
    <>
      <Link
        href={hrefOf({ page: 'keys' })}
        className="mb-3 inline-flex min-h-6 items-center gap-1.5 text-muted data-hovered:text-text"
      >
        <ArrowLeft aria-hidden className="size-4" /> Keys
      </Link>
      {key.state === 'loading' ? <Rows /> : null}
      {key.state === 'failed' ? <Failed error={key.error} again={key.again} /> : null}
      {key.state === 'ready' ? (
        <>
          <PageHead title={key.value.label} {...(key.value.title === '' ? {} : { lead: key.value.title })} />
          <div className="space-y-5">
            <GuidanceCard verdict={key.value.verdict} twoFactor={key.value.twoFactor} />
            <KeyFacts item={key.value} />
          </div>
        </>
      ) : null}
    </>
  );
}
