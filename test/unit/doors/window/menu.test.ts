import { describe, expect, it } from 'vitest';
import { menuTemplate } from '../../../../electron/doors/window/menu.ts';

function menuOn(platform: NodeJS.Platform, isRelease = true) {
  const done: unknown[] = [];
  const template = menuTemplate({
    ...{ platform, isRelease },
    lock: () => done.push('lock'),
    go: (to) => done.push(to),
    zoom: (steps) => done.push(steps),
    quit: () => done.push('quit'),
  });
  return { items: flat(template), done, top: template.map(({ label, role }) => label ?? role) };
}

type MenuItemConstructorOptions = ReturnType<typeof menuTemplate>[number];

function flat(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])]);
}

const systems = ['linux', 'win32', 'darwin'] as const;

describe('the menu', () => {
  it.each(systems)('of a release on %s has neither reload nor developer tools', (platform) => {
    const roles = menuOn(platform).items.map(({ role }) => role);
    expect(roles.filter((role) => /reload|devtools/i.test(role ?? ''))).toEqual([]);
    expect(menuOn(platform, false).items.map(({ role }) => role)).toContain('toggleDevTools');
  });

  it.each(systems)('on %s edits, and has each key once', (platform) => {
    const { items } = menuOn(platform);
    expect(items.map(({ role }) => role)).toEqual(
      expect.arrayContaining(['undo', 'cut', 'copy', 'paste', 'selectAll']),
    );
    const keys = items.flatMap(({ accelerator }) => (accelerator === undefined ? [] : [accelerator]));
    expect(new Set(keys).size).toBe(keys.length);
    const wanted = ['L', 'K', ',', 'Q', '0', 'Plus', '-'].map((key) => `CommandOrControl+${key}`);
    expect(keys).toEqual(expect.arrayContaining(wanted));
  });

  it('on a Mac begins with the app and has the window menu', () => {
    expect(menuOn('darwin').top).toEqual(['Keybearer', 'File', 'Edit', 'View', 'windowMenu']);
    expect(menuOn('linux').top).toEqual(['File', 'Edit', 'View']);
  });

  it('does what its words say', () => {
    const { items, done } = menuOn('linux');
    for (const { click } of items) Reflect.apply(click ?? (() => undefined), undefined, []);
    expect(done).toEqual([
      ...['#/add-key', '#/connect-bot', 'lock', '#/settings', '#/about', 'quit'],
      ...['#/search', 0, 1, 1, 1, -1, -1],
    ]);
  });
});
