import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { AppError, toProblem } from '../../shared/errors.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Failed } from '../parts/Failed.tsx';
import { Note } from '../parts/Note.tsx';
import { PassphraseDialog } from '../parts/PassphraseDialog.tsx';
import { Progress } from '../parts/Progress.tsx';
import { Rows } from '../parts/Rows.tsx';
import { Toasts } from '../parts/Toasts.tsx';
import { useUi } from '../ui-store.ts';
import { Shelf } from './Shelf.tsx';

const fault = toProblem(new AppError('DISK_FULL'));
const nothing = () => undefined;

/** What answers: empty, waiting, failed, asked, done. */
export function Feedback() {
  const [asks, setAsks] = useState<'dialog' | 'passphrase' | null>(null);
  const say = useUi((ui) => ui.say);
  return (
    <>
      <Shelf title="Notes">
        <Note>A sentence that somebody should know, though nothing failed.</Note>
        <Note tone="warn">A sentence that asks for somebody's eye.</Note>
      </Shelf>
      <Shelf title="Empty, loading, failed, working">
        <div className="w-full">
          <Empty Icon={KeyRound} title="Nothing here yet">
            <p>What to do next, in a sentence.</p>
            <Button look="primary">Do it</Button>
          </Empty>
        </div>
        <div className="w-full">
          <Rows />
        </div>
        <div className="w-full">
          <Failed error={fault} again={nothing} />
        </div>
        <div className="w-full">
          <Progress words="Making the key from the passphrase" />
        </div>
      </Shelf>
      <Shelf title="Dialogs and toasts">
        <Button onPress={() => setAsks('dialog')}>Ask before what can't be undone</Button>
        <Button onPress={() => setAsks('passphrase')}>Ask for the passphrase</Button>
        <Button onPress={() => say('good', 'The key was tested: 2FA works.')}>Say that it is done</Button>
        <Button onPress={() => say('bad', 'Orders could not be cancelled on: kraken-main.')}>Say that it failed</Button>
      </Shelf>
      <Dialog
        title="Remove this key?"
        lead="It cannot be brought back."
        isOpen={asks === 'dialog'}
        onClose={() => setAsks(null)}
        isAlert
      >
        <div className="flex justify-end gap-2">
          <Button look="quiet" onPress={() => setAsks(null)}>
            Cancel
          </Button>
          <Button look="danger" onPress={() => setAsks(null)}>
            Remove
          </Button>
        </div>
      </Dialog>
      <PassphraseDialog
        title="Test this key"
        lead="It sends up to four requests to the exchange."
        button="Test"
        isOpen={asks === 'passphrase'}
        isBusy={false}
        error={undefined}
        onClose={() => setAsks(null)}
        onConfirm={() => setAsks(null)}
      />
      <Toasts />
    </>
  );
}
