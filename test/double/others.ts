/** The rest of what the desktop app touches; what a person would see is said on standard error instead. */
import { EventEmitter } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';

const say = (text: string): unknown => process.stderr.write(`[double] ${text}\n`);

export const dialog = {
  showErrorBox: (title: string, content: string): unknown => say(`error box: ${title}: ${content}`),
  /** The answer is in the file that DOUBLE_SAVE names: a path, or nothing, which closes the dialog. */
  showSaveDialog: async (...asked: readonly unknown[]): Promise<{ canceled: boolean; filePath: string }> => {
    const proposed = asked.at(-1);
    say(`save dialog: ${JSON.stringify(proposed)}`);
    const answer = process.env['DOUBLE_SAVE'];
    const filePath = answer && existsSync(answer) ? readFileSync(answer, 'utf8') : '';
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
