import { type CredentialName, credentialsOf } from '../key-draft.ts';
import { SecretField } from './SecretField.tsx';

interface Props {
  readonly exchange: string;
}

const labels: Readonly<Record<CredentialName, string>> = {
  apiKey: 'API key (public part)',
  secret: 'Private part',
  password: 'Passphrase of the API key',
  uid: 'User id',
  login: 'Login',
  token: 'Token',
  walletAddress: 'Wallet address',
  privateKey: 'Private key',
  accountId: 'Account id',
  twofa: 'Two-factor seed of the account',
};

/** One field for each credential that the exchange asks for. */
export function CredentialFields({ exchange }: Props) {
  return (
    <div className="grid grid-cols-2 gap-4">
      {credentialsOf(exchange).map((name) => (
        <SecretField key={`${exchange}-${name}`} name={name} label={labels[name]} />
      ))}
    </div>
  );
}
