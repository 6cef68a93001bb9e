import type { Problem } from '../../shared/errors.ts';
import { t } from '../strings.ts';
import { Centred } from './Centred.tsx';
import { Failed } from './Failed.tsx';

interface Props {
  readonly error: Problem;
  readonly again: () => void;
}

/** Instead of every page: nothing is known of the vault. */
export function Obstacle({ error, again }: Props) {
  return (
    <Centred title={t('common.obstacle')} lead={t('common.obstacleLead')}>
      <Failed error={error} again={again} />
    </Centred>
  );
}
