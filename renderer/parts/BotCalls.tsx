import { ArrowRight } from 'lucide-react';
import { Link } from 'react-aria-components';
import { useBridge } from '../bridge.ts';
import { useCallFilter } from '../call-filter.ts';
import { formatMoment } from '../format.ts';
import { hrefOf } from '../route.ts';
import { t } from '../strings.ts';
import { Failed } from './Failed.tsx';
import { Rows } from './Rows.tsx';
import { StatusChip } from './StatusChip.tsx';

const most = 8;

/** A bot's last calls, newest first. */
export function BotCalls({ name }: { readonly name: string }) {
  const filter = useCallFilter((filtering) => filtering.set);
  const calls = useBridge('calls.list', { bot: name, limit: most });
  // Every bot's calls are pushed; only this one's belong here.
  const own = calls.state === 'ready' ? calls.value.filter(({ bot }) => bot === name).slice(0, most) : [];
  return (
    <section aria-label={t('bots.lastCalls')}>
      <div className="mb-2 flex items-center justify-between gap-4">
        <h2 className="text-lead font-semibold">{t('bots.lastCalls')}</h2>
        <Link
          href={hrefOf({ page: 'calls' })}
          onPress={() => filter('bot', name)}
          className="inline-flex min-h-6 items-center gap-1.5 font-medium text-accent data-hovered:text-accent-strong"
        >
          {t('bots.allCalls')} <ArrowRight aria-hidden className="size-4" />
        </Link>
      </div>
      {calls.state === 'loading' ? <Rows /> : null}
      {calls.state === 'failed' ? <Failed error={calls.error} again={calls.again} /> : null}
      {calls.state === 'ready' && own.length === 0 ? (
        <p className="rounded-card border border-dashed border-line p-5 text-muted">{t('bots.noCalls')}</p>
      ) : null}
      {own.length === 0 ? null : (
        <div className="overflow-auto rounded-card border border-line bg-surface">
          <table className="w-full border-collapse text-start">
            <thead className="sr-only">
              <tr>
                <th scope="col">{t('bots.callTime')}</th>
                <th scope="col">{t('bots.callKey')}</th>
                <th scope="col">{t('bots.callMethod')}</th>
                <th scope="col">{t('bots.callSymbol')}</th>
                <th scope="col">{t('bots.callStatus')}</th>
              </tr>
            </thead>
            <tbody>
              {own.map((call) => (
                <tr key={call.id} className="border-b border-line last:border-0">
                  <td className="px-4 py-2 whitespace-nowrap text-muted">{formatMoment(call.time)}</td>
                  <td className="px-4 py-2 whitespace-nowrap">{call.key}</td>
                  <td className="px-4 py-2 font-mono text-small">{call.method}</td>
                  <td className="px-4 py-2 whitespace-nowrap">{call.symbol}</td>
                  <td className="px-4 py-2">
                    <StatusChip status={call.status} code={call.code} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
