import { Hand } from 'lucide-react';
import { useBridge } from '../bridge.ts';
import { ApprovalHistory } from '../parts/ApprovalHistory.tsx';
import { ApprovalQuestion } from '../parts/ApprovalQuestion.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Failed } from '../parts/Failed.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { Rows } from '../parts/Rows.tsx';
import { t } from '../strings.ts';

export function ApprovalsPage() {
  const waiting = useBridge('approvals.list', {});
  return (
    <>
      <PageHead title={t('approvals.title')} lead={t('approvals.lead')} />
      <div className="space-y-6">
        <section aria-label={t('approvals.waitingNow')} aria-live="polite">
          {waiting.state === 'loading' ? <Rows /> : null}
          {waiting.state === 'failed' ? <Failed error={waiting.error} again={waiting.again} /> : null}
          {waiting.state === 'ready' && waiting.value.length === 0 ? (
            <Empty Icon={Hand} title={t('approvals.nothing')}>
              <p>{t('approvals.nothingLead')}</p>
            </Empty>
          ) : null}
          {waiting.state === 'ready' ? (
            <div className="grid gap-4 xl:grid-cols-2">
              {waiting.value.map((question) => (
                <ApprovalQuestion key={question.id} question={question} />
              ))}
            </div>
          ) : null}
        </section>
        <ApprovalHistory />
      </div>
    </>
  );
}
