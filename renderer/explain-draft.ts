/** What Explain shall begin with, where it is opened from a call. Not in the address: an exchange's words may be long. */
import { create } from 'zustand';

export interface ExplainDraft {
  readonly error: string;
  readonly key?: string;
  readonly call?: { readonly bot: string | null; readonly time: string };
}

interface Drafting {
  readonly draft: ExplainDraft | undefined;
  set(draft: ExplainDraft | undefined): void;
}

export const useExplainDraft = create<Drafting>((set) => ({ draft: undefined, set: (draft) => set({ draft }) }));
