import { useState } from 'react';
import { useAct } from '../bridge.ts';
import { Button } from '../parts/Button.tsx';
import { Centred } from '../parts/Centred.tsx';
import { Failed } from '../parts/Failed.tsx';
import { Note } from '../parts/Note.tsx';
import { UnlockForm } from '../parts/UnlockForm.tsx';

interface Props {
  /** Else only the window is locked, and the bots go on. */
  readonly isSealed: boolean;
  /** Why the keychain did not open the vault. */
  readonly note: string | null;
}

const sealedWords = {
  title: 'The vault is sealed',
  lead: 'Your bots wait, and no key is in memory. Open the vault to let them go on.',
  button: 'Open the vault',
} as const;
const lockedWords = {
  title: 'The window is locked',
  lead: 'The vault is open and your bots go on within their grants. Type the passphrase to see them.',
  button: 'Unlock',
} as const;

export function UnlockPage({ isSealed, note }: Props) {
  const seal = useAct('vault.seal');
  const [wantsRecovery, setWantsRecovery] = useState(false);
  // A locked window is shown again by the passphrase alone.
  const isRecovery = isSealed && wantsRecovery;
  const words = isSealed ? sealedWords : lockedWords;
  return (
    <Centred title={words.title} lead={words.lead}>
      <div className="space-y-4">
        {note === null ? null : <Note>The keychain did not open the vault. {note}</Note>}
        {/* A new form for each kind, so that what was typed or refused for one is not taken for the other. */}
        <UnlockForm key={String(isRecovery)} isRecovery={isRecovery} button={words.button} />
        {seal.error === undefined ? null : <Failed error={seal.error} />}
        {isSealed ? (
          <Button look="quiet" isWide onPress={() => setWantsRecovery(!wantsRecovery)}>
            {wantsRecovery ? 'Use the passphrase' : 'Use the recovery key'}
          </Button>
        ) : (
          <Button look="quiet" isWide isDisabled={seal.isBusy} onPress={() => seal.run({})}>
            Seal the vault instead, and stop the bots
          </Button>
        )}
      </div>
    </Centred>
  );
}
