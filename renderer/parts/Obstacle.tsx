import type { Problem } from '../../shared/errors.ts';
import { Centred } from './Centred.tsx';
import { Failed } from './Failed.tsx';

interface Props {
  readonly error: Problem;
  readonly again: () => void;
}

/** Instead of every page: nothing is known of the vault. */
export function Obstacle({ error, again }: Props) {
  return (
    <Centred title="Something is in the way" lead="The window cannot read the state of the vault.">
      <Failed error={error} again={again} />
    </Centred>
  );
}
