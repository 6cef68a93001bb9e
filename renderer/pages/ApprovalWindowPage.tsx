import { useBridge } from '../bridge.ts';
import { ApprovalQuestion } from '../parts/ApprovalQuestion.tsx';
import { Failed } from '../parts/Failed.tsx';
import { Rows } from '../parts/Rows.tsx';
import { t } from '../strings.ts';

/** All of the small window: the oldest question. Main closes it when none waits, and while the main window is locked. */
export function ApprovalWindowPage() {
  const state = useBridge('window.state', {});
  const isHidden = state.state === 'ready' && (state.value.isLocked || state.value.vault !== 'open');
  return (
    <main className="h-full overflow-auto p-4">
      <h1 className="sr-only">{t('approvals.title')}</h1>
      {state.state === 'failed' ? <Failed error={state.error} again={state.again} /> : null}
      {isHidden ? <p className="text-muted">{t('approvals.hidden')}</p> : null}
      {state.state === 'ready' && !isHidden ? <Oldest /> : null}
    </main>
  );
}

function Oldest() {
  const waiting = useBridge('approvals.list', {});
  if (waiting.state === 'loading') return <Rows />;
  if (waiting.state === 'failed') return <Failed error={waiting.error} again={waiting.again} />;
  const [first] = waiting.value;
  if (first === undefined) return <p className="text-muted">{t('approvals.quiet')}</p>;
  const all = waiting.value.length;
  return (
    <div className="space-y-3">
      {all === 1 ? null : <p className="px-1 text-small text-muted">{t('approvals.ofMany', { n: 1, all })}</p>}
      <ApprovalQuestion key={first.id} question={first} isAlone />
    </div>
  );
}
