import { Hand } from 'lucide-react';
import { useBridge } from '../bridge.ts';
import { ApprovalCard } from '../parts/ApprovalCard.tsx';
import { ApprovalHistory } from '../parts/ApprovalHistory.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Failed } from '../parts/Failed.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { Rows } from '../parts/Rows.tsx';
import { t } from '../strings.ts';

/** What waits for the owner's yes, and what was answered. */
export function ApprovalsPage() {
  const waiting = useBridge('approvals.list', {});
  return (
    <>
      <PageHead title={t('approvals.title')} lead={t('approvals.lead')} />
      <div className="space-y-4">
        {waiting.state === 'loading' ? <Rows /> : null}
        {waiting.state === 'failed' ? <Failed error={waiting.error} again={waiting.again} /> : null}
        {waiting.state === 'ready' && waiting.value.length === 0 ? (
          <Empty Icon={Hand} title={t('approvals.nothing')}>
            <p>{t('approvals.nothingLead')}</p>
          </Empty>
        ) : null}
        {waiting.state === 'ready'
          ? waiting.value.map((question) => <ApprovalCard key={question.id} question={question} />)
          : null}
        <h2 className="pt-2 text-lead font-semibold">{t('approvals.history')}</h2>
        <ApprovalHistory />
      </div>
    </>
  );
}
