/** Where the user is, kept in the address's hash so that back and forward work. */
import { useSyncExternalStore } from 'react';
import { useUi } from './ui-store.ts';

/** Was this window opened for the questions? It stays what it is, wherever else the address goes. */
export const isApprovalWindow = globalThis.location?.hash === '#/approval-window';

/** Pages without a part of their own in the address. */
export const plainPages = [
  'keys',
  'add-key',
  'bots',
  'connect-bot',
  'calls',
  'approvals',
  'exchanges',
  'explain',
  'settings',
  'about',
] as const;
export type PlainPage = (typeof plainPages)[number];

export type Route =
  | { readonly page: PlainPage }
  | { readonly page: 'key' | 'protect'; readonly id: string }
  | { readonly page: 'bot' | 'bot-setup'; readonly id: string }
  /** Without a key: a grant on a key that the bot may not use yet. */
  | { readonly page: 'bot-grant'; readonly id: string; readonly key?: string }
  | { readonly page: 'call'; readonly id: string }
  | { readonly page: 'exchange'; readonly id: string };

export function hrefOf(route: Route): string {
  if (route.page === 'key') return `#/keys/${route.id}`;
  if (route.page === 'protect') return `#/keys/${route.id}/protect`;
  if (route.page === 'bot') return `#/bots/${route.id}`;
  if (route.page === 'bot-setup') return `#/bots/${route.id}/set-up`;
  if (route.page === 'bot-grant') return `#/bots/${route.id}/grant${route.key === undefined ? '' : `/${route.key}`}`;
  if (route.page === 'call') return `#/calls/${route.id}`;
  if (route.page === 'exchange') return `#/exchanges/${route.id}`;
  return `#/${route.page}`;
}

export function go(route: Route): void {
  window.location.hash = hrefOf(route);
}

/** Goes where main asks to go: an address of ours, the palette, or the keys. */
export function goTo(hash: string): void {
  if (hash === '#/search') useUi.getState().show('palette');
  else go(routeOf(hash));
}

export function useRoute(): Route {
  return routeOf(useSyncExternalStore(subscribe, () => window.location.hash));
}

const id = '([a-z0-9_.-]{1,64})';
const within = [
  { page: 'protect', path: new RegExp(`^#/keys/${id}/protect$`) },
  { page: 'key', path: new RegExp(`^#/keys/${id}$`) },
  { page: 'bot-setup', path: new RegExp(`^#/bots/${id}/set-up$`) },
  { page: 'bot-grant', path: new RegExp(`^#/bots/${id}/grant(?:/${id})?$`) },
  { page: 'bot', path: new RegExp(`^#/bots/${id}$`) },
  { page: 'call', path: new RegExp(`^#/calls/${id}$`) },
  { page: 'exchange', path: new RegExp(`^#/exchanges/${id}$`) },
] as const;

/** What an address stands for; the keys where it is none of ours. */
export function routeOf(hash: string): Route {
  for (const { page, path } of within) {
    const [, found, key] = path.exec(hash) ?? [];
    if (found !== undefined) return { page, id: found, ...(key === undefined ? {} : { key }) };
  }
  return { page: plainPages.find((page) => hash === `#/${page}`) ?? 'keys' };
}

function subscribe(read: () => void): () => void {
  window.addEventListener('hashchange', read);
  return () => window.removeEventListener('hashchange', read);
}
