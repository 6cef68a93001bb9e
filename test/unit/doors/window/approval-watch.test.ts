import { beforeEach, expect, it } from 'vitest';
import { ApprovalWindow } from '../../../../electron/doors/window/approval-watch.ts';

class FakeWindow {
  #closed: () => void = () => undefined;
  isGone = false;
  isDestroyed = () => this.isGone;
  on = (_event: 'closed', listener: () => void) => {
    this.#closed = listener;
  };
  close(): void {
    this.isGone = true;
    this.#closed();
  }
}

let waiting: string[] = [];
let isLocked = false;
let opened: FakeWindow[] = [];
let questions: ApprovalWindow<FakeWindow>;
const isOpen = () => questions.current !== undefined;

beforeEach(() => {
  waiting = [];
  isLocked = false;
  opened = [];
  questions = new ApprovalWindow({
    waiting: () => waiting,
    isLocked: () => isLocked,
    open: () => {
      const window = new FakeWindow();
      opened.push(window);
      return window;
    },
  });
});

it('is there while a question waits, once for all of them, and gone with the last', () => {
  questions.refresh();
  expect(isOpen()).toBe(false);
  waiting = ['a'];
  questions.refresh();
  waiting = ['a', 'b'];
  questions.refresh();
  expect([isOpen(), opened.length]).toEqual([true, 1]);
  waiting = ['b'];
  questions.refresh();
  expect(isOpen()).toBe(true);
  waiting = [];
  questions.refresh();
  expect([isOpen(), opened[0]?.isGone]).toEqual([false, true]);
});

it('closes when the main window is locked, and comes back with the question when it is unlocked', () => {
  waiting = ['a'];
  questions.refresh();
  isLocked = true;
  questions.refresh();
  expect(isOpen()).toBe(false);
  waiting = ['a', 'b'];
  questions.refresh();
  expect(isOpen()).toBe(false);
  isLocked = false;
  questions.refresh();
  expect([isOpen(), opened.length]).toEqual([true, 2]);
});

it('does not come back on its own for what somebody closed it on, but for a new question', () => {
  waiting = ['a'];
  questions.refresh();
  opened[0]?.close();
  questions.refresh();
  expect([isOpen(), opened.length]).toEqual([false, 1]);
  waiting = ['a', 'b'];
  questions.refresh();
  expect([isOpen(), opened.length]).toEqual([true, 2]);
});
