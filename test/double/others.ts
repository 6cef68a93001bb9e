/** The rest of what the desktop app touches. */
import { EventEmitter } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { desk } from './desk.ts';

const say = (text: string): unknown => process.stderr.write(`[double] ${text}\n`);

/** Buttons that a test pressed before their box was there. */
const pressed: number[] = [];
const waiting: ((response: number) => void)[] = [];
desk.on('deed', ({ box }) => {
  if (box === undefined) return;
  const answer = waiting.shift();
  if (answer === undefined) pressed.push(box);
  else answer(box);
});

export interface Box {
  readonly message: string;
  readonly detail?: string;
}

const see = (message: string, detail: string): void => desk.see({ boxes: [...desk.seen.boxes, { message, detail }] });

export const dialog = {
  showErrorBox(title: string, content: string): void {
    say(`error box: ${title}: ${content}`);
    see(title, content);
  },
  /** The answer is in the file that DOUBLE_SAVE names: a path, or nothing, which closes the dialog. */
  showSaveDialog: async (...asked: readonly unknown[]): Promise<{ canceled: boolean; filePath: string }> => {
    const proposed = asked.at(-1);
    say(`save dialog: ${JSON.stringify(proposed)}`);
    const answer = process.env['DOUBLE_SAVE'];
    const filePath = answer && existsSync(answer) ? readFileSync(answer, 'utf8') : '';
    return { canceled: filePath === '', filePath };
  },
  /** Answered by a deed `box`; without a desk by the first button. */
  showMessageBox({ message, detail = '' }: Box): Promise<{ response: number }> {
    see(message, detail);
    const response = process.env['DOUBLE_DESK'] ? pressed.shift() : 0;
    if (response !== undefined) return Promise.resolve({ response });
    return new Promise((done) => waiting.push((response) => done({ response })));
  },
};

export const shell = {
  async openExternal(url: string): Promise<void> {
    say(`openExternal ${url}`);
    desk.see({ opened: [...desk.seen.opened, url] });
  },
  openPath: async (): Promise<string> => '',
};

export const nativeTheme = Object.assign(new EventEmitter(), { themeSource: 'system', shouldUseDarkColors: false });

/** Keeps its text, and writes it to the file that DOUBLE_CLIPBOARD names, so that a test can look. */
export const clipboard = {
  writeText: async (text: string): Promise<void> => {
    desk.see({ clipboard: text });
    const path = process.env['DOUBLE_CLIPBOARD'];
    if (path) writeFileSync(path, text);
  },
  readText: async (): Promise<string> => desk.seen.clipboard,
  clear: (): void => void clipboard.writeText(''),
};

/** One display, or those that DOUBLE_DISPLAYS lists: `[{"x":0,"y":0,"width":1920,"height":1080}]`. */
const displays = JSON.parse(process.env['DOUBLE_DISPLAYS'] || '[{"x":0,"y":0,"width":1920,"height":1080}]').map(
  (area: object, id: number) => ({ id, bounds: area, workArea: area }),
);
export const screen = Object.assign(new EventEmitter(), {
  getAllDisplays: () => displays,
  getPrimaryDisplay: () => displays[0],
});
