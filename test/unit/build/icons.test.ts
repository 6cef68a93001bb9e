import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { icns, icnsTypes, ico, pngSize, readIcns, readIco } from '../../../build/scripts/icons/containers.ts';
import { appSizes, trayShapes } from '../../../build/scripts/icons/sizes.ts';

const root = resolve(import.meta.dirname, '../../..');
const made = (name: string): Buffer => readFileSync(join(root, 'build/icons/made', name));
const widths = (pictures: readonly Buffer[]) => pictures.map((png) => pngSize(png).width);

describe('the made icons', () => {
  it.each(appSizes)('have a PNG of %i', (size) => {
    expect(pngSize(made(`${size}x${size}.png`))).toEqual({ width: size, height: size });
  });

  it('have an .ico with every size that Windows asks for', () => {
    expect(widths(readIco(made('icon.ico')))).toEqual([16, 24, 32, 48, 64, 128, 256]);
  });

  it('have an .icns whose parts are as large as their types say', () => {
    const parts = readIcns(made('icon.icns'));
    expect(Object.fromEntries(parts.map(([type, png]) => [type, pngSize(png).width]))).toEqual(icnsTypes);
  });

  it.each(trayShapes)('have the tray shape %s for each system', (shape) => {
    const names = [`${shape}.png`, `${shape}@2x.png`, `${shape}Template.png`, `${shape}Template@2x.png`];
    expect(widths(names.map((name) => made(`tray/${name}`)))).toEqual([24, 48, 18, 36]);
    expect(widths(readIco(made(`tray/${shape}.ico`)))).toEqual([16, 20, 24, 32, 48]);
  });

  it('tell every state by its shape alone: no two templates are the same picture', () => {
    const pictures = trayShapes.map((shape) => made(`tray/${shape}Template@2x.png`).toString('base64'));
    expect(new Set(pictures).size).toBe(trayShapes.length);
  });

  it('are of the same drawing as the one in the window', () => {
    expect(readFileSync(join(root, 'renderer/public/icon.svg'), 'utf8')).toBe(
      readFileSync(join(root, 'build/icons/app.svg'), 'utf8'),
    );
  });
});

describe('the containers', () => {
  const picture = made('32x32.png');

  it('give back what was put in', () => {
    expect(readIco(ico([picture]))).toEqual([picture]);
    expect(readIcns(icns([['ic11', picture]]))).toEqual([['ic11', picture]]);
  });

  it('refuse what is none, is cut short, or tells another size than its picture has', () => {
    expect(() => pngSize(Buffer.from('GIF89a and some more bytes'))).toThrow('no PNG');
    expect(() => readIco(picture)).toThrow('no .ico');
    expect(() => readIcns(icns([['ic11', picture]]).subarray(0, 100))).toThrow('no .icns');
    const lying = ico([picture]);
    lying.writeUInt8(16, 6);
    expect(() => readIco(lying)).toThrow('another size');
  });
});
