import { useState } from 'react';
import { useAct, useBridge } from '../bridge.ts';
import { formatMoment } from '../format.ts';
import { t } from '../strings.ts';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { Failed } from './Failed.tsx';
import { FormSection } from './FormSection.tsx';
import { Note } from './Note.tsx';
import { Progress } from './Progress.tsx';

/** Whether there is a newer version, and the user's yes to it. */
export function UpdateSection() {
  const updates = useBridge('updates.show', {});
  const look = useAct('updates.look');
  const accept = useAct('updates.accept');
  const cancel = useAct('updates.cancel');
  const [isAsked, setAsked] = useState(false);
  if (updates.state !== 'ready') return null;
  const { isOn, looksByItself, lookedAt, found, canInstall, fetching, fault } = updates.value;
  const error = accept.error ?? cancel.error ?? look.error;
  if (!isOn) {
    return (
      <FormSection title={t('about.updates')}>
        <p>{t('about.noUpdates')}</p>
      </FormSection>
    );
  }
  const words = t('about.fetching', { version: found ?? '', percent: fetching?.percent ?? 0 });
  const yes = () => {
    setAsked(false);
    void accept.run({});
  };
  return (
    <FormSection title={t('about.updates')}>
      <p>{lookedAt === null ? t('about.notLooked') : t('about.looked', { time: formatMoment(lookedAt) })}</p>
      {looksByItself ? null : <p className="text-muted">{t('about.notByItself')}</p>}
      {found === null ? null : <Note>{t('about.found', { version: found })}</Note>}
      {found === null && lookedAt !== null && fault === null ? <p>{t('about.newest')}</p> : null}
      {fault === null ? null : (
        <div role="status">
          <Note tone="warn">{fault}</Note>
        </div>
      )}
      {error === undefined ? null : <Failed error={error} />}
      {fetching === null ? (
        <div className="flex gap-2">
          {found === null ? null : (
            <Button
              look="primary"
              isDisabled={accept.isBusy}
              onPress={() => (canInstall ? setAsked(true) : void accept.run({}))}
            >
              {canInstall ? t('about.install') : t('about.download')}
            </Button>
          )}
          <Button isDisabled={look.isBusy} onPress={() => look.run({})}>
            {look.isBusy ? t('about.looking') : t('about.look')}
          </Button>
        </div>
      ) : (
        <>
          <Progress words={words} percent={fetching.percent} />
          <Button isDisabled={cancel.isBusy} onPress={() => cancel.run({})}>
            {t('about.cancel')}
          </Button>
        </>
      )}
      <Dialog
        title={t('about.installTitle', { version: found ?? '' })}
        lead={t('about.installLead')}
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        isAlert
      >
        <div className="flex justify-end gap-2">
          <Button look="quiet" onPress={() => setAsked(false)}>
            {t('common.cancel')}
          </Button>
          <Button look="primary" onPress={yes}>
            {t('about.install')}
          </Button>
        </div>
      </Dialog>
    </FormSection>
  );
}
