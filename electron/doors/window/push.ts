import { type WindowPush, windowChannel } from '../../../shared/window-api.ts';
import type { Agent } from '../../agent/ports.ts';

/** A window's page, as far as pushes need it. */
export interface Page {
  isDestroyed(): boolean;
  readonly webContents: { send(channel: string, push: WindowPush): void };
}

/** Tells every open window what is new. Gives: what ends it. */
export function pushTo(agent: Pick<Agent, 'subscribe'>, pages: () => readonly Page[]): () => void {
  return agent.subscribe((event) => {
    for (const page of pages()) if (!page.isDestroyed()) page.webContents.send(windowChannel, event);
  });
}
