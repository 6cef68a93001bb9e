/** The application's menu: on a Mac always there, elsewhere behind Alt and for its keys. */
import type { MenuItemConstructorOptions } from 'electron';
import { words } from './words.ts';

export interface MenuDeps {
  readonly platform: NodeJS.Platform;
  /** A release has no reload and no developer tools. */
  readonly isRelease: boolean;
  readonly lock: () => void;
  readonly go: (to: string) => void;
  /** By steps of Chromium's zoom; 0 is back to 100 %. */
  readonly zoom: (steps: -1 | 0 | 1) => void;
  readonly quit: () => void;
}

const line = { type: 'separator' } as const;

export function menuTemplate(deps: MenuDeps): MenuItemConstructorOptions[] {
  const isMac = deps.platform === 'darwin';
  return [
    ...(isMac ? [{ label: words.name, submenu: appItems(deps) }] : []),
    { label: words.menu.file, submenu: fileItems(deps, isMac) },
    { label: words.menu.edit, submenu: editItems },
    { label: words.menu.view, submenu: viewItems(deps) },
    ...(isMac ? [{ role: 'windowMenu' } as const] : []),
    ...(deps.isRelease ? [] : [{ label: words.menu.developer, submenu: developerItems }]),
  ];
}

const settingsItem = ({ go }: MenuDeps) => ({
  label: words.menu.settings,
  accelerator: 'CommandOrControl+,',
  click: () => go('#/settings'),
});

const quitItem = ({ quit }: MenuDeps) => ({ label: words.menu.quit, accelerator: 'CommandOrControl+Q', click: quit });

const appItems = (deps: MenuDeps): MenuItemConstructorOptions[] => [
  { label: words.menu.about, click: () => deps.go('#/about') },
  line,
  settingsItem(deps),
  line,
  { role: 'services' },
  line,
  { role: 'hide' },
  { role: 'hideOthers' },
  { role: 'unhide' },
  line,
  quitItem(deps),
];

const fileItems = (deps: MenuDeps, isMac: boolean): MenuItemConstructorOptions[] => [
  { label: words.menu.addKey, accelerator: 'CommandOrControl+N', click: () => deps.go('#/add-key') },
  { label: words.menu.connectBot, click: () => deps.go('#/connect-bot') },
  line,
  { label: words.tray.lock, accelerator: 'CommandOrControl+L', click: deps.lock },
  ...(isMac ? [] : [settingsItem(deps)]),
  line,
  { label: words.menu.closeWindow, role: 'close' },
  ...(isMac ? [] : [{ label: words.menu.about, click: () => deps.go('#/about') }, line, quitItem(deps)]),
];

const editItems: MenuItemConstructorOptions[] = [
  { role: 'undo' },
  { role: 'redo' },
  line,
  { role: 'cut' },
  { role: 'copy' },
  { role: 'paste' },
  { role: 'delete' },
  { role: 'selectAll' },
];

const viewItems = ({ go, zoom }: MenuDeps): MenuItemConstructorOptions[] => [
  { label: words.menu.search, accelerator: 'CommandOrControl+K', click: () => go('#/search') },
  line,
  { label: words.menu.zoomReset, accelerator: 'CommandOrControl+0', click: () => zoom(0) },
  { label: words.menu.zoomIn, accelerator: 'CommandOrControl+Plus', click: () => zoom(1) },
  // The key without Shift, and the one of the number pad.
  { label: words.menu.zoomIn, accelerator: 'CommandOrControl+=', click: () => zoom(1), visible: false },
  { label: words.menu.zoomIn, accelerator: 'CommandOrControl+numadd', click: () => zoom(1), visible: false },
  { label: words.menu.zoomOut, accelerator: 'CommandOrControl+-', click: () => zoom(-1) },
  { label: words.menu.zoomOut, accelerator: 'CommandOrControl+numsub', click: () => zoom(-1), visible: false },
  line,
  { role: 'togglefullscreen' },
];

const developerItems: MenuItemConstructorOptions[] = [{ role: 'reload' }, { role: 'toggleDevTools' }];
