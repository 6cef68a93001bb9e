/** News in the words of a notification. */
import type { News } from '../../agent/news.ts';
import type { Agent } from '../../agent/ports.ts';
import { words } from './words.ts';

export interface Notice {
  readonly title: string;
  readonly body: string;
  /** The page that it is about. */
  readonly to: string;
}

export interface NoticeDeps {
  readonly agent: Pick<Agent, 'status'>;
  readonly isLocked: () => boolean;
}

/** What is said of news. While the window is locked, no name, no amount and no symbol. */
export function noticeOf(news: News, { agent, isLocked }: NoticeDeps): Notice {
  const title = words.news[news.event];
  return { title, body: isLocked() ? words.lockedNews : news.text, to: pageOf(news, agent) };
}

function pageOf({ event, bot, key, call }: News, agent: Pick<Agent, 'status'>): string {
  if (event === 'approval-waiting') return '#/approvals';
  const { bots, keys } = agent.status(undefined);
  if (event === 'bot-paused') return within('#/bots', bots.find(({ name }) => name === bot)?.id);
  if (event === 'outcome-unknown') return within('#/calls', call);
  return within('#/keys', keys.find(({ label }) => label === key)?.id);
}

const within = (page: string, id: string | undefined): string => (id === undefined ? page : `${page}/${id}`);
