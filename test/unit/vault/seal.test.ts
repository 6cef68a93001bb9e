import { createDecipheriv, hkdfSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { systemRandom } from '../../../electron/base/random.ts';
import { Secret } from '../../../electron/base/secret.ts';
import { type Box, type Label, seal, subkeyOf, unseal } from '../../../electron/vault/seal.ts';

const parent = () => new Secret(Buffer.alloc(32, 1));
const label: Label = { vaultId: 'v', recordId: 'key_a', type: 'key', schema: 1, revision: 7 };
const plain = Buffer.from('a secret');
const textOf = (secret: Secret | undefined): string | undefined => secret?.useText((text) => text);

describe('sealing', () => {
  test('what is sealed opens under the same key and label', () => {
    expect(textOf(unseal(parent(), label, seal(parent(), label, plain, systemRandom)))).toBe('a secret');
  });

  test('each write has a salt, a nonce and a ciphertext of its own', () => {
    const boxes = Array.from({ length: 100 }, () => seal(parent(), label, plain, systemRandom));
    for (const part of ['salt', 'nonce', 'ciphertext'] as const)
      expect(new Set(boxes.map((box) => box[part])).size).toBe(100);
  });

  test('another label, key, salt, nonce or byte opens nothing', () => {
    const box = seal(parent(), label, plain, systemRandom);
    const labels: Label[] = [
      { ...label, vaultId: 'w' },
      { ...label, recordId: 'key_b' },
      { ...label, type: 'bot' },
      { ...label, schema: 2 },
      { ...label, revision: 6 },
      { ...label, kdf: {} },
    ];
    for (const other of labels) expect(unseal(parent(), other, box)).toBeUndefined();
    expect(unseal(new Secret(Buffer.alloc(32, 2)), label, box)).toBeUndefined();
    for (const part of ['salt', 'nonce', 'ciphertext'] as const) {
      const length = Buffer.from(box[part], 'base64').length;
      for (let at = 0; at < length; at += 1) expect(unseal(parent(), label, flipped(box, part, at))).toBeUndefined();
    }
  });

  test('a tag cut to any shorter length opens nothing', () => {
    const box = seal(parent(), label, plain, systemRandom);
    const whole = Buffer.from(box.ciphertext, 'base64');
    for (let cut = 1; cut <= whole.length; cut += 1) {
      const ciphertext = whole.subarray(0, whole.length - cut).toString('base64');
      expect(unseal(parent(), label, { ...box, ciphertext })).toBeUndefined();
    }
  });

  test('the bytes are those of the document: HKDF-SHA-256, AES-256-GCM, canonical associated data', () => {
    const vaultKey = Buffer.alloc(32, 9);
    const box = seal(subkeyOf(new Secret(Buffer.from(vaultKey)), 'records'), label, plain, systemRandom);
    const records = hkdfSync('sha256', vaultKey, '', 'records', 32);
    const key = hkdfSync('sha256', new Uint8Array(records), Buffer.from(box.salt, 'base64'), 'key_a', 32);
    const opening = createDecipheriv('aes-256-gcm', new Uint8Array(key), Buffer.from(box.nonce, 'base64'), {
      authTagLength: 16,
    });
    opening.setAAD(
      Buffer.from(
        '{"format":"keybearer-vault/1","recordId":"key_a","revision":7,"schema":1,"type":"key","vaultId":"v"}',
      ),
    );
    const sealed = Buffer.from(box.ciphertext, 'base64');
    opening.setAuthTag(sealed.subarray(-16));
    expect(Buffer.concat([opening.update(sealed.subarray(0, -16)), opening.final()])).toEqual(plain);
  });
});

function flipped(box: Box, part: keyof Box, at: number): Box {
  const bytes = Buffer.from(box[part], 'base64');
  bytes[at] = (bytes[at] ?? 0) ^ 0x80;
  return { ...box, [part]: bytes.toString('base64') };
}
