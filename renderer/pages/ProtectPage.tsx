import { useBridge } from '../bridge.ts';
import { BackLink } from '../parts/BackLink.tsx';
import { Failed } from '../parts/Failed.tsx';
import { KeySplit } from '../parts/KeySplit.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { ProtectBlocked } from '../parts/ProtectBlocked.tsx';
import { ProtectFlow } from '../parts/ProtectFlow.tsx';
import { Rows } from '../parts/Rows.tsx';
import { t } from '../strings.ts';

interface Props {
  readonly id: string;
}

/** Turns 2FA of a key on, where it may be on: Kraken's steps beside ours, until the exchange takes a code. */
export function ProtectPage({ id }: Props) {
  const key = useBridge('keys.show', { key: id });
  if (key.state === 'loading')
    return (
      <>
        <PageHead title={t('keys.protect')} />
        <Rows />
      </>
    );
  if (key.state === 'failed')
    return (
      <>
        <BackLink to={{ page: 'keys' }}>{t('keys.back')}</BackLink>
        <PageHead title={t('keys.protect')} />
        <Failed error={key.error} again={key.again} />
      </>
    );
  const { label, verdict } = key.value;
  const isSplit = verdict.id === 'split-key';
  const mayGo = verdict.id === 'turn-on' || verdict.id === 'may-be-on';
  return (
    <>
      <BackLink to={{ page: 'key', id }}>{label}</BackLink>
      <PageHead
        title={isSplit ? t('protect.splitTitle', { label }) : t('protect.title', { label })}
        {...(isSplit ? { lead: t('protect.splitLead') } : mayGo ? { lead: t('protect.lead') } : {})}
      />
      {isSplit ? <KeySplit item={key.value} /> : null}
      {mayGo ? <ProtectFlow item={key.value} /> : null}
      {isSplit || mayGo ? null : <ProtectBlocked item={key.value} />}
    </>
  );
}
