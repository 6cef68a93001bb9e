import { createCipheriv, createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';

describe('the BoringSSL guard', () => {
  it('stands in every test run', () => {
    expect(Reflect.get(globalThis, Symbol.for('keybearer.boringssl-guard'))).toBe(true);
  });

  it.each(['chacha20-poly1305', 'aes-256-ccm', 'aes-256-ocb'])('refuses %s, which Electron lacks', (cipher) => {
    expect(() => createCipheriv(cipher, Buffer.alloc(32), Buffer.alloc(12))).toThrow(/BoringSSL/);
  });

  it('refuses SHA-3, which Electron lacks', () => {
    expect(() => createHash('sha3-256')).toThrow(/BoringSSL/);
  });

  it('lets AES-GCM and SHA-256 pass', () => {
    expect(createCipheriv('aes-256-gcm', Buffer.alloc(32), Buffer.alloc(12))).toBeDefined();
    expect(createHash('sha256').update('').digest('hex')).toMatch(/^e3b0c442/);
  });
});
