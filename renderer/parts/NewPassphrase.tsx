import { useRef, useState } from 'react';
import type { PassphraseStrength } from '../../shared/window-views.ts';
import { useAct } from '../bridge.ts';
import { SecretField } from './SecretField.tsx';
import { StrengthMeter } from './StrengthMeter.tsx';

interface Props {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly isFirst?: boolean;
  readonly onCapsLock?: (isOn: boolean) => void;
}

const pauseMs = 300;

/** A field for a new passphrase, with main's judgement of it once the typing pauses. */
export function NewPassphrase(props: Props) {
  const strength = useAct('vault.strength');
  const [judged, setJudged] = useState<PassphraseStrength>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const judge = async (field: HTMLInputElement) => {
    const typed = field.value.slice(0, 1024);
    const found = typed === '' ? undefined : await strength.run({ passphrase: typed });
    // A slow answer to what is no longer there is dropped.
    if (field.value.slice(0, 1024) === typed) setJudged(found);
  };
  const onType = (field: HTMLInputElement) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void judge(field), pauseMs);
  };
  return (
    <div className="space-y-2">
      <SecretField {...props} onType={onType} />
      {judged === undefined ? null : <StrengthMeter strength={judged} />}
    </div>
  );
}
