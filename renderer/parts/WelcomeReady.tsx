import { go } from '../route.ts';
import { t } from '../strings.ts';
import { Button } from './Button.tsx';
import { Centred } from './Centred.tsx';
import { PracticeOffer } from './PracticeOffer.tsx';

interface Props {
  readonly end: () => void;
}

/** The vault stands: what to put into it first. */
export function WelcomeReady({ end }: Props) {
  const addKey = () => {
    go({ page: 'add-key' });
    end();
  };
  return (
    <Centred title={t('welcome.readyTitle')} lead={t('welcome.readyLead')}>
      <div className="space-y-3">
        <Button look="primary" isWide onPress={addKey}>
          {t('welcome.addKey')}
        </Button>
        <PracticeOffer isWide done={end} />
        <Button look="quiet" isWide onPress={end}>
          {t('welcome.later')}
        </Button>
      </div>
    </Centred>
  );
}
