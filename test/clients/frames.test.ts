import { createRequire } from 'node:module';
import { Duplex } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BadFrame, FrameReader, type Message, writeClose, writeFrame } from '../../clients/typescript/src/frames.ts';

const limit = 100_000;
// Its types leave it out.
const { Sender } = createRequire(import.meta.url)('ws') as {
  readonly Sender: new (socket: Duplex) => { send(data: Buffer, options: object, done: () => void): void };
};

/** Frames as a server writes them, by another implementation. */
async function framesOf(texts: readonly string[], pieces = 1): Promise<Buffer> {
  const written: Buffer[] = [];
  const socket = new Duplex({
    read: () => undefined,
    write: (bytes: Buffer, _, done) => {
      written.push(bytes);
      done();
    },
  });
  const sender = new Sender(socket);
  for (const text of texts) {
    const bytes = Buffer.from(text);
    const size = Math.ceil(bytes.length / pieces) || 1;
    for (let n = 0; n < pieces; n += 1)
      sender.send(
        bytes.subarray(n * size, (n + 1) * size),
        { fin: n === pieces - 1, binary: false, mask: false, compress: false },
        () => undefined,
      );
  }
  await new Promise(setImmediate);
  return Buffer.concat(written);
}

function readIn(bytes: Buffer, step: number): Message[] {
  const reader = new FrameReader(limit);
  const messages: Message[] = [];
  for (let at = 0; at < bytes.length; at += step) messages.push(...reader.push(bytes.subarray(at, at + step)));
  return messages;
}

test('messages are read alike, whichever pieces they come in', async () => {
  const text = fc.string({ unit: 'binary', maxLength: 400 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(text, { maxLength: 5 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 50 }),
      async (texts, pieces, step) => {
        const bytes = await framesOf(texts, pieces);
        expect(readIn(bytes, step)).toEqual(texts.map((one) => ({ kind: 'text', text: one })));
      },
    ),
    { numRuns: 50 },
  );
});

test.each([125, 126, 127, 65_535, 65_536, 99_999])('a text of %i bytes', async (length) => {
  const text = 'x'.repeat(length);
  expect(readIn(await framesOf([text]), 7001)).toEqual([{ kind: 'text', text }]);
});

// Source of the bytes: RFC 6455 section 5.7.
test('the examples of the RFC', () => {
  const read = (...bytes: number[]) => readIn(Buffer.from(bytes), 3);
  expect(read(0x81, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f)).toEqual([{ kind: 'text', text: 'Hello' }]);
  expect(read(0x01, 0x03, 0x48, 0x65, 0x6c, 0x80, 0x02, 0x6c, 0x6f)).toEqual([{ kind: 'text', text: 'Hello' }]);
  expect(read(0x89, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f)).toEqual([{ kind: 'ping', data: Buffer.from('Hello') }]);
  expect(read(0x01, 0x03, 0x48, 0x65, 0x6c, 0x8a, 0x00, 0x80, 0x02, 0x6c, 0x6f).map(({ kind }) => kind)).toEqual([
    'pong',
    'text',
  ]);
  expect(read(0x88, 0x02, 0x03, 0xe8)).toEqual([{ kind: 'close', code: 1000, reason: '' }]);
  expect(read(0x88, 0x00)).toEqual([{ kind: 'close', code: 1005, reason: '' }]);
  expect(read(0x81, 0x05, 0x48)).toEqual([]);
});

test.each([
  ['a masked frame', [0x81, 0x85, 1, 2, 3, 4], 1002],
  ['a reserved bit', [0xc1, 0x00], 1002],
  ['an unknown kind', [0x83, 0x00], 1002],
  ['an unknown control', [0x8b, 0x00], 1002],
  ['a binary message', [0x82, 0x01, 0x00], 1003],
  ['a control frame in pieces', [0x09, 0x00], 1002],
  ['a long control frame', [0x89, 0x7e, 0x00, 0x7e], 1002],
  ['a piece of nothing', [0x80, 0x00], 1002],
  ['a message within another', [0x01, 0x00, 0x81, 0x00], 1002],
  ['a text that is no UTF-8', [0x81, 0x02, 0xc3, 0x28], 1007],
  ['half a close code', [0x88, 0x01, 0x03], 1002],
  ['a close code that may not be sent', [0x88, 0x02, 0x03, 0xee], 1002],
  ['a reason that is no UTF-8', [0x88, 0x03, 0x03, 0xe8, 0xff], 1007],
  ['a message past the limit', [0x81, 0x7f, 0, 0, 0, 0, 0, 2, 0, 0], 1009],
  ['the largest length there is', [0x81, 0x7f, 255, 255, 255, 255, 255, 255, 255, 255], 1009],
  [
    'pieces past the limit',
    [0x01, 0x7e, 0xff, 0xff, ...Array<number>(65_535).fill(0x78), 0x80, 0x7e, 0xff, 0xff],
    1009,
  ],
])('%s is refused', (_, bytes, code) => {
  let thrown: unknown;
  try {
    readIn(Buffer.from(bytes), bytes.length);
  } catch (fault) {
    thrown = fault;
  }
  expect(thrown).toBeInstanceOf(BadFrame);
  expect(thrown).toMatchObject({ code });
});

test.each([0, 5, 125, 126, 65_535, 65_536])('what is written is masked, with %i bytes', (length) => {
  const data = Buffer.alloc(length, 'Hello');
  const frame = writeFrame(1, data);
  const head = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  expect(frame[0]).toBe(0x81);
  expect((frame[1] ?? 0) & 0x80).toBe(0x80);
  expect(frame.length).toBe(head + 4 + length);
  const mask = frame.subarray(head, head + 4);
  const unmasked = frame.subarray(head + 4).map((byte, at) => byte ^ (mask[at % 4] ?? 0));
  expect(Buffer.from(unmasked).equals(data)).toBe(true);
  expect(writeClose(1001).length).toBe(8);
});
