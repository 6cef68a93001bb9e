import type { KeyDetail } from '../../shared/control-views.ts';
import { TwoFactorKind } from '../../shared/model.ts';
import { useAct } from '../bridge.ts';
import { credentialsOf, twoFactorOf } from '../key-draft.ts';
import { t } from '../strings.ts';
import { useUi } from '../ui-store.ts';
import { CredentialFields } from './CredentialFields.tsx';
import { PassphraseDialog } from './PassphraseDialog.tsx';
import { Progress } from './Progress.tsx';
import { SecretField } from './SecretField.tsx';
import { SelectField } from './SelectField.tsx';

interface Props {
  readonly item: KeyDetail;
  readonly close: () => void;
}

/** Puts new secrets behind a key's label, once the exchange takes them. */
export function KeyRotateDialog({ item, close }: Props) {
  const rotate = useAct('keys.rotate');
  const { say } = useUi();
  const confirm = async (passphrase: string, field: (name: string) => string) => {
    const parts = credentialsOf(item.exchange).map((name) => [name, field(name).trim()] as const);
    const kind = TwoFactorKind.safeParse(field('kind')).data;
    const input = {
      ...Object.fromEntries(parts),
      ...(kind === undefined ? {} : { twoFactor: twoFactorOf(kind, field) }),
    };
    const rotated = await rotate.run({ passphrase, ask: { key: item.id, input } });
    if (rotated === undefined) return;
    say('good', [t('keys.rotated', { label: rotated.label }), ...rotated.warnings].join(' '));
    close();
  };
  const kinds = [
    { value: 'keep', words: t('keys.rotateKeep') },
    { value: 'none', words: t('keys.rotateNone') },
    { value: 'totp', words: t('keys.factorApp') },
    { value: 'password', words: t('keys.factorWord') },
  ];
  return (
    <PassphraseDialog
      title={t('keys.rotateTitle', { label: item.label })}
      lead={t('keys.rotateLead')}
      button={t('keys.rotateDo')}
      isOpen
      isBusy={rotate.isBusy}
      error={rotate.error}
      onClose={close}
      onConfirm={confirm}
    >
      <CredentialFields exchange={item.exchange} />
      <div className="grid grid-cols-2 gap-4">
        <SelectField name="kind" label={t('keys.rotateFactor')} options={kinds} defaultValue="keep" />
        <SecretField name="twoFactor" label={`${t('keys.setUpKey')} / ${t('keys.word')}`} isOptional />
      </div>
      {rotate.isBusy ? <Progress words={t('keys.testBusy')} /> : null}
    </PassphraseDialog>
  );
}
