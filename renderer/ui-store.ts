/** What the window shows over its pages: the palette, the panic question, and what was just done. */
import { create } from 'zustand';

export interface Toast {
  readonly id: number;
  readonly tone: 'good' | 'warn' | 'bad';
  readonly text: string;
}

interface Ui {
  readonly over: 'palette' | 'panic' | null;
  readonly toasts: readonly Toast[];
  show(over: Ui['over']): void;
  say(tone: Toast['tone'], text: string): void;
  dismiss(id: number): void;
}

let lastToast = 0;

export const useUi = create<Ui>((set) => ({
  over: null,
  toasts: [],
  show: (over) => set({ over }),
  say: (tone, text) => {
    lastToast += 1;
    const toast = { id: lastToast, tone, text };
    set(({ toasts }) => ({ toasts: [...toasts.slice(-2), toast] }));
  },
  dismiss: (id) => set(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) })),
}));
