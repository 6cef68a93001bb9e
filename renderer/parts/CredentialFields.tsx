import type { KeyFinding } from '../../shared/window-views.ts';
import { type CredentialName, credentialsOf } from '../key-draft.ts';
import { type StringId, t } from '../strings.ts';
import { KeyFindings } from './KeyFindings.tsx';
import { SecretField } from './SecretField.tsx';

interface Props {
  readonly exchange: string;
  readonly findings?: readonly KeyFinding[];
}

const labels: Readonly<Record<CredentialName, StringId>> = {
  apiKey: 'keys.partApiKey',
  secret: 'keys.partSecret',
  password: 'keys.partPassword',
  uid: 'keys.partUid',
  login: 'keys.partLogin',
  token: 'keys.partToken',
  walletAddress: 'keys.partWallet',
  privateKey: 'keys.partPrivateKey',
  accountId: 'keys.partAccount',
  twofa: 'keys.partTwofa',
};

/** One field for each credential that the exchange asks for. */
export function CredentialFields({ exchange, findings = [] }: Props) {
  return (
    <div className="grid grid-cols-2 items-start gap-4">
      {credentialsOf(exchange).map((name) => (
        <div key={`${exchange}-${name}`}>
          <SecretField name={name} label={t(labels[name])} />
          <KeyFindings findings={findings} field={name} />
        </div>
      ))}
    </div>
  );
}
