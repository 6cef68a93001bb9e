import { useAct, useBridge } from '../bridge.ts';
import { formatMoment } from '../format.ts';
import { t } from '../strings.ts';
import { Button } from './Button.tsx';
import { Failed } from './Failed.tsx';
import { FormSection } from './FormSection.tsx';
import { Note } from './Note.tsx';

/** Whether there is a newer version, and the user's yes to it. */
export function UpdateSection() {
  const updates = useBridge('updates.show', {});
  const look = useAct('updates.look');
  const accept = useAct('updates.accept');
  if (updates.state !== 'ready') return null;
  const { isOn, lookedAt, found, canInstall, fault } = updates.value;
  const error = accept.error ?? look.error;
  return (
    <FormSection title={t('about.updates')}>
      {isOn ? (
        <>
          <p>{lookedAt === null ? t('about.notLooked') : t('about.looked', { time: formatMoment(lookedAt) })}</p>
          {found === null ? null : <Note>{t('about.found', { version: found })}</Note>}
          {found === null && lookedAt !== null ? <p>{t('about.newest')}</p> : null}
          {fault === null ? null : <p role="status">{fault}</p>}
          {error === undefined ? null : <Failed error={error} />}
          <div className="flex gap-2">
            {found === null ? null : (
              <Button isDisabled={accept.isBusy} onPress={() => accept.run({})}>
                {canInstall ? t('about.install') : t('about.download')}
              </Button>
            )}
            <Button isDisabled={look.isBusy} onPress={() => look.run({})}>
              {t('about.look')}
            </Button>
          </div>
        </>
      ) : (
        <p>{t('about.noUpdates')}</p>
      )}
    </FormSection>
  );
}
