import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import type { CallShownView } from '../../shared/window-views.ts';
import { useBridge } from '../bridge.ts';
import { formatMoment } from '../format.ts';
import { t } from '../strings.ts';
import { CallDryRun } from './CallDryRun.tsx';
import { CallFacts } from './CallFacts.tsx';
import { CallFault } from './CallFault.tsx';
import { CallJson } from './CallJson.tsx';
import { CallKindMark } from './CallKindMark.tsx';
import { CallRequest } from './CallRequest.tsx';
import { CallTimes } from './CallTimes.tsx';
import { Failed } from './Failed.tsx';
import { Rows } from './Rows.tsx';
import { StatusChip } from './StatusChip.tsx';

interface Props {
  readonly id: string;
  readonly close: () => void;
}

const sentWords = { no: 'calls.sent.no', yes: 'calls.sent.yes', unknown: 'calls.sent.unknown' } as const;

/** One call in full: what came of it, where its time went, what was sent and what came back. */
export function CallDetail({ id, close }: Props) {
  const shown = useBridge('calls.show', { id });
  return (
    <section
      aria-label={t('calls.detail')}
      className="relative flex min-h-0 flex-col overflow-auto rounded-card border border-line bg-surface"
    >
      <AriaButton
        aria-label={t('common.close')}
        onPress={close}
        className="absolute end-3 top-3 grid size-7 place-items-center rounded-chip text-muted data-hovered:bg-hover"
      >
        <X aria-hidden className="size-4" />
      </AriaButton>
      {shown.state === 'loading' ? (
        <div className="p-4 pt-12">
          <Rows />
        </div>
      ) : null}
      {shown.state === 'failed' ? (
        <div className="p-4 pt-12">
          <Failed error={shown.error} again={shown.again} />
        </div>
      ) : null}
      {shown.state === 'ready' ? <Whole key={id} shown={shown.value} /> : null}
    </section>
  );
}

function Whole({ shown: { call, request, requests, noDryRun } }: { readonly shown: CallShownView }) {
  const isOwn = call.bot === null && call.verdict === 'allowed';
  return (
    <div className="space-y-4 p-4">
      <header className="space-y-1.5 pe-8">
        <h2 className="flex flex-wrap items-center gap-2 text-lead font-semibold">
          <CallKindMark call={call} />
          <span className="font-mono wrap-anywhere">{call.method ?? call.endpoint}</span> {call.symbol}
        </h2>
        <p className="text-muted">
          {formatMoment(call.time)} · <bdi>{call.bot ?? t('calls.you')}</bdi>
        </p>
        <StatusChip status={call.status} code={null} />
        <p className="text-pretty">
          {t(isOwn ? 'calls.verdict.own' : `calls.verdict.${call.verdict}`)} {t(sentWords[call.sent])}
        </p>
      </header>
      <CallFault call={call} />
      <Part title={t('calls.timings')}>
        <CallTimes timings={call.timings} />
      </Part>
      <Part title={t('calls.facts')}>
        <CallFacts call={call} />
      </Part>
      <CallDryRun id={call.id} why={noDryRun} />
      {request === null || request === undefined ? null : <CallJson title={t('calls.asked')} value={request} />}
      <Part
        title={
          call.requests.length === 0 ? t('calls.noRequests') : t('calls.requests', { count: call.requests.length })
        }
      >
        <ol className="space-y-2">
          {call.requests.map((one) => (
            <CallRequest key={one.n} call={call} request={one} bodies={requests.find(({ n }) => n === one.n)} />
          ))}
        </ol>
        <p className="text-small text-muted">{t('calls.redacted')}</p>
      </Part>
    </div>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="space-y-2">
      <h3 className="font-semibold">{title}</h3>
      {children}
    </section>
  );
}
