/** News as notifications of the system. What is news, and how often, is the agent's (agent/notifier.ts). */
import { Notification } from 'electron';
import type { News } from '../../agent/news.ts';
import { type Notice, type NoticeDeps, noticeOf } from './notice.ts';

export interface NotificationDeps extends NoticeDeps {
  readonly isWanted: () => boolean;
  /** Is somebody looking at the window right now? Then it shows the news itself. */
  readonly isWatched: () => boolean;
  /** Brings the window to the front, on this page. */
  readonly show: (to: string) => void;
}

/** Shows news. */
export function notifier(deps: NotificationDeps): (news: News) => void {
  return (news) => {
    if (!deps.isWanted() || (deps.isWatched() && !deps.isLocked())) return;
    notify(noticeOf(news, deps), deps.show);
  };
}

// Until it is clicked or gone a notification must be held, or its click is collected with it.
const held = new Set<Notification>();
const mostHeld = 20;

/** Shows one; nothing happens where the system has no notifications. */
export function notify({ title, body, to }: Notice, show: (to: string) => void): void {
  if (!Notification.isSupported()) return;
  const shown = new Notification({ title, body });
  const [oldest] = held;
  if (held.size >= mostHeld && oldest !== undefined) held.delete(oldest);
  held.add(shown);
  shown.on('click', () => {
    held.delete(shown);
    show(to);
  });
  shown.show();
}
