import { useState } from 'react';
import { Button } from './Button.tsx';
import { Centred } from './Centred.tsx';
import { Checkbox } from './Checkbox.tsx';

interface Props {
  readonly recoveryKey: string;
  readonly finish: () => void;
}

/** Shows the recovery key, once. */
export function RecoveryKey({ recoveryKey, finish }: Props) {
  const [isWritten, setWritten] = useState(false);
  return (
    <Centred
      title="Write down your recovery key"
      lead="It opens the vault if you forget the passphrase. It is shown once, now, and nobody can make it again."
    >
      <div className="space-y-5">
        <output
          aria-label="Recovery key"
          className="block rounded-field bg-sunken p-4 text-center font-mono text-lead leading-7 tracking-wide wrap-anywhere select-all"
        >
          {recoveryKey}
        </output>
        <p className="text-muted">Keep it on paper, away from this computer. Whoever has it can open the vault.</p>
        <Checkbox isSelected={isWritten} onChange={setWritten} label="I have written it down" />
        <Button look="primary" isWide isDisabled={!isWritten} onPress={finish}>
          Go on
        </Button>
      </div>
    </Centred>
  );
}
