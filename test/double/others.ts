/** The rest of what the desktop app touches; what a person would see is said on standard error instead. */
import { EventEmitter } from 'node:events';
import { writeFileSync } from 'node:fs';

const say = (text: string): unknown => process.stderr.write(`[double] ${text}\n`);

export const dialog = {
  showErrorBox: (title: string, content: string): unknown => say(`error box: ${title}: ${content}`),
  showMessageBox: async (): Promise<{ response: number }> => ({ response: 0 }),
};

export const Menu = { setApplicationMenu: (): void => undefined, buildFromTemplate: (): object => ({}) };

export const shell = {
  openExternal: async (url: string): Promise<unknown> => say(`openExternal ${url}`),
  openPath: async (): Promise<string> => '',
};

export const nativeTheme = Object.assign(new EventEmitter(), { themeSource: 'system', shouldUseDarkColors: false });

let copied = '';
/** Keeps its text, and writes it to the file that DOUBLE_CLIPBOARD names, so that a test can look. */
export const clipboard = {
  writeText: async (text: string): Promise<void> => {
    copied = text;
    const path = process.env['DOUBLE_CLIPBOARD'];
    if (path) writeFileSync(path, text);
  },
  readText: async (): Promise<string> => copied,
  clear: (): void => void clipboard.writeText(''),
};

export class Tray extends EventEmitter {}

export class Notification extends EventEmitter {
  show(): void {}
}
