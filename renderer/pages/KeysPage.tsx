import { KeyRound, Plus } from 'lucide-react';
import { useBridge } from '../bridge.ts';
import { Empty } from '../parts/Empty.tsx';
import { Failed } from '../parts/Failed.tsx';
import { KeyTable } from '../parts/KeyTable.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { PracticeOffer } from '../parts/PracticeOffer.tsx';
import { Rows } from '../parts/Rows.tsx';

export function KeysPage() {
  const keys = useBridge('keys.list', {});
  return (
    <>
      <PageHead title="Keys" lead="Which of them may have two-factor authentication, and whether it is set up right.">
        {keys.state === 'ready' && keys.value.length === 0 ? null : <AddKey />}
      </PageHead>
      {keys.state === 'loading' ? <Rows /> : null}
      {keys.state === 'failed' ? <Failed error={keys.error} again={keys.again} /> : null}
      {keys.state === 'ready' && keys.value.length > 0 ? <KeyTable keys={keys.value} /> : null}
      {keys.state === 'ready' && keys.value.length === 0 ? (
        <Empty Icon={KeyRound} title="No keys yet">
          <p>
            Make an API key at your exchange and add it here. Keybearer says whether it may have 2FA, and adds the code
            to every call of your bots.
          </p>
          <div className="flex flex-wrap justify-center gap-2">
            <AddKey />
            <PracticeOffer />
          </div>
        </Empty>
      ) : null}
    </>
  );
}

function AddKey() {
  return (
    <LinkButton to={{ page: 'add-key' }}>
      <Plus aria-hidden className="size-4" /> Add a key
    </LinkButton>
  );
}
