/** Seals bytes with AES-256-GCM under a key made for this one write, and opens them again. */
import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { canonicalJson } from '../base/canonical-json.ts';
import type { Random } from '../base/random.ts';
import { Secret } from '../base/secret.ts';

export const magic = 'keybearer-vault';
/** The version that is written, and the newest one that is known in full. */
export const formatVersion = 1;
export type SubkeyName = 'records' | 'manifest' | 'anchor' | 'state';

/** Sealed bytes as they stand in the file: base64. `ciphertext` ends with the 16 bytes of the tag. */
export interface Box {
  readonly salt: string;
  readonly nonce: string;
  readonly ciphertext: string;
}

/** What a box is about; associated data, so that it opens nowhere else. */
export interface Label {
  /** The version of the file that the box stands in; ours where left out. */
  readonly v?: number;
  readonly vaultId: string;
  readonly recordId: string;
  readonly type: string;
  readonly schema: number;
  readonly revision: number;
  /** The passphrase slot's parameters as they stand in the file. */
  readonly kdf?: unknown;
}

export const saltBytes = 32;
export const nonceBytes = 12;
export const tagBytes = 16;
const cipher = 'aes-256-gcm';
const keyBytes = 32;

/** Source: RFC 5869, SHA-256, no salt, info = the name. */
export const subkeyOf = (vaultKey: Secret, name: SubkeyName): Secret => hkdf(vaultKey, new Uint8Array(0), name);

/** Seals `plain` under HKDF(parent, a new salt, info = record id). */
export function seal(parent: Secret, label: Label, plain: Uint8Array, random: Random): Box {
  const salt = random(saltBytes);
  const nonce = random(nonceBytes);
  const key = hkdf(parent, salt, label.recordId);
  try {
    const ciphertext = key.use((bytes) => {
      const sealing = createCipheriv(cipher, bytes, nonce, { authTagLength: tagBytes });
      sealing.setAAD(associatedData(label));
      return Buffer.concat([sealing.update(plain), sealing.final(), sealing.getAuthTag()]);
    });
    return {
      salt: salt.toString('base64'),
      nonce: nonce.toString('base64'),
      ciphertext: ciphertext.toString('base64'),
    };
  } finally {
    key.wipe();
  }
}

/** Gives: what was sealed; undefined where the key, the label or a byte differs. */
export function unseal(parent: Secret, label: Label, box: Box): Secret | undefined {
  const sealed = Buffer.from(box.ciphertext, 'base64');
  const nonce = Buffer.from(box.nonce, 'base64');
  const salt = Buffer.from(box.salt, 'base64');
  if (nonce.length !== nonceBytes || salt.length !== saltBytes || sealed.length < tagBytes) return undefined;
  const key = hkdf(parent, salt, label.recordId);
  try {
    return key.use((bytes) => {
      // Without a length given, Node would take a tag of 4 bytes.
      const opening = createDecipheriv(cipher, bytes, nonce, { authTagLength: tagBytes });
      opening.setAAD(associatedData(label));
      opening.setAuthTag(sealed.subarray(sealed.length - tagBytes));
      return finish(opening.update(sealed.subarray(0, sealed.length - tagBytes)), () => opening.final());
    });
  } finally {
    key.wipe();
  }
}

/** Bytes that the tag doesn't vouch for are wiped, not given. */
function finish(unproven: Buffer, checkTag: () => Buffer): Secret | undefined {
  try {
    checkTag();
  } catch {
    unproven.fill(0);
    return undefined;
  }
  return new Secret(unproven);
}

/** Without `kdf` where the label has none. */
const associatedData = ({ v = formatVersion, ...label }: Label): Buffer =>
  Buffer.from(canonicalJson({ format: `${magic}/${v}`, ...label }), 'utf8');

const hkdf = (from: Secret, salt: Uint8Array, info: string): Secret =>
  new Secret(new Uint8Array(from.use((bytes) => hkdfSync('sha256', bytes, salt, Buffer.from(info, 'utf8'), keyBytes))));
