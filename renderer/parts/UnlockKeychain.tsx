import { useState } from 'react';
import { useAct, useBridge } from '../bridge.ts';
import { t } from '../strings.ts';
import { Button } from './Button.tsx';
import { Failed } from './Failed.tsx';
import { Progress } from './Progress.tsx';

/** Where the keychain holds this vault's key: whether it can open it now, and another try. */
export function UnlockKeychain() {
  const keychain = useBridge('vault.keychain', {});
  const attempt = useAct('vault.keychain.try');
  const [why, setWhy] = useState<string | null>(null);
  if (keychain.state !== 'ready' || !keychain.value.on) return null;
  const tryAgain = async () => {
    setWhy(null);
    const tried = await attempt.run({});
    if (tried?.opened === false) setWhy(tried.why);
  };
  return (
    <div className="space-y-2 border-t border-line pt-4">
      <p className="text-small text-muted">{keychain.value.why ?? t('unlock.keychainOn')}</p>
      {why === null ? null : <p role="alert">{t('unlock.keychainFailed', { why })}</p>}
      {attempt.error === undefined ? null : <Failed error={attempt.error} />}
      {attempt.isBusy ? <Progress words={t('unlock.keychainTrying')} /> : null}
      <Button isWide isDisabled={attempt.isBusy} onPress={tryAgain}>
        {t('unlock.keychainTry')}
      </Button>
    </div>
  );
}
