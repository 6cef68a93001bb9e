import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type Axe from 'axe-core';

declare global {
  interface Window {
    axe?: typeof Axe;
  }
}

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * What axe calls serious or critical on the page that is shown, as one line each. It is put into a document once: done
 * for every look, as its package for Playwright does it, that took five times as long as the looking.
 */
export async function axe(page: Page): Promise<string[]> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  if (await page.evaluate(() => window.axe === undefined)) await page.evaluate(source);
  const found = await page.evaluate(async () => {
    if (window.axe === undefined) throw new Error('axe is not in the page');
    const { violations, passes } = await window.axe.run(document, { resultTypes: ['violations'] });
    return { violations, looked: violations.length + passes.length };
  });
  if (found.looked === 0) throw new Error('axe looked at nothing');
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, html }) => `${page.url()} ${id}: ${target.join(' ')} ${html.slice(0, 120)}`),
    );
}
