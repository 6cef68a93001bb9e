import { useEffect, useRef, useState } from 'react';
import type { KeyDetail, KeyRotation } from '../../shared/control-views.ts';
import { forget, type ReadFactor, useHeld } from '../held.ts';
import { protectSteps, reachable } from '../protect-steps.ts';
import { startingPlace, useProtectPlaces } from '../protect-store.ts';
import { go } from '../route.ts';
import { t } from '../strings.ts';
import { Button } from './Button.tsx';
import { Note } from './Note.tsx';
import { ProtectDone } from './ProtectDone.tsx';
import { ProtectHere } from './ProtectHere.tsx';
import { ProtectSide } from './ProtectSide.tsx';
import { ProtectStepper } from './ProtectStepper.tsx';

interface Props {
  readonly item: KeyDetail;
}

/** Kraken's steps one at a time, ours beside them. What is secret stays in `held`. */
export function ProtectFlow({ item }: Props) {
  const { places, set, forget: forgetPlace } = useProtectPlaces();
  const held = useHeld();
  const [read, setRead] = useState<ReadFactor>();
  const [kept, setKept] = useState<KeyRotation>();
  const place = places[item.id] ?? startingPlace;
  const steps = protectSteps(place.kind);
  const at = reachable(place, read !== undefined);
  const step = steps[at];
  const isLast = at === steps.length - 1;
  const needsFile = step?.id === 'hand-over-secret' && place.kind === 'totp' && read === undefined;
  // Where `Next` can't be pressed yet the focus would be lost with it: it goes to the step's name, above what there is to do.
  const name = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (needsFile) name.current?.focus();
  }, [needsFile]);
  const goTo = (next: number) => set(item.id, { ...place, step: next });
  const cancel = () => {
    forgetPlace(item.id);
    go({ page: 'key', id: item.id });
  };
  const keep = (rotation: KeyRotation) => {
    forget(held);
    forgetPlace(item.id);
    setKept(rotation);
  };
  if (kept !== undefined) return <ProtectDone item={item} kept={kept} />;
  if (step === undefined) return null;
  const isWordThere = step.id === 'hand-over-secret' && place.kind === 'password';
  return (
    <div className="grid gap-5 md:grid-cols-[13rem_minmax(0,1fr)]">
      <ProtectStepper steps={steps} at={at} />
      <div className="min-w-0 space-y-4">
        {item.twoFactor === 'none' || at > 0 ? null : <Note tone="warn">{t('protect.already')}</Note>}
        <p ref={name} role="status" tabIndex={-1} className="text-lead font-semibold outline-none">
          <span className="me-2 font-normal text-muted">{t('protect.stepOf', { at: at + 1, all: steps.length })}</span>
          {t(step.name)}
        </p>
        <div className="grid items-start gap-4 lg:grid-cols-[2fr_3fr]">
          <ProtectSide title={t('protect.onKraken')}>
            <p>{isWordThere ? t('protect.wordThere') : (step.atExchange ?? t('protect.nothingThere'))}</p>
          </ProtectSide>
          <ProtectSide title={t('protect.here')} isOurs>
            <ProtectHere
              key={step.id}
              item={item}
              step={step.id}
              place={place}
              held={held}
              read={read}
              onKind={(kind) => set(item.id, { ...place, kind })}
              onRead={setRead}
              onKept={keep}
            />
          </ProtectSide>
        </div>
        <div className="flex items-center gap-2">
          <Button isDisabled={at === 0} onPress={() => goTo(at - 1)}>
            {t('protect.back')}
          </Button>
          {isLast ? null : (
            <Button look={needsFile ? 'plain' : 'primary'} isDisabled={needsFile} onPress={() => goTo(at + 1)}>
              {t('protect.next')}
            </Button>
          )}
          <span className="flex-1" />
          <Button look="quiet" onPress={cancel}>
            {t('protect.cancel')}
          </Button>
        </div>
      </div>
    </div>
  );
}
