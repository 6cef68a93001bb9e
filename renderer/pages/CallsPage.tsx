import { ListTree } from 'lucide-react';
import { useState } from 'react';
import { useBridge } from '../bridge.ts';
import { CallDetail } from '../parts/CallDetail.tsx';
import { CallTable } from '../parts/CallTable.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Failed } from '../parts/Failed.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { Rows } from '../parts/Rows.tsx';

export function CallsPage() {
  const calls = useBridge('calls.list', { limit: 200 });
  const [chosen, choose] = useState<string>();
  const call = calls.state === 'ready' ? calls.value.find(({ id }) => id === chosen) : undefined;
  return (
    <div className="flex h-full flex-col">
      <PageHead title="Calls" lead="What your bots are doing with your keys, as it happens." />
      {calls.state === 'loading' ? <Rows /> : null}
      {calls.state === 'failed' ? <Failed error={calls.error} again={calls.again} /> : null}
      {calls.state === 'ready' && calls.value.length === 0 ? (
        <Empty Icon={ListTree} title="No calls yet">
          <p>Each call of a bot shows here the moment it comes in: who asked, with which key, what came of it.</p>
        </Empty>
      ) : null}
      {calls.state === 'ready' && calls.value.length > 0 ? (
        <CallTable calls={calls.value} chosen={chosen} choose={choose} />
      ) : null}
      {call === undefined ? null : <CallDetail call={call} close={() => choose(undefined)} />}
    </div>
  );
}
