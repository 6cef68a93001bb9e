import { desk, type SeenItem } from './desk.ts';

interface Template {
  readonly label?: string;
  readonly role?: string;
  readonly type?: string;
  readonly accelerator?: string;
  readonly enabled?: boolean;
  readonly visible?: boolean;
  readonly submenu?: readonly Template[];
  readonly click?: () => void;
}

/** Electron's `Menu`: drawn as words in `seen.json`; its keys do nothing here. */
export class Menu {
  static #application: Menu | null = null;
  readonly #template: readonly Template[];

  constructor(template: readonly Template[] = []) {
    this.#template = template;
  }

  static buildFromTemplate = (template: readonly Template[]): Menu => new Menu(template);
  static getApplicationMenu = (): Menu | null => Menu.#application;
  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu;
    desk.see({ menu: menu?.seen() ?? [] });
  }

  seen = (): SeenItem[] => drawn(this.#template);

  /** Clicks the item with this label. Throws: Error where there is none to click. */
  click(label: string): void {
    const item = all(this.#template).find((item) => item.label === label && item.click !== undefined);
    if (item?.click === undefined || item.enabled === false) throw new Error(`no menu item "${label}" to click`);
    item.click();
  }
}

const all = (items: readonly Template[]): Template[] => items.flatMap((item) => [item, ...all(item.submenu ?? [])]);

const drawn = (items: readonly Template[]): SeenItem[] =>
  items
    .filter(({ type, visible }) => type !== 'separator' && visible !== false)
    .map(({ label, role, accelerator, enabled = true, submenu }) => ({
      ...{ label: label ?? role ?? '', enabled },
      ...(accelerator === undefined ? {} : { accelerator }),
      ...(submenu === undefined ? {} : { items: drawn(submenu) }),
    }));

desk.on('deed', ({ menu }) => {
  if (menu !== undefined) Menu.getApplicationMenu()?.click(menu);
});
