/** WebSocket frames. Source: RFC 6455 sections 5 and 7.4; a client masks what it sends and takes nothing masked. */
import { randomBytes } from 'node:crypto';

export type Message =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'ping' | 'pong'; readonly data: Buffer }
  | { readonly kind: 'close'; readonly code: number; readonly reason: string };

/** What is against the protocol. `code` is what the connection is closed with. */
export class BadFrame extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export const opcodes = { continuation: 0, text: 1, close: 8, ping: 9, pong: 10 } as const;
const binary = 2;
const maxControlBytes = 125;
/** No status was given. */
const noStatus = 1005;

/** Reads a stream of bytes as messages, whichever pieces they come in. */
export class FrameReader {
  readonly #maxBytes: number;
  #rest: Buffer[] = [];
  #length = 0;
  /** The pieces of a message whose last one has not come. */
  #parts: Buffer[] | undefined;
  #partBytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Gives: the messages that are complete now. Throws: BadFrame. */
  push(bytes: Buffer): Message[] {
    this.#rest.push(bytes);
    this.#length += bytes.length;
    const messages: Message[] = [];
    for (;;) {
      const frame = this.#frame();
      if (frame === undefined) return messages;
      const message = this.#take(frame.isLast, frame.opcode, frame.data);
      if (message !== undefined) messages.push(message);
    }
  }

  #frame(): { readonly isLast: boolean; readonly opcode: number; readonly data: Buffer } | undefined {
    const head = this.#peek(Math.min(this.#length, 10));
    const [first, second] = head;
    if (first === undefined || second === undefined) return undefined;
    if ((first & 0x70) !== 0) throw new BadFrame(1002, 'A frame has bits set that nobody agreed on.');
    if ((second & 0x80) !== 0) throw new BadFrame(1002, 'A frame of the server is masked.');
    const size = sizeOf(head, second & 0x7f);
    if (size === undefined) return undefined;
    const [opcode, isLast] = [first & 0x0f, (first & 0x80) !== 0];
    if (opcode >= 8 && (size.bytes > maxControlBytes || !isLast))
      throw new BadFrame(1002, 'A control frame is too long or in pieces.');
    if (size.bytes + this.#partBytes > this.#maxBytes)
      throw new BadFrame(1009, `A message is larger than ${this.#maxBytes} bytes.`);
    if (this.#length < size.head + size.bytes) return undefined;
    const all = this.#peek(this.#length);
    this.#rest = [all.subarray(size.head + size.bytes)];
    this.#length -= size.head + size.bytes;
    return { isLast, opcode, data: all.subarray(size.head, size.head + size.bytes) };
  }

  /** The first bytes of what has come; joins the pieces only where it must. */
  #peek(bytes: number): Buffer {
    const [first] = this.#rest;
    if (first === undefined) return Buffer.alloc(0);
    if (first.length < bytes) this.#rest = [Buffer.concat(this.#rest)];
    return this.#rest[0] ?? first;
  }

  #take(isLast: boolean, opcode: number, data: Buffer): Message | undefined {
    if (opcode >= 8) return control(opcode, data);
    if (opcode === binary) throw new BadFrame(1003, 'The agent sends text, and this is none.');
    if (opcode !== opcodes.text && opcode !== opcodes.continuation)
      throw new BadFrame(1002, `There is no frame of kind ${opcode}.`);
    if ((opcode === opcodes.continuation) !== (this.#parts !== undefined))
      throw new BadFrame(1002, 'A message begins within another, or goes on without having begun.');
    const parts = [...(this.#parts ?? []), data];
    this.#parts = isLast ? undefined : parts;
    this.#partBytes = isLast ? 0 : this.#partBytes + data.length;
    return isLast ? { kind: 'text', text: readText(Buffer.concat(parts), 1007) } : undefined;
  }
}

function sizeOf(head: Buffer, short: number): { readonly head: number; readonly bytes: number } | undefined {
  if (short < 126) return { head: 2, bytes: short };
  if (short === 126) return head.length < 4 ? undefined : { head: 4, bytes: head.readUInt16BE(2) };
  if (head.length < 10) return undefined;
  const bytes = head.readBigUInt64BE(2);
  // Past what a number holds it is past any limit as well.
  return { head: 10, bytes: Number(bytes) };
}

function control(opcode: number, data: Buffer): Message {
  if (opcode === opcodes.ping) return { kind: 'ping', data };
  if (opcode === opcodes.pong) return { kind: 'pong', data };
  if (opcode !== opcodes.close) throw new BadFrame(1002, `There is no frame of kind ${opcode}.`);
  if (data.length === 0) return { kind: 'close', code: noStatus, reason: '' };
  const code = data.length < 2 ? 0 : data.readUInt16BE(0);
  const isKnown =
    (code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code)) || (code >= 3000 && code <= 4999);
  if (!isKnown) throw new BadFrame(1002, 'A close frame has no code that may be sent.');
  return { kind: 'close', code, reason: readText(data.subarray(2), 1007) };
}

function readText(bytes: Buffer, code: number): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new BadFrame(code, 'A text is not UTF-8.');
  }
}

/** A whole frame, masked. */
export function writeFrame(opcode: number, data: Buffer): Buffer {
  const mask = randomBytes(4);
  const size =
    data.length < 126
      ? [0x80 | data.length]
      : data.length < 65_536
        ? [0x80 | 126, data.length >> 8, data.length & 0xff]
        : undefined;
  const head = Buffer.from([0x80 | opcode, ...(size ?? [0x80 | 127, 0, 0, 0, 0, 0, 0, 0, 0])]);
  if (size === undefined) head.writeBigUInt64BE(BigInt(data.length), 2);
  const masked = Buffer.from(data);
  for (let at = 0; at < masked.length; at += 1) masked[at] = (masked[at] ?? 0) ^ (mask[at & 3] ?? 0);
  return Buffer.concat([head, mask, masked]);
}

export function writeClose(code: number): Buffer {
  const data = Buffer.alloc(2);
  data.writeUInt16BE(code);
  return writeFrame(opcodes.close, data);
}
