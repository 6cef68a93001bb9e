import type { RefObject } from 'react';
import { Label, RadioGroup } from 'react-aria-components';
import type { KeyDetail, KeyRotation } from '../../shared/control-views.ts';
import type { Held, ReadFactor } from '../held.ts';
import type { ProtectPlace } from '../protect-store.ts';
import { t } from '../strings.ts';
import { Choice } from './Choice.tsx';
import { ProtectBots } from './ProtectBots.tsx';
import { ProtectCode } from './ProtectCode.tsx';
import { ProtectProve } from './ProtectProve.tsx';
import { ProtectRead } from './ProtectRead.tsx';

interface Props {
  readonly item: KeyDetail;
  readonly step: string;
  readonly place: ProtectPlace;
  readonly held: RefObject<Held>;
  readonly read: ReadFactor | undefined;
  readonly onKind: (kind: ProtectPlace['kind']) => void;
  readonly onRead: (read: ReadFactor | undefined) => void;
  readonly onKept: (kept: KeyRotation) => void;
}

/** What there is to do here at a step. */
export function ProtectHere({ item, step, place, held, read, onKind, onRead, onKept }: Props) {
  if (step === 'switch-on') return <ProtectBots item={item} />;
  if (step === 'choose-app') return <KindField kind={place.kind} onKind={onKind} />;
  if (step === 'hand-over-secret' && place.kind === 'password') return <p>{t('protect.wordHere')}</p>;
  if (step === 'hand-over-secret') return <ProtectRead held={held} read={read} onRead={onRead} />;
  if (step === 'type-code' && read !== undefined) return <ProtectCode item={item} held={held} read={read} />;
  if (step === 'prove') return <ProtectProve item={item} kind={place.kind} held={held} read={read} onKept={onKept} />;
  return <p className="text-muted">{t('protect.nothingHere')}</p>;
}

function KindField({ kind, onKind }: Pick<Props, 'onKind'> & { readonly kind: ProtectPlace['kind'] }) {
  return (
    <RadioGroup
      value={kind}
      onChange={(value) => onKind(value === 'password' ? 'password' : 'totp')}
      className="space-y-2"
    >
      <Label className="block">{t('protect.kindLabel')}</Label>
      <Choice value="totp" label={t('protect.kindApp')} hint={t('protect.kindAppHint')} />
      <Choice value="password" label={t('protect.kindWord')} hint={t('protect.kindWordHint')} />
    </RadioGroup>
  );
}
