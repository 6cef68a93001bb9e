/** What About says of updates, in each of its states: planted answers take the place of a feed. */
import type { Page } from '@playwright/test';
import { AppError, toProblem } from '../../../shared/errors.ts';
import type { UpdateView } from '../../../shared/window-views.ts';
import { draw, stateIs, withApp } from './base.ts';

const view: UpdateView = {
  ...{ version: '1.0.0', isOn: true, looksByItself: true, lookedAt: '2026-11-29T12:00:00.000Z', found: null },
  ...{ canInstall: true, fetching: null, fault: null },
};
export const states = {
  off: { ...view, isOn: false, lookedAt: null },
  never: { ...view, looksByItself: false, lookedAt: null },
  newest: view,
  found: { ...view, found: '1.1.0' },
  fetching: { ...view, found: '1.1.0', fetching: { percent: 40 } },
  fault: { ...view, found: '1.1.0', fault: 'The new version stopped coming; nothing was kept.' },
  link: { ...view, found: '1.1.0', canInstall: false },
} as const satisfies Record<string, UpdateView>;

const answer = (value: UpdateView) => ({ ok: true, value });
const status = { agent: null, vault: 'open', warnings: [], keys: [], bots: [], clock: [], budget: [] };

/** Each visit of About finds the next state, in the order above; the first yes fails and the second does not. */
export const updateAnswers = {
  ...stateIs('open'),
  'app.status': { ok: true, value: status },
  'keys.list': { ok: true, value: [] },
  'updates.show': { inTurn: Object.values(states).map(answer) },
  'updates.look': answer(states.never),
  'updates.accept': {
    inTurn: [{ ok: false, error: toProblem(new AppError('DISK_FULL')) }, answer(states.link)],
  },
  'updates.cancel': answer(states.found),
};

/** Opens About anew. Gives: its part on updates. */
export async function visitAbout(page: Page) {
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('link', { name: 'About Keybearer' }).click();
  const section = page.getByRole('region', { name: 'Updates' });
  await section.waitFor();
  return section;
}

export async function drawUpdates(): Promise<void> {
  await withApp({ answers: updateAnswers }, async ({ page }) => {
    for (const state of Object.keys(states)) {
      const section = await visitAbout(page);
      await section.scrollIntoViewIfNeeded();
      await draw(page, `updates-${state}`);
      if (state !== 'found') continue;
      await section.getByRole('button', { name: 'Install and restart' }).click();
      await draw(page, 'updates-question');
      await page.getByRole('button', { name: 'Cancel' }).click();
    }
  });
}
