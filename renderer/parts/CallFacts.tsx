import { exchangeName } from '../../shared/guidance/exchange-name.ts';
import type { CallRecord } from '../../shared/model.ts';
import { formatCount } from '../format.ts';
import { t } from '../strings.ts';

/** The rest of what is known of a call. */
export function CallFacts({ call }: { readonly call: CallRecord }) {
  const { notional, bytes } = call;
  const rows: readonly (readonly [string, string | null])[] = [
    [t('calls.key'), call.key],
    [t('calls.exchange'), call.exchange === null ? null : exchangeName(call.exchange)],
    [t('calls.permission'), call.permission],
    [t('calls.side'), call.side],
    [t('calls.amount'), call.amount],
    [t('calls.price'), call.price],
    [t('calls.worth'), notional === null ? null : `${notional.amount} ${notional.currency}`],
    [t('calls.orderId'), call.clientOrderId],
    [t('calls.bytes'), t('calls.bytesOfBoth', { sent: formatCount(bytes.out), got: formatCount(bytes.in) })],
    [t('calls.callId'), call.id],
  ];
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-small">
      {rows.map(([name, value]) =>
        value === null ? null : (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="wrap-anywhere select-text">
              <bdi>{value}</bdi>
            </dd>
          </div>
        ),
      )}
    </dl>
  );
}
