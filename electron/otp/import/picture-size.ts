/** How large a picture says it is, from its first bytes, before anything is unpacked. */

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

const isAt = (file: Buffer, text: string, at = 0): boolean =>
  file.subarray(at, at + text.length).equals(Buffer.from(text, 'latin1'));

const kinds = {
  png: (file: Buffer) => isAt(file, '\x89PNG\r\n\x1a\n'),
  jpeg: (file: Buffer) => isAt(file, '\xff\xd8\xff'),
  gif: (file: Buffer) => isAt(file, 'GIF87a') || isAt(file, 'GIF89a'),
  bmp: (file: Buffer) => isAt(file, 'BM'),
} as const;
type Kind = keyof typeof kinds;

const names: readonly Kind[] = ['png', 'jpeg', 'gif', 'bmp'];
const kindOf = (file: Buffer): Kind | undefined => names.find((name) => kinds[name](file));

export const isPicture = (file: Buffer): boolean => kindOf(file) !== undefined;

/** Gives: undefined where the head is cut off. Source: each format's specification, the offsets beside each reader. */
export function sizeOf(file: Buffer): PictureSize | undefined {
  const kind = kindOf(file);
  return kind === undefined || file.length < leastBytes ? undefined : readers[kind](file);
}

const leastBytes = 26;

const readers: Readonly<Record<Kind, (file: Buffer) => PictureSize | undefined>> = {
  // PNG (W3C, third edition) section 11.2.1: IHDR follows the signature.
  png: (file) => ({ width: file.readUInt32BE(16), height: file.readUInt32BE(20) }),
  // GIF89a section 18: the logical screen.
  gif: (file) => ({ width: file.readUInt16LE(6), height: file.readUInt16LE(8) }),
  // BITMAPINFOHEADER; a negative height means top down.
  bmp: (file) => ({ width: Math.abs(file.readInt32LE(18)), height: Math.abs(file.readInt32LE(22)) }),
  jpeg: readJpeg,
};

/** JPEG (ITU-T T.81) annex B: segments up to a frame header, SOF0 to SOF15 but DHT, JPG and DAC. */
function readJpeg(file: Buffer): PictureSize | undefined {
  let at = 2;
  while (at + 9 < file.length) {
    if (file[at] !== 0xff) return undefined;
    const marker = file[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: file.readUInt16BE(at + 7), height: file.readUInt16BE(at + 5) };
    at += 2 + file.readUInt16BE(at + 2);
  }
  return undefined;
}
