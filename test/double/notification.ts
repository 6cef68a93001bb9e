import { EventEmitter } from 'node:events';
import { desk } from './desk.ts';

const shown: Notification[] = [];

/** Electron's `Notification`: shown in `seen.json`, clicked by its number. */
export class Notification extends EventEmitter {
  static isSupported = (): boolean => true;
  readonly #words: { readonly title: string; readonly body: string };

  constructor({ title = '', body = '' }: { readonly title?: string; readonly body?: string } = {}) {
    super();
    this.#words = { title, body };
  }

  show(): void {
    shown.push(this);
    desk.see({ notifications: [...desk.seen.notifications, this.#words] });
  }

  close(): void {
    this.emit('close');
  }
}

desk.on('deed', ({ notification }) => {
  if (notification === undefined) return;
  const clicked = shown[notification];
  if (clicked === undefined) throw new Error(`there is no notification ${notification}`);
  clicked.emit('click');
});
