import ccxt from 'ccxt';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CcxtExchange, loadExchangeClass } from '../../../electron/exchange/ccxt.ts';
import { setHashing } from '../../../electron/exchange/hashing.ts';

const { sha1 } = await import('../../../node_modules/@noble/hashes/legacy.js');
const { sha256, sha384, sha512 } = await import('../../../node_modules/@noble/hashes/sha2.js');
const { keccak_256 } = await import('../../../node_modules/@noble/hashes/sha3.js');
const { blake2b } = await import('../../../node_modules/@noble/hashes/blake2.js');
const hashes = { sha1, sha256, sha384, sha512, keccak_256, blake2b };

let ours: CcxtExchange;
const theirs = new ccxt.kraken();
beforeAll(async () => {
  ours = new (await loadExchangeClass('kraken'))({});
  setHashing(ours);
});

const digests = ['hex', 'base64', 'binary'] as const;
const messages = ['', 'abc', 'ünïcode', new Uint8Array([0, 255, 7]), 'x'.repeat(1000)];

describe.each(Object.entries(hashes))('%s gives what ccxt alone gives', (_, hash) => {
  it.each(digests)('as %s', (digest) => {
    for (const message of messages) {
      expect(ours.hash(message, hash, digest)).toEqual(theirs.hash(message as string, hash, digest));
      for (const secret of ['secret', new Uint8Array(64).fill(9), new Uint8Array(200).fill(1), 'other']) {
        expect(ours.hmac(message, secret, hash, digest)).toEqual(
          theirs.hmac(message as string, secret as string, hash, digest),
        );
      }
    }
  });
});
