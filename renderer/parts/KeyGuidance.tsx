import type { KeyDetail } from '../../shared/control-views.ts';
import { t } from '../strings.ts';
import { Button } from './Button.tsx';
import { GuidanceCard } from './GuidanceCard.tsx';
import { LinkButton } from './LinkButton.tsx';

interface Props {
  readonly item: KeyDetail;
  /** Opens the question who uses the key. */
  readonly sayWho: () => void;
}

/** The verdict on a key, with what to do about it in one press. */
export function KeyGuidance({ item, sayWho }: Props) {
  return (
    <GuidanceCard verdict={item.verdict} twoFactor={item.twoFactor}>
      <Deed item={item} sayWho={sayWho} />
    </GuidanceCard>
  );
}

function Deed({ item: { id, verdict, twoFactor, exchange }, sayWho }: Props) {
  if (verdict.id === 'split-key') return <LinkButton to={{ page: 'protect', id }}>{t('keys.split')}</LinkButton>;
  if (verdict.id === 'keep-off') return <LinkButton to={{ page: 'add-key' }}>{t('keys.secondKey')}</LinkButton>;
  if (verdict.id === 'ask-first')
    return (
      <Button look="primary" onPress={sayWho}>
        {t('keys.sayWho')}
      </Button>
    );
  if (verdict.id === 'unsupported' || verdict.id === 'unknown')
    return <LinkButton to={{ page: 'exchange', id: exchange }}>{t('keys.learnMore')}</LinkButton>;
  return twoFactor === 'none' ? (
    <LinkButton to={{ page: 'protect', id }}>{t('keys.protect')}</LinkButton>
  ) : (
    <LinkButton to={{ page: 'protect', id }} look="plain">
      {t('keys.replaceFactor')}
    </LinkButton>
  );
}
