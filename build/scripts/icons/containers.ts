/** The two files that hold an icon in several sizes: Windows' .ico and macOS' .icns, both with PNG pictures inside. */
const pngSignature = Buffer.from('89504e470d0a1a0a', 'hex');

/** Throws: Error where it is no PNG. Source: PNG specification, third edition, 5.2 and 11.2.1. */
export function pngSize(png: Buffer): { width: number; height: number } {
  const isPng = png.subarray(0, 8).equals(pngSignature) && png.toString('latin1', 12, 16) === 'IHDR';
  if (!isPng) throw new Error('that is no PNG');
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}

/** Takes: square PNGs up to 256. Source: Microsoft, "The format of icon resources"; PNG inside since Windows Vista. */
export function ico(pictures: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let at = head.length;
  for (const [n, png] of pictures.entries()) {
    const { width, height } = pngSize(png);
    const entry = 6 + 16 * n;
    // A byte holds 255 at most, so 256 is written as 0.
    head.writeUInt8(width % 256, entry);
    head.writeUInt8(height % 256, entry + 1);
    head.writeUInt16LE(1, entry + 4);
    head.writeUInt16LE(32, entry + 6);
    head.writeUInt32LE(png.length, entry + 8);
    head.writeUInt32LE(at, entry + 12);
    at += png.length;
  }
  return Buffer.concat([head, ...pictures]);
}

/** Gives: the pictures inside. Throws: Error where the file is not what it says. */
export function readIco(file: Buffer): Buffer[] {
  if (file.readUInt16LE(0) !== 0 || file.readUInt16LE(2) !== 1) throw new Error('that is no .ico');
  return Array.from({ length: file.readUInt16LE(4) }, (_, n) => {
    const entry = 6 + 16 * n;
    const [length, at] = [file.readUInt32LE(entry + 8), file.readUInt32LE(entry + 12)];
    const png = file.subarray(at, at + length);
    const { width, height } = pngSize(png);
    if (file[entry] !== width % 256 || file[entry + 1] !== height % 256)
      throw new Error(`picture ${n} has another size`);
    return png;
  });
}

/** Each type of picture and its size in pixels; where two have the same, the first is for a dense display. */
export const icnsTypes = {
  ic11: 32,
  ic12: 64,
  ic07: 128,
  ic13: 256,
  ic08: 256,
  ic14: 512,
  ic09: 512,
  ic10: 1024,
} as const;

/** Source: Apple's icns: "icns", the whole length, then type, length and data of each, all big-endian. */
export function icns(pictures: readonly (readonly [type: string, png: Buffer])[]): Buffer {
  const parts = pictures.flatMap(([type, png]) => [part(type, png.length), png]);
  const length = parts.reduce((sum, { length }) => sum + length, 8);
  return Buffer.concat([part('icns', length - 8), ...parts]);
}

function part(type: string, length: number): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32BE(length + 8, 4);
  return head;
}

/** Throws: Error where the file is not what it says. */
export function readIcns(file: Buffer): [type: string, png: Buffer][] {
  if (file.toString('latin1', 0, 4) !== 'icns' || file.readUInt32BE(4) !== file.length)
    throw new Error('that is no .icns');
  const found: [string, Buffer][] = [];
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at + 4);
    if (length < 8) throw new Error('a part of this .icns has no length');
    found.push([file.toString('latin1', at, at + 4), file.subarray(at + 8, at + length)]);
    at += length;
  }
  return found;
}
