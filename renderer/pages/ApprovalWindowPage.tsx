import { useBridge } from '../bridge.ts';
import { ApprovalCard } from '../parts/ApprovalCard.tsx';
import { Failed } from '../parts/Failed.tsx';
import { t } from '../strings.ts';

/** The small window that stands above all others while a question waits. */
export function ApprovalWindowPage() {
  const waiting = useBridge('approvals.list', {});
  return (
    <main className="min-h-full space-y-3 p-4">
      <h1 className="sr-only">{t('approvals.title')}</h1>
      {waiting.state === 'failed' ? <Failed error={waiting.error} again={waiting.again} /> : null}
      {waiting.state === 'ready' && waiting.value.length === 0 ? (
        <p className="text-muted">{t('approvals.quiet')}</p>
      ) : null}
      {waiting.state === 'ready'
        ? waiting.value.map((question, n) => <ApprovalCard key={question.id} question={question} isFirst={n === 0} />)
        : null}
    </main>
  );
}
