import { useState } from 'react';
import { useAct } from '../bridge.ts';
import { Button } from '../parts/Button.tsx';
import { Centred } from '../parts/Centred.tsx';
import { Failed } from '../parts/Failed.tsx';
import { Note } from '../parts/Note.tsx';
import { UnlockForm } from '../parts/UnlockForm.tsx';
import { UnlockKeychain } from '../parts/UnlockKeychain.tsx';
import { t } from '../strings.ts';

interface Props {
  /** Else only the window is locked, and the bots go on. */
  readonly isSealed: boolean;
  /** A locked window is shown again by the passphrase alone. */
  readonly isLocked: boolean;
  /** Why the keychain did not open the vault. */
  readonly note: string | null;
}

const sealedWords = {
  title: t('unlock.sealedTitle'),
  lead: t('unlock.sealedLead'),
  button: t('unlock.open'),
};
const lockedWords = {
  title: t('unlock.lockedTitle'),
  lead: t('unlock.lockedLead'),
  button: t('unlock.unlock'),
};

export function UnlockPage({ isSealed, isLocked, note }: Props) {
  const seal = useAct('vault.seal');
  const [wantsRecovery, setWantsRecovery] = useState(false);
  // A locked window is shown again by the passphrase alone.
  const isRecovery = isSealed && wantsRecovery;
  const words = isSealed ? sealedWords : lockedWords;
  return (
    <Centred title={words.title} lead={words.lead}>
      <div className="space-y-4">
        {note === null ? null : <Note>{t('unlock.keychainNote', { why: note })}</Note>}
        {/* A new form for each kind, so that what was typed or refused for one is not taken for the other. */}
        <UnlockForm key={String(isRecovery)} isRecovery={isRecovery} button={words.button} />
        {seal.error === undefined ? null : <Failed error={seal.error} />}
        {isSealed ? (
          <Button look="quiet" isWide onPress={() => setWantsRecovery(!wantsRecovery)}>
            {t(wantsRecovery ? 'unlock.byPassphrase' : 'unlock.byRecovery')}
          </Button>
        ) : (
          <Button look="quiet" isWide isDisabled={seal.isBusy} onPress={() => seal.run({})}>
            {t('unlock.sealInstead')}
          </Button>
        )}
        {isSealed && !isLocked ? <UnlockKeychain /> : null}
      </div>
    </Centred>
  );
}
