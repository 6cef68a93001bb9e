import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exactDecimal, parseStrictJson, readStrictJson } from '../../../electron/base/strict-json.ts';
import { AppError } from '../../../shared/errors.ts';

const codeOf = (run: () => unknown): unknown => {
  try {
    return { value: run() };
  } catch (fault) {
    return fault instanceof AppError ? fault.code : fault;
  }
};
const refused = (text: string) => expect(codeOf(() => parseStrictJson(text))).toBe('BODY_INVALID');

describe('what is read', () => {
  test('plain JSON is read as JSON.parse reads it', () => {
    const text = ' {"a":[1,-2.5,true,false,null,"x\\n\\u00e9\\ud83d\\ude00",{}],"":[] , "b" : {"c":"\\"\\\\"}}\r\n\t';
    expect(parseStrictJson(text)).toEqual(JSON.parse(text));
  });

  test('whatever JSON.stringify writes with numbers as doubles print them is read back', () => {
    const values = fc.jsonValue({ maxDepth: 5 }).filter((value) => !/__proto__|e[+-]\d/.test(JSON.stringify(value)));
    fc.assert(
      fc.property(
        values,
        (value) => void expect(parseStrictJson(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value))),
      ),
    );
  });

  test('nothing is accepted that JSON.parse refuses', () => {
    const fragments = fc.array(
      fc.constantFrom(
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '"',
        'a',
        '\\',
        '\\u',
        '0',
        '1',
        '-',
        '.',
        'e',
        'true',
        'null',
        ' ',
        '\n',
        '\u0000',
        '\ufeff',
      ),
    );
    fc.assert(
      fc.property(fragments, (parts) => {
        const text = parts.join('');
        const ours = codeOf(() => parseStrictJson(text));
        if (ours !== 'BODY_INVALID') expect(() => JSON.parse(text)).not.toThrow();
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('what is refused', () => {
  test('a name given twice, at any depth and however it is escaped', () => {
    refused('{"a":1,"a":1}');
    refused('[[{"x":{"a":1,"b":2,"\\u0061":3}}]]');
  });

  test('the name __proto__, also escaped', () => {
    refused('{"__proto__":{"paused":false}}');
    refused('{"a":[{"\\u005f_proto__":1}]}');
    expect(Reflect.get({}, 'paused')).toBeUndefined();
  });

  test('names of Object.prototype are ordinary members', () => {
    const read = parseStrictJson('{"constructor":1,"toString":2,"hasOwnProperty":3}');
    expect(Object.entries(read ?? {})).toEqual([
      ['constructor', 1],
      ['toString', 2],
      ['hasOwnProperty', 3],
    ]);
  });

  test('65 levels are refused and 64 are read', () => {
    expect(codeOf(() => parseStrictJson('['.repeat(64) + ']'.repeat(64)))).not.toBe('BODY_INVALID');
    refused('['.repeat(65) + ']'.repeat(65));
    refused(`${'{"a":'.repeat(65)}1${'}'.repeat(65)}`);
    refused('['.repeat(200_000));
  });

  test('half a surrogate pair, raw or escaped, in values and names', () => {
    refused('"\\ud800"');
    refused('"\\udc00\\ud800"');
    refused('{"\\ud83d":1}');
    refused('"\ud800"');
  });

  test('bytes that are not UTF-8, and a byte order mark', () => {
    const read = (bytes: readonly number[]) => codeOf(() => readStrictJson(Buffer.from(bytes)));
    expect(read([0x22, 0xff, 0x22])).toBe('BODY_INVALID');
    expect(read([0x22, 0xc0, 0xaf, 0x22])).toBe('BODY_INVALID');
    expect(read([0x22, 0xed, 0xa0, 0x80, 0x22])).toBe('BODY_INVALID');
    expect(read([0xef, 0xbb, 0xbf, 0x31])).toBe('BODY_INVALID');
    expect(read([0x22, 0xc3, 0xa9, 0x22])).toEqual({ value: 'é' });
  });

  test.each([
    '',
    ' ',
    '{',
    '[1,]',
    '{"a":1,}',
    '[1 2]',
    '01',
    '1.',
    '.5',
    '+1',
    '1e',
    'NaN',
    'Infinity',
    "'a'",
    '{a:1}',
    'nul',
    '1 2',
    '"a',
    '"\\x"',
    '"\t"',
    '// c\n1',
    '\u00a01',
  ])('%j is no JSON', (text) => refused(text));

  test('no refusal quotes the text, which may hold a secret', () => {
    const secret = 'kb_SECRETSECRET';
    for (const text of [
      `"${secret}\\x"`,
      `{"${secret}":1,"${secret}":2}`,
      `${secret}`,
      `["${secret}" 1]`,
      `"${secret}`,
    ]) {
      try {
        parseStrictJson(text);
        expect.unreachable();
      } catch (fault) {
        expect(fault instanceof AppError && fault.code).toBe('BODY_INVALID');
        expect(JSON.stringify([String(fault), fault instanceof AppError && String(fault.cause)])).not.toContain(
          'SECRET',
        );
      }
    }
  });
});

describe('numbers', () => {
  test.each([
    ['0.01', 0.01],
    ['50000', 50000],
    ['0.10', 0.1],
    ['1e3', 1000],
    ['1.5E+1', 15],
    ['-0', 0],
    ['0.30000000000000004', 0.30000000000000004],
    ['1700000000000', 1_700_000_000_000],
    ['9007199254740993', '9007199254740993'],
    ['1e-7', '0.0000001'],
    ['0.0000001', '0.0000001'],
    ['1e-07', '0.0000001'],
    ['-1.20e-2', -0.012],
    ['0.1234567890123456789', '0.1234567890123456789'],
    ['12345678901234567890', '12345678901234567890'],
    ['1e21', '1000000000000000000000'],
    ['1E400', `1${'0'.repeat(400)}`],
    ['0e999999999999', 0],
  ])('%s is kept as %j', (source, kept) => {
    expect(parseStrictJson(source)).toBe(kept);
  });

  test('a number that would fill the memory when written out is refused', () => {
    for (const source of ['1e999999999', '1e-999999999', '9'.repeat(2_000), `0.${'0'.repeat(2_000)}1`]) refused(source);
  });

  test('every number keeps its decimal value', () => {
    const source = fc.tuple(
      fc.constantFrom('', '-'),
      fc.bigInt({ min: 0n, max: 10n ** 25n }),
      fc.option(fc.bigInt({ min: 0n, max: 10n ** 20n })),
      fc.option(fc.integer({ min: -40, max: 40 })),
    );
    fc.assert(
      fc.property(source, ([sign, whole, fraction, power]) => {
        const text = `${sign}${whole}${fraction === null ? '' : `.${fraction}`}${power === null ? '' : `e${power}`}`;
        const kept = String(parseStrictJson(text));
        expect(kept).toMatch(/^-?(0|[1-9]\d*)(\.\d+)?$/);
        expect(ratioOf(kept)).toEqual(ratioOf(text));
      }),
      { numRuns: 2_000 },
    );
  });

  test('exactDecimal takes numbers of JSON only', () => {
    for (const text of ['', '1x', ' 1', '0x10', '--1', 'NaN', '1.', '.5'])
      expect(codeOf(() => exactDecimal(text))).toBe('BODY_INVALID');
  });
});

/** The value times 10^80, computed without the code under test. */
function ratioOf(text: string): bigint {
  const [mantissa = '', power = '0'] = text.split('e');
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const digits = BigInt(whole + fraction) * 10n ** BigInt(80 + Number(power) - fraction.length);
  return mantissa.startsWith('-') ? -digits : digits;
}
