/** `npm run icons`: every size of every icon, drawn by Chromium from build/icons/*.svg and checked. */
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from '@playwright/test';
import { getBrowser } from './browser.ts';
import { icns, icnsTypes, ico, pngSize } from './icons/containers.ts';
import { appSizes, trayShapes, windowsSizes, windowsTraySizes } from './icons/sizes.ts';

const root = join(import.meta.dirname, '../..');
const source = join(root, 'build/icons');
const made = join(source, 'made');

/** Beside its shape each state has a tile of its own, where the system does not colour the icon itself. */
const tiles: Readonly<Record<(typeof trayShapes)[number], string>> = {
  open: '#2f5fd0',
  asking: '#2f5fd0',
  paused: '#6b7280',
  sealed: '#4b5563',
};

if (import.meta.main) await drawAll();

async function drawAll(): Promise<void> {
  const browser = await chromium.launch({ executablePath: await getBrowser(), args: ['--no-sandbox'] });
  rmSync(made, { recursive: true, force: true });
  mkdirSync(join(made, 'tray'), { recursive: true });
  try {
    await drawApp(browser);
    for (const shape of trayShapes) await drawTray(browser, shape);
  } finally {
    await browser.close();
  }
  copyFileSync(join(source, 'app.svg'), join(root, 'renderer/public/icon.svg'));
  console.error(`Icons are in ${made}.`);
}

async function drawApp(browser: Browser): Promise<void> {
  const svg = readFileSync(join(source, 'app.svg'), 'utf8');
  const pictures = new Map<number, Buffer>();
  for (const size of appSizes) {
    const png = await draw(browser, svg, size);
    pictures.set(size, png);
    writeFileSync(join(made, `${size}x${size}.png`), png);
  }
  const of = (size: number): Buffer => pictures.get(size) ?? Buffer.alloc(0);
  writeFileSync(join(made, 'icon.ico'), ico(windowsSizes.map(of)));
  writeFileSync(join(made, 'icon.icns'), icns(Object.entries(icnsTypes).map(([type, size]) => [type, of(size)])));
}

async function drawTray(browser: Browser, shape: (typeof trayShapes)[number]): Promise<void> {
  const glyph = readFileSync(join(source, 'tray', `${shape}.svg`), 'utf8');
  const tile = onTile(glyph, tiles[shape]);
  const put = (name: string, bytes: Buffer) => writeFileSync(join(made, 'tray', name), bytes);
  // Linux: 24 points, and twice that for dense displays. macOS: 18 points, black, which it colours itself.
  put(`${shape}.png`, await draw(browser, tile, 24));
  put(`${shape}@2x.png`, await draw(browser, tile, 48));
  put(`${shape}Template.png`, await draw(browser, glyph, 18));
  put(`${shape}Template@2x.png`, await draw(browser, glyph, 36));
  const pictures: Buffer[] = [];
  for (const size of windowsTraySizes) pictures.push(await draw(browser, tile, size));
  put(`${shape}.ico`, ico(pictures));
}

/** White on a tile of its own, so that it is seen on a dark panel and on a light one. */
function onTile(glyph: string, colour: string): string {
  const inner = glyph.replace(/^<svg[^>]*>|<\/svg>\s*$/g, '');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="5.5" fill="${colour}"/><g transform="translate(3 3) scale(.75)" style="color:#fff;--dot:#ffb938">${inner}</g></svg>`;
}

/** Throws: Error where Chromium's picture is not of this size. */
async function draw(browser: Browser, svg: string, size: number): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const sized = svg.replace('<svg ', `<svg width="${size}" height="${size}" `);
  await page.setContent(`<style>body{margin:0;background:transparent}svg{display:block}</style>${sized}`);
  const png = await page.screenshot({ omitBackground: true });
  await page.close();
  const { width, height } = pngSize(png);
  if (width !== size || height !== size) throw new Error(`a picture of ${size} came out as ${width}x${height}`);
  return png;
}
