/** The window by its keyboard alone: what a person reaches with Tab, and sees that it is reached. */
import { expect, type Locator, type Page } from '@playwright/test';

const mostStops = 90;

/** What a person sees of where the focus is. */
interface Stop {
  readonly name: string;
  readonly isThere: boolean;
  readonly isSeen: boolean;
}

/** Tabs until `target` has the focus, or something in it. Throws: where a stop on the way can't be seen, or it can't be reached. */
export async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await target.waitFor({ state: 'attached' });
  const stops: string[] = [];
  for (let left = mostStops; left > 0; left -= 1) {
    const stop = await target.evaluate(lookAtFocus);
    stops.push(stop.name);
    if (!stop.isSeen) throw new Error(`the focus can't be seen on ${stop.name}, after ${stops.join(' > ')}`);
    if (stop.isThere) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${target} can't be reached: ${stops.join(' > ')}`);
}

/** Tabs to a button, a link or a field and presses a key there. */
export async function press(page: Page, target: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

/** Presses a key that may close the window: it can be gone before the key is up again. */
export async function pressLast(page: Page, key: string): Promise<void> {
  await page.keyboard.press(key).catch((fault) => {
    if (!page.isClosed()) throw fault;
  });
}

/** Tabs to a field and types in place of what it holds. */
export async function type(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(text);
}

/** Tabs into a group of radios and goes to one of them with the arrows. */
export async function choose(page: Page, group: Locator, name: string | RegExp): Promise<void> {
  await tabTo(page, group);
  const radio = group.getByRole('radio', { name });
  for (let left = await group.getByRole('radio').count(); left > 0; left -= 1) {
    if (await radio.isChecked()) return;
    await page.keyboard.press('ArrowDown');
  }
  await expect(radio).toBeChecked();
}

/** Tabs into a table and goes to the row that holds `text` with the arrows. */
export async function toRow(page: Page, table: Locator, text: string): Promise<void> {
  await tabTo(page, table);
  const row = table.getByRole('row').filter({ hasText: text });
  await row.waitFor();
  for (let left = await table.getByRole('row').count(); left > 0; left -= 1) {
    const stop = await row.evaluate(lookAtFocus);
    if (!stop.isSeen) throw new Error(`the focus can't be seen on ${stop.name}`);
    if (stop.isThere) return;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`the row of ${text} can't be reached`);
}

/** Opens a dialog by its button, closes it with Escape, and sees that the button has the focus again. */
export async function openAndEscape(page: Page, button: Locator): Promise<void> {
  await press(page, button);
  const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'));
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(button).toBeFocused();
}

/** Runs in the page. A ring or another ground, in sight: on what has the focus, on what stands for it, or on the row that it is in. */
function lookAtFocus(target: Element): Stop {
  const { activeElement: active } = document;
  if (active === null || active === document.body) return { name: 'the page', isThere: false, isSeen: true };
  const described = active.getAttribute('aria-activedescendant');
  const chosen = described === null ? null : document.getElementById(described);
  const label = active.closest('label');
  // What a page gives the focus to so that Tab goes on there is no stop of its own.
  if (active.getAttribute('tabindex') === '-1' && active.matches('main, p, [role=dialog], [role=alertdialog]'))
    return { name: active.tagName.toLowerCase(), isThere: false, isSeen: true };
  const ringed = active.closest('[data-focus-visible]');
  const shown = [active, chosen, label, ringed, active.parentElement, ...(label?.querySelectorAll('*') ?? [])];
  const isSeen = shown.some((one) => {
    if (one === null || one === undefined) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    const box = one.getBoundingClientRect();
    const isInSight =
      box.width > 3 &&
      box.height > 3 &&
      box.bottom > 0 &&
      box.right > 0 &&
      box.top < innerHeight &&
      box.left < innerWidth;
    return isInSight && outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
  });
  const name = (active.getAttribute('aria-label') ?? label?.innerText ?? active.textContent ?? '').trim().slice(0, 40);
  return {
    name: `${active.tagName.toLowerCase()} "${name}"`,
    isThere: target === active || target.contains(active),
    isSeen,
  };
}
