/** What every drawing needs: the app for a while, and a picture in both themes. */
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { type AppOptions, type DesktopApp, startApp } from '../app.ts';

export const out = join(import.meta.dirname, '../../../out/screenshots');
export const wide = { width: 1180, height: 760 };
export const tall = { width: 1180, height: 900 };
export const narrow = { width: 900, height: 600 };

export async function withApp(options: AppOptions, use: (app: DesktopApp) => Promise<void>): Promise<void> {
  const app = await startApp(options);
  try {
    await app.page.setViewportSize(wide);
    await use(app);
  } finally {
    await app.close();
  }
}

/** Two pictures, light and dark: `out/screenshots/NAME-light.png`. */
export async function draw(page: Page, name: string, size = wide): Promise<void> {
  await page.setViewportSize(size);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.screenshot({ path: join(out, `${name}-${colorScheme}.png`) });
  }
  await page.setViewportSize(wide);
}

/** A planted state of the window. */
export function stateIs(vault: 'open' | 'sealed', note: string | null = null): Record<string, unknown> {
  return { 'window.state': { ok: true, value: { vault, isLocked: false, note } } };
}
