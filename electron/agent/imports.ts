import type { ImportFile, ImportView, TwoFactorInput } from '../../shared/control-views.ts';
import { AppError } from '../../shared/errors.ts';
import { isoTime } from '../base/clock.ts';
import { Secret } from '../base/secret.ts';
import { codeAt, stepEndsMs, stepOf } from '../otp/code.ts';
import { type Import, type ImportedAccount, PasswordNeeded } from '../otp/import/account.ts';
import { type ImportPorts, readImport } from '../otp/import/read-import.ts';
import { writeBase32 } from '../otp/write-base32.ts';
import type { CallDeps } from './call.ts';
import { rotateKey } from './key-rotate.ts';
import type { Opened } from './opened.ts';
import type { ImportChoice, ImportService } from './ports.ts';

export interface ImportDeps {
  readonly opened: () => Opened;
  readonly calls: () => CallDeps;
  readonly ports: ImportPorts;
  /** Is told after a key changed. */
  readonly changed: () => void;
}

/** Reads files with second factors anew for each question, so that nothing of them is kept in between. */
export function makeImportService({ opened, calls, ports, changed }: ImportDeps): ImportService {
  const withAccount = async <T>(choice: ImportChoice, use: (account: ImportedAccount) => Promise<T>): Promise<T> => {
    const found = await readFile(choice, ports);
    try {
      return await use(chosen(found, choice.account));
    } finally {
      wipe(found);
    }
  };
  return {
    async read(file) {
      opened();
      try {
        const found = await readFile(file, ports);
        wipe(found);
        return viewOf(found);
      } catch (fault) {
        if (!(fault instanceof PasswordNeeded)) throw fault;
        return { needsPassword: true, format: null, accounts: [], refused: [] };
      }
    },
    async code(choice) {
      const { inventory, sessions } = opened();
      const { venue } = await sessions.of(inventory.key(choice.key));
      const { clock } = calls();
      return withAccount(choice, async ({ secret, settings }) => {
        const { offsetMs } = await venue.offset();
        const exchangeMs = clock.now() + offsetMs;
        const endsMs = stepEndsMs(stepOf(exchangeMs, settings.periodSec), settings.periodSec) - offsetMs;
        return { code: codeAt(secret, exchangeMs, settings), expiresAt: isoTime(Math.round(endsMs)) };
      });
    },
    async keep(choice) {
      const rotated = await withAccount(choice, (account) =>
        rotateKey(calls(), opened(), choice.key, { twoFactor: inputOf(account) }),
      );
      changed();
      return rotated;
    },
  };
}

async function readFile({ file, password }: ImportFile, ports: ImportPorts): Promise<Import> {
  const bytes = Buffer.from(file, 'base64');
  const secret = password === undefined ? undefined : Secret.ofText(password);
  try {
    return await readImport(bytes, secret, ports);
  } finally {
    bytes.fill(0);
    secret?.wipe();
  }
}

function wipe({ accounts }: Import): void {
  for (const { secret } of accounts) secret.wipe();
}

function chosen({ accounts }: Import, n: number): ImportedAccount {
  const account = accounts[n - 1];
  if (account !== undefined) return account;
  throw new AppError('INPUT_INVALID', {
    detail: `There is no account ${n}: this file has ${accounts.length} that can be used.`,
  });
}

const viewOf = ({ format, accounts, refused }: Import): ImportView => ({
  needsPassword: false,
  format,
  accounts: accounts.map(({ issuer, name, settings, warnings }, index) => ({
    ...{ n: index + 1, issuer, name, ...settings, warnings: [...warnings] },
  })),
  refused: [...refused],
});

const inputOf = ({ secret, settings }: ImportedAccount): TwoFactorInput => ({
  kind: 'totp',
  secret: secret.use(writeBase32),
  ...{ digits: settings.digits, period: settings.periodSec, algorithm: settings.algorithm },
});
