/** Every string of the window, in one catalogue: `t('keys.title')`. A file a page in `strings/`. */
import i18next, { type TOptions } from 'i18next';
import { about } from './strings/about.ts';
import { approvals } from './strings/approvals.ts';
import { bots } from './strings/bots.ts';
import { calls } from './strings/calls.ts';
import { common } from './strings/common.ts';
import { exchanges } from './strings/exchanges.ts';
import { explain } from './strings/explain.ts';
import { frame } from './strings/frame.ts';
import { keys } from './strings/keys.ts';
import { model } from './strings/model.ts';
import { protect } from './strings/protect.ts';
import { recovery } from './strings/recovery.ts';
import { settings } from './strings/settings.ts';
import { setup } from './strings/setup.ts';
import { unlock } from './strings/unlock.ts';
import { welcome } from './strings/welcome.ts';

const english = {
  ...{ about, approvals, bots, calls, common, exchanges, explain },
  ...{ frame, keys, model, protect, recovery, settings, setup, unlock, welcome },
} as const;

/** The paths of a tree's leaves; of `calls_one` and `calls_other`, `calls`. */
type Paths<T> = {
  [K in keyof T & string]: T[K] extends string ? Plain<K> : `${K}.${Paths<T[K]>}`;
}[keyof T & string];
type Plain<K extends string> = K extends `${infer Name}_one` | `${infer Name}_other` ? Name : K;
export type StringId = Paths<typeof english>;

const catalogue = i18next.createInstance();
void catalogue.init({
  lng: 'en',
  resources: { en: { translation: english } },
  // React escapes what it draws.
  interpolation: { escapeValue: false },
  initAsync: false,
});

/** The words of an id. Takes: values for its `{{names}}`; `count` chooses between `_one` and `_other`. */
export const t = (id: StringId, values: TOptions = {}): string => catalogue.t(id, values);
