import type { Problem } from '../../shared/errors.ts';
import { t } from '../strings.ts';
import { Failed } from './Failed.tsx';
import { Note } from './Note.tsx';
import { UnlockPlace } from './UnlockPlace.tsx';

interface Props {
  readonly error: Problem;
}

/** Why the vault did not open and, where no passphrase helps, what does. */
export function UnlockFailed({ error }: Props) {
  return (
    <div className="space-y-3">
      <Failed error={error} />
      {error.code === 'VAULT_DAMAGED' ? (
        <Note tone="warn">
          <strong className="block">{t('unlock.damagedTitle')}</strong> {t('unlock.damagedDo')}
          <UnlockPlace />
        </Note>
      ) : null}
      {error.code === 'VAULT_NEWER' ? (
        <Note tone="warn">
          <strong className="block">{t('unlock.newerTitle')}</strong> {t('unlock.newerDo')}
        </Note>
      ) : null}
    </div>
  );
}
