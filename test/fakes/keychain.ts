/** A system's keychain in memory: what it sealed it opens, until it is told to behave otherwise. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Keychain } from '../../electron/agent/ports.ts';
import { Secret } from '../../electron/base/secret.ts';
import { AppError } from '../../shared/errors.ts';

export interface FakeKeychain extends Keychain {
  /** One sentence, where it is not fit; then it neither seals nor opens. */
  unfit: string | undefined;
  /** Gives back something else than it was given. */
  isForgetful: boolean;
  isStale: boolean;
  /** Another user's keychain, or the same after a new installation. */
  forgetAll(): void;
  readonly counts: { sealed: number; opened: number };
}

export function fakeKeychain(): FakeKeychain {
  let key = randomBytes(32);
  const needFit = () => {
    if (keychain.unfit !== undefined) throw new AppError('INPUT_INVALID', { detail: keychain.unfit });
  };
  const keychain: FakeKeychain = {
    ...{ unfit: undefined, isForgetful: false, isStale: false, counts: { sealed: 0, opened: 0 } },
    forgetAll: () => {
      key = randomBytes(32);
    },
    state: async () => (keychain.unfit === undefined ? { fit: true } : { fit: false, why: keychain.unfit }),
    seal: async (secret) => {
      needFit();
      keychain.counts.sealed += 1;
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      return secret.use((plain) => Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]));
    },
    open: async (sealed) => {
      needFit();
      keychain.counts.opened += 1;
      if (keychain.isForgetful) return { secret: Secret.ofText('{"else":1}'), isStale: false };
      return { secret: open(key, Buffer.from(sealed)), isStale: keychain.isStale };
    },
  };
  return keychain;
}

function open(key: Buffer, sealed: Buffer): Secret {
  const cipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), { authTagLength: 16 });
  cipher.setAuthTag(sealed.subarray(-16));
  try {
    return new Secret(Buffer.concat([cipher.update(sealed.subarray(12, -16)), cipher.final()]));
  } catch (cause) {
    throw new AppError('INPUT_INVALID', { detail: "The system's keychain failed.", cause });
  }
}
