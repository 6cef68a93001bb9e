// Electron's crypto is BoringSSL and lacks some of what Node's OpenSSL has. Every test runs under this guard
// (--import), so that code which would fail in the desktop app fails here first.
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

const missingCiphers = /chacha20|-ccm$|-ocb$|aria|camellia|-wrap/i;
const missingHashes = /^sha3-|^shake|^blake2|^sm3|^ripemd/i;

const refuse = (what) => {
  throw new Error(`Electron's BoringSSL has no ${what}`);
};

const guard = (name, pattern) => {
  const own = crypto[name];
  crypto[name] = (algorithm, ...rest) => {
    if (typeof algorithm === 'string' && pattern.test(algorithm)) refuse(algorithm);
    return own(algorithm, ...rest);
  };
};

for (const name of ['createCipheriv', 'createDecipheriv']) guard(name, missingCiphers);
for (const name of ['createHash', 'createHmac', 'hash']) guard(name, missingHashes);
for (const name of ['argon2', 'argon2Sync']) if (name in crypto) crypto[name] = () => refuse(name);
syncBuiltinESMExports();
globalThis[Symbol.for('keybearer.boringssl-guard')] = true;
