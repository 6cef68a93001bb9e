/** The rest of what the desktop app touches; what a person would see is said on standard error instead. */
import { EventEmitter } from 'node:events';

const say = (text: string): unknown => process.stderr.write(`[double] ${text}\n`);

export const dialog = {
  showErrorBox: (title: string, content: string): unknown => say(`error box: ${title}: ${content}`),
  /** The place that a person would choose, where the test names one. */
  showSaveDialog: async (): Promise<{ canceled: boolean; filePath: string }> => {
    const filePath = process.env['DOUBLE_SAVE_AS'] ?? '';
    return { canceled: filePath === '', filePath };
  },
  showMessageBox: async (): Promise<{ response: number }> => ({ response: 0 }),
};

export const Menu = { setApplicationMenu: (): void => undefined, buildFromTemplate: (): object => ({}) };

export const shell = {
  openExternal: async (url: string): Promise<unknown> => say(`openExternal ${url}`),
  openPath: async (): Promise<string> => '',
};

export const nativeTheme = Object.assign(new EventEmitter(), { themeSource: 'system', shouldUseDarkColors: false });

export const clipboard = { writeText: (): void => undefined, readText: (): string => '', clear: (): void => undefined };

export class Tray extends EventEmitter {}

export class Notification extends EventEmitter {
  show(): void {}
}
