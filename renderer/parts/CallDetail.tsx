import { X } from 'lucide-react';
import type { CallRecord, Timings } from '../../shared/model.ts';
import { formatMoment, formatMs } from '../format.ts';
import { Button } from './Button.tsx';
import { StatusChip } from './StatusChip.tsx';

interface Props {
  readonly call: CallRecord;
  readonly close: () => void;
}

const stretches: readonly (readonly [keyof Timings, string])[] = [
  ['policy', 'deciding'],
  ['approval', 'waiting for you'],
  ['budget', 'waiting for its turn'],
  ['codeWait', 'waiting for a code'],
  ['sign', 'signing'],
  ['network', 'at the exchange'],
  ['total', 'in all'],
];
const sent = {
  no: 'The exchange cannot have acted.',
  yes: 'The exchange answered.',
  unknown: 'The exchange may have acted: look before you repeat it.',
} as const;

/** One call in full: what came of it, what was sent, where its time went. */
export function CallDetail({ call, close }: Props) {
  const measured = stretches.filter(([name]) => call.timings[name] !== null);
  return (
    <section aria-label="Call" className="mt-4 shrink-0 rounded-card border border-line bg-surface p-4">
      <div className="flex items-start justify-between gap-4">
        <div className="min-w-0 space-y-1">
          <h2 className="text-lead font-semibold">
            <span className="font-mono">{call.method}</span> {call.symbol}
          </h2>
          <p className="text-muted">
            {formatMoment(call.time)} · {call.bot ?? 'You'} · {call.key} · {sent[call.sent]}
          </p>
          {call.exchangeError === null ? null : (
            <p className="font-mono text-small text-bad wrap-anywhere">{call.exchangeError}</p>
          )}
        </div>
        <Button look="quiet" onPress={close}>
          <X aria-hidden className="size-4" /> Close
        </Button>
      </div>
      <p className="mt-3 flex flex-wrap gap-x-5 gap-y-1 text-small text-muted">
        {measured.map(([name, words]) => (
          <span key={name}>
            <span className="font-medium text-text">{formatMs(call.timings[name])} ms</span> {words}
          </span>
        ))}
      </p>
      <ol className="mt-3 space-y-1">
        {call.requests.map((request) => (
          <li key={request.n} className="flex items-center gap-3">
            <StatusChip status={request.status} code={request.code} />
            <span className="font-mono text-small">{request.endpoint}</span>
            <span className="text-small text-muted">{request.otp ? 'with a code' : 'without a code'}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
