import { beforeAll, describe, expect, test } from 'vitest';
import { canonicalJson } from '../../../electron/base/canonical-json.ts';
import { parse, type SealedVault } from '../../../electron/vault/envelope.ts';
import { makeVault, pathA, sealedAt } from './helpers.ts';

let sealed: SealedVault;
beforeAll(async () => {
  sealed = sealedAt((await makeVault()).fs, pathA);
});

const kindOf = (text: string): string => parse(Buffer.from(text, 'utf8')).kind;
const kindWith = (changes: Record<string, unknown>): string => kindOf(canonicalJson({ ...sealed, ...changes }));
const record = (changes: Record<string, unknown>) => ({ records: [{ ...sealed.records[0], ...changes }] });

describe('the file is read strictly', () => {
  test('the canonical text is the only one that is taken', () => {
    const text = canonicalJson(sealed);
    expect(kindOf(text)).toBe('vault');
    const spellings = [
      `${text}\n`,
      ` ${text}`,
      `\ufeff${text}`,
      JSON.stringify(sealed, null, 2),
      text.replace('"v":1', '"v":1.0'),
      text.replace('"v":1', '"v":1,"v":1'),
      text.replace('"generation":2', '"generation":9,"generation":2'),
      text.replace('"bot_c"', '"\\u0062ot_c"'),
      text.replace('{"generation"', '{"__proto__":{},"generation"'),
      text.replace('"generation":2', '"generation":2e0'),
      `[${text}]`,
      text.slice(0, -1),
    ];
    for (const spelling of spellings) {
      expect(spelling).not.toBe(text);
      expect(kindOf(spelling)).toBe('damaged');
    }
  });

  test.each<[string, Record<string, unknown>]>([
    ['an unknown member', { extra: 1 }],
    ['another magic', { magic: 'keybearer-vaulT' }],
    ['version 0', { v: 0 }],
    ['a version that is text', { v: '2' }],
    ['generation 0', { generation: 0 }],
    ['a generation past 2^53', { generation: 2 ** 53 }],
    ['a vault id in capitals', { vaultId: 'A'.repeat(32) }],
    ['no slots', { slots: undefined }],
    ['records that are no list', { records: {} }],
  ])('%s is damage', (_name, changes) => {
    expect(kindWith(changes)).toBe('damaged');
  });

  test.each<[string, Record<string, unknown>]>([
    ['an unknown member', { extra: 1 }],
    ['an empty id', { id: '' }],
    ['an id with a slash', { id: 'a/b' }],
    ['a schema that is no whole number', { schema: 1.5 }],
    ['a salt of 31 bytes', { salt: Buffer.alloc(31).toString('base64') }],
    ['a nonce of 16 bytes', { nonce: Buffer.alloc(16).toString('base64') }],
    ['a ciphertext shorter than its tag', { ciphertext: Buffer.alloc(15).toString('base64') }],
    ['base64 without padding', { ciphertext: Buffer.alloc(16).toString('base64').replace('==', '') }],
    ['base64url', { ciphertext: Buffer.alloc(18, 0xff).toString('base64url') }],
    ['base64 with spare bits set', { ciphertext: Buffer.alloc(16).toString('base64').replace('A==', 'B==') }],
    ['base64 with a line break', { ciphertext: `${Buffer.alloc(18).toString('base64')}\n` }],
    ['a payload over 1 MiB', { ciphertext: Buffer.alloc(1024 * 1024 + 17).toString('base64') }],
  ])('a record with %s is damage', (_name, changes) => {
    expect(kindWith(record({}))).toBe('vault');
    expect(kindWith(record(changes))).toBe('damaged');
  });

  test('doubled, unsorted or too many records are damage', () => {
    const [first, second] = sealed.records;
    expect(kindWith({ records: [first, first] })).toBe('damaged');
    expect(kindWith({ records: [second, first] })).toBe('damaged');
    const many = Array.from({ length: 10_001 }, (_, index) => ({ ...first, id: `r${String(index).padStart(5, '0')}` }));
    expect(kindWith({ records: many })).toBe('damaged');
    expect(kindWith({ records: many.slice(1) })).toBe('vault');
  });

  test('a higher version is newer, not damaged', () => {
    expect(kindWith({ v: 2 })).toBe('newer');
    expect(kindOf('{ "magic": "keybearer-vault", "v": 900 }')).toBe('newer');
  });

  test('nonsense of any size is damage, quickly', () => {
    for (const text of [
      '',
      'x',
      '\u0000',
      '{}'.repeat(5),
      '['.repeat(1_000_000),
      '{"a":'.repeat(100_000),
      `"${'a'.repeat(10_000_000)}"`,
    ]) {
      expect(kindOf(text)).toBe('damaged');
    }
    expect(parse(Uint8Array.of(0xff, 0xfe, 0x7b)).kind).toBe('damaged');
    expect(parse(new Uint8Array(64 * 1024 * 1024 + 1)).kind).toBe('damaged');
  });

  test('the reason for damage never quotes the file', () => {
    const parsed = parse(Buffer.from(canonicalJson({ ...sealed, ...record({ id: 'planted secret' }) })));
    expect(JSON.stringify(parsed)).not.toContain('planted');
  });
});
