import { FileDown, LifeBuoy, ListTree, ListX, Pause, Play } from 'lucide-react';
import { useCallback, useRef, useState } from 'react';
import type { CallRecord } from '../../shared/model.ts';
import { useCallFilter } from '../call-filter.ts';
import { Button } from '../parts/Button.tsx';
import { CallBundleDialog } from '../parts/CallBundleDialog.tsx';
import { CallChart } from '../parts/CallChart.tsx';
import { CallDetail } from '../parts/CallDetail.tsx';
import { CallExportDialog } from '../parts/CallExportDialog.tsx';
import { CallFilters } from '../parts/CallFilters.tsx';
import { CallTable } from '../parts/CallTable.tsx';
import { CallVerifyButton, CallVerifyFailed, useCallCheck } from '../parts/CallVerify.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Failed } from '../parts/Failed.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { Rows } from '../parts/Rows.tsx';
import { hrefOf } from '../route.ts';
import { usePlainKey } from '../shortcuts.ts';
import { t } from '../strings.ts';
import { useCallPages } from '../use-call-pages.ts';

/** Without a step in the history for each call that is looked at. */
const show = (chosen: string | undefined) =>
  window.location.replace(hrefOf(chosen === undefined ? { page: 'calls' } : { page: 'call', id: chosen }));

/** What the bots do, as it happens. Takes: chosen = the call that is shown in full. */
export function CallsPage({ chosen }: { readonly chosen?: string | undefined }) {
  const { filter, clear } = useCallFilter();
  const { pages, shown } = useCallPages(filter);
  const [over, setOver] = useState<'export' | 'bundle'>();
  const search = useRef<HTMLInputElement>(null);
  const check = useCallCheck();
  const [isPaused, setPaused] = useState(false);
  const [isAtTop, setAtTop] = useState(true);
  const isHeld = isPaused || !isAtTop;
  const hold = (paused: boolean, top: boolean) => {
    setPaused(paused);
    setAtTop(top);
    pages.hold(paused || !top);
  };
  const close = useCallback(() => {
    show(undefined);
    document.getElementById('calls')?.focus();
  }, []);
  usePlainKey((key, event) => {
    if (key === 'Escape' && chosen !== undefined) close();
    if (key !== '/') return;
    event.preventDefault();
    search.current?.focus();
    search.current?.select();
  });
  const follow = () => {
    const list = document.getElementById('calls')?.parentElement;
    if (list) list.scrollTop = 0;
    hold(false, true);
  };
  const isFiltered = Object.keys(filter).length > 0;
  const codes = codesOf(shown.calls);
  return (
    <div className="flex h-full min-h-96 flex-col">
      <PageHead title={t('calls.title')} lead={t('calls.lead')}>
        <Following isHeld={isHeld} waiting={shown.waiting} pause={() => hold(true, isAtTop)} follow={follow} />
        <CallVerifyButton check={check} />
        <Button onPress={() => setOver('export')}>
          <FileDown aria-hidden className="size-4" /> {t('calls.export')}
        </Button>
        <Button onPress={() => setOver('bundle')}>
          <LifeBuoy aria-hidden className="size-4" /> <span className="max-xl:sr-only">{t('calls.bundle')}</span>
        </Button>
      </PageHead>
      <CallVerifyFailed check={check} />
      <CallChart />
      <CallFilters search={search} codes={codes} />
      {shown.state === 'loading' ? <Rows /> : null}
      {shown.state === 'failed' && shown.error !== undefined ? (
        <Failed error={shown.error} again={pages.again} />
      ) : null}
      {shown.state === 'ready' ? (
        <div
          className={`grid min-h-0 flex-1 gap-3 ${chosen === undefined ? '' : 'lg:grid-cols-[minmax(0,1fr)_minmax(22rem,26rem)]'}`}
        >
          <div className={`flex min-h-0 flex-col ${chosen === undefined ? '' : 'max-lg:hidden'}`}>
            {shown.calls.length > 0 ? (
              <CallTable
                calls={shown.calls}
                chosen={chosen}
                choose={show}
                hasMore={shown.hasMore}
                more={pages.more}
                atTop={(top) => (top === isAtTop ? undefined : hold(isPaused, top))}
              />
            ) : (
              <Nothing isFiltered={isFiltered} clear={clear} />
            )}
          </div>
          {chosen === undefined ? null : <CallDetail id={chosen} close={close} />}
        </div>
      ) : null}
      <CallExportDialog isOpen={over === 'export'} onClose={() => setOver(undefined)} />
      {over === 'bundle' ? <CallBundleDialog onClose={() => setOver(undefined)} /> : null}
    </div>
  );
}

const newest = 500;

/** As one text, so that the filters are drawn anew only where it differs. */
const codesOf = (calls: readonly CallRecord[]): string =>
  [...new Set(calls.slice(0, newest).flatMap(({ code }) => code ?? []))].toSorted().join(' ');

interface FollowingProps {
  readonly isHeld: boolean;
  readonly waiting: number;
  readonly pause: () => void;
  readonly follow: () => void;
}

/** Whether new calls come into the list, or are counted while somebody reads. */
function Following({ isHeld, waiting, pause, follow }: FollowingProps) {
  return (
    <div className="flex shrink-0 items-center gap-2">
      {waiting === 0 ? null : (
        <span aria-live="off" className="text-small font-medium text-accent">
          {t('calls.waiting', { count: waiting })}
        </span>
      )}
      {isHeld ? (
        <Button look="primary" onPress={follow}>
          <Play aria-hidden className="size-4" /> {t('calls.follow')}
        </Button>
      ) : (
        <Button onPress={pause}>
          <Pause aria-hidden className="size-4" /> {t('calls.pause')}
        </Button>
      )}
    </div>
  );
}

function Nothing({ isFiltered, clear }: { readonly isFiltered: boolean; readonly clear: () => void }) {
  if (!isFiltered)
    return (
      <Empty Icon={ListTree} title={t('calls.noneTitle')}>
        <p>{t('calls.none')}</p>
      </Empty>
    );
  return (
    <Empty Icon={ListX} title={t('calls.noneFitTitle')}>
      <p>{t('calls.noneFit')}</p>
      <Button onPress={clear}>{t('calls.clear')}</Button>
    </Empty>
  );
}
